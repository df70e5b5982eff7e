// SPDX-License-Identifier: Apache-2.0
/**
 * Frames in the form in which other interfaces take them, and back: constants, attributes and structures, without a dependency. Each
 * class says who owns the descriptors.
 */
package io.github.dmabuf4j.frame.interop;
