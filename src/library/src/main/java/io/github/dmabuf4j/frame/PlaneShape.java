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
    /**
     * The bytes of a row without padding; the last sample of an odd width belongs to fewer pixels. A row of blocks of several rows
     * counts as that many rows, because DRM states the pitch for a row of samples ({@code drm_format_info_min_pitch}).
     */
    long rowBytes(int width) {
        int samples = Math.ceilDiv(width, horizontal);
        return Math.ceilDiv((long) Math.ceilDiv(samples, blockWidth) * blockBytes, blockHeight);
    }

    /** The rows of samples, those included that fill the last row of blocks; of the greatest height as many as an int can be. */
    int rows(int height) {
        long blocks = Math.ceilDiv(Math.ceilDiv(height, vertical), blockHeight);
        return (int) Math.min(blocks * blockHeight, Integer.MAX_VALUE);
    }

    /** The bits that a pixel takes on average. */
    double bitsPerPixel() {
        return 8.0 * blockBytes / blockWidth / blockHeight / horizontal / vertical;
    }
}
