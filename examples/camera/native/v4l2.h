/* SPDX-License-Identifier: Apache-2.0 */
/* The system headers of the camera example's bindings, and of the probe that checks them. */
#ifndef DMABUF4J_EXAMPLES_V4L2_H
#define DMABUF4J_EXAMPLES_V4L2_H

#include <stddef.h>

#include <linux/videodev2.h>

#endif
