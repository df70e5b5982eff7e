// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame;

/**
 * How the samples of one plane lie in memory: in blocks, of which the smallest is one sample.
 *
 * @param blockBytes the size of a block; 0 where the format has no linear layout
 * @param blockWidth the samples of a block, from left to right
 * @param blockHeight the rows of samples of a block
 * @param horizontal how many pixels of a row share one sample
 * @param vertical how many rows of pixels share one sample
 */
record PlaneShape(int blockBytes, int blockWidth, int blockHeight, int horizontal, int vertical) {
    /** The bytes of a row without padding; the last sample of an odd width belongs to fewer pixels. */
    long rowBytes(int width) {
        int samples = Math.ceilDiv(width, horizontal);
        return (long) Math.ceilDiv(samples, blockWidth) * blockBytes;
    }

    /** The rows of blocks. */
    int rows(int height) {
        return Math.ceilDiv(Math.ceilDiv(height, vertical), blockHeight);
    }

    /** The bits that a pixel takes on average. */
    double bitsPerPixel() {
        return 8.0 * blockBytes / blockWidth / blockHeight / horizontal / vertical;
    }
}
