// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

/** The type of a file, by the bits of its mode. They are the same on every architecture. */
public enum FileType {
    FIFO(1, 'p', "a FIFO"),
    CHARACTER_DEVICE(2, 'c', "a character device"),
    DIRECTORY(4, 'd', "a directory"),
    BLOCK_DEVICE(6, 'b', "a block device"),
    REGULAR(8, '-', "a regular file"),
    LINK(10, 'l', "a symbolic link"),
    SOCKET(12, 's', "a socket"),
    /** No type: the inode of a DMA-BUF has none. */
    NONE(0, '?', "a file without a type");

    private static final int TYPE_SHIFT = 12;
    private static final int TYPE_MASK = 0xf;

    private final int bits;
    private final char letter;
    private final String text;

    FileType(int bits, char letter, String text) {
        this.bits = bits;
        this.letter = letter;
        this.text = text;
    }

    /** The type in {@code st_mode}. */
    public static FileType of(int mode) {
        int bits = (mode >>> TYPE_SHIFT) & TYPE_MASK;
        for (FileType type : values()) {
            if (type.bits == bits) {
                return type;
            }
        }
        return NONE;
    }

    /** Whether it is a device with a number. */
    public boolean isDevice() {
        return this == CHARACTER_DEVICE || this == BLOCK_DEVICE;
    }

    /** The letter of {@code ls -l}, such as {@code c} for a character device. */
    public char letter() {
        return letter;
    }

    /** Returns the type with its article, such as {@code a character device}. */
    @Override
    public String toString() {
        return text;
    }
}
