// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame;

/** Which numbers of a component stand for its least and greatest value. */
public enum ColorRange {
    /** Not stated. Y'CbCr is then usually limited, RGB full. */
    UNSPECIFIED,
    /** With 8 bits, luma is 16 to 235 and chroma 16 to 240. */
    LIMITED,
    /** All numbers are used. */
    FULL
}
