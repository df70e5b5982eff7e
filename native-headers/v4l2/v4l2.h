/* SPDX-License-Identifier: Apache-2.0 */
/* How video devices describe a picture. */
#ifndef DMABUF4J_V4L2_H
#define DMABUF4J_V4L2_H

#include <stddef.h>

#include <linux/videodev2.h>

#endif
