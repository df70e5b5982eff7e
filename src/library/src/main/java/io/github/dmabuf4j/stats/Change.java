// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

/**
 * A number of buffers and their size, at two times.
 *
 * @param buffersBefore how many
 * @param buffersAfter how many
 * @param sizeBefore bytes
 * @param sizeAfter bytes
 */
public record Change(int buffersBefore, int buffersAfter, long sizeBefore, long sizeAfter) {
    /**
     * How many buffers more there are.
     *
     * @return negative where there are fewer
     */
    public int buffers() {
        return buffersAfter - buffersBefore;
    }

    /**
     * How many bytes more there are.
     *
     * @return negative where there are fewer
     */
    public long size() {
        return sizeAfter - sizeBefore;
    }

    boolean isNone() {
        return buffers() == 0 && size() == 0;
    }
}
