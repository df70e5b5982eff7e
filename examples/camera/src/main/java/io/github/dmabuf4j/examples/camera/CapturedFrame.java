// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.camera;

/**
 * A captured frame.
 *
 * @param index the index of its buffer
 * @param sequence the camera's sequence number; a gap means lost frames
 * @param damaged whether the driver reports wrong or missing data
 */
record CapturedFrame(int index, int sequence, boolean damaged) {}
