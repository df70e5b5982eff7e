/* SPDX-License-Identifier: Apache-2.0 */
/* The system headers of the Wayland example's bindings, and of the probe that checks them. Debian: libwayland-dev. */
#ifndef DMABUF4J_EXAMPLES_WAYLAND_H
#define DMABUF4J_EXAMPLES_WAYLAND_H

#include <errno.h>
#include <poll.h>
#include <stddef.h>
#include <wayland-client-core.h>
#include <wayland-util.h>

#endif
