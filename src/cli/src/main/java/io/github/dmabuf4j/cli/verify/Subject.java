// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.verify;

/**
 * What is verified.
 *
 * @param kind a heap or udmabuf
 * @param name the name by which a heap was opened, its own or an alias; {@code udmabuf} for udmabuf
 */
public record Subject(Allocator kind, String name) {
    public static final Subject UDMABUF = new Subject(Allocator.UDMABUF, Allocator.UDMABUF.word());

    public static Subject heap(String name) {
        return new Subject(Allocator.HEAP, name);
    }
}
