// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.camera;

/**
 * A frame that the camera has written.
 *
 * @param index of its buffer
 * @param sequence the camera's number of it; a gap tells of lost frames
 * @param damaged whether the driver says that part of it is wrong, or missing
 */
record CapturedFrame(int index, int sequence, boolean damaged) {}
