// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

/** A capability: one of the rights of root, which the kernel grants one by one. */
public enum Capability {
    /** To open files whatever their permissions are. */
    CAP_DAC_OVERRIDE(1),
    /** To read what procfs shows of processes of other users, and to take their descriptors. */
    CAP_SYS_PTRACE(19),
    /** To mount file systems, and much else. */
    CAP_SYS_ADMIN(21),
    /** To exceed resource limits, and to watch memory pressure. */
    CAP_SYS_RESOURCE(24),
    /** To load programs that read the memory of the kernel, together with {@link #CAP_BPF}. */
    CAP_PERFMON(38),
    /** To load BPF programs. */
    CAP_BPF(39);

    private final int bit;

    Capability(int bit) {
        this.bit = bit;
    }

    boolean isIn(long set) {
        return (set >>> bit & 1) != 0;
    }
}
