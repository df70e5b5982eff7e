// SPDX-License-Identifier: Apache-2.0
/** Hints at processes that may use a buffer by a graphics device. */
package io.github.dmabuf4j.cli.drm;
