// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import io.github.dmabuf4j.internal.gen.LibC;
import java.nio.file.Path;

/** The pid namespace that a procfs shows: that of the process that mounted it, not the reader's. */
public final class PidNamespace {
    /** PROC_PID_INIT_INO: the kernel gives the first pid namespace the same number at each boot. */
    private static final String INITIAL = "pid:[4026531836]";

    private static final String LINK = "ns/pid";

    private final Path root;

    /** That of the procfs which is mounted at {@code root}. */
    public PidNamespace(Path root) {
        this.root = root;
    }

    /** Whether it is certainly that of the whole machine. Its process 1 must be visible. */
    public boolean isInitial() {
        KernelFile link = KernelFile.link(root.resolve("1").resolve(LINK).toString());
        // A kernel without pid namespaces has no such link.
        return link.isRead() ? link.text().equals(INITIAL) : link.errno() == LibC.ENOENT();
    }

    /** Whether it is certainly that of a container. */
    public boolean isInner() {
        KernelFile first = KernelFile.link(root.resolve("1").resolve(LINK).toString());
        KernelFile link = first.isRead() || !isOfReader() ? first : KernelFile.link(self(LINK));
        return link.isRead() && !link.text().equals(INITIAL);
    }

    /** Whether it is the reader's: then system calls take the same numbers. */
    public boolean isOfReader() {
        // The reader's number in each pid namespace from this one down to its own.
        String numbers = new FdInfo(KernelFile.readAll(self("status")).text()).value("NSpid");
        return !numbers.isEmpty() && numbers.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private String self(String name) {
        return root.resolve("self").resolve(name).toString();
    }
}
