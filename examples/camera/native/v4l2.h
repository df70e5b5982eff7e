/* SPDX-License-Identifier: Apache-2.0 */
/* What the camera example's bindings, and the probe that checks them, see of the system's headers. */
#ifndef DMABUF4J_EXAMPLES_V4L2_H
#define DMABUF4J_EXAMPLES_V4L2_H

#include <stddef.h>

#include <linux/videodev2.h>

#endif
