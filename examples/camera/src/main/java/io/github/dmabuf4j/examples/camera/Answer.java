// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.camera;

import java.nio.ByteBuffer;

/**
 * The analyser's answer about a frame.
 *
 * @param sequence the camera's sequence number of the frame
 * @param inode the inode of the buffer, as the analyser sees it
 * @param histogram the analyser's count
 */
record Answer(int sequence, long inode, Histogram histogram) {
    byte[] encode() {
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + Long.BYTES + Histogram.BYTES)
                .putInt(sequence)
                .putLong(inode);
        histogram.encode(bytes);
        return bytes.array();
    }

    static Answer decode(byte[] data) {
        ByteBuffer bytes = ByteBuffer.wrap(data);
        return new Answer(bytes.getInt(), bytes.getLong(), Histogram.decode(bytes));
    }
}
