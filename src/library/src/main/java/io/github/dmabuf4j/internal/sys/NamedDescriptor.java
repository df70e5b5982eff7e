// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

/** A descriptor that messages call by a fixed text, such as the path of its file. */
public final class NamedDescriptor extends Descriptor {
    private final String target;

    /** One without a number, for {@link #own}. */
    public NamedDescriptor(String target) {
        this.target = target;
    }

    /** Takes over {@code fd}. */
    public NamedDescriptor(int fd, String target) {
        super(fd);
        this.target = target;
    }

    @Override
    public String target() {
        return target;
    }
}
