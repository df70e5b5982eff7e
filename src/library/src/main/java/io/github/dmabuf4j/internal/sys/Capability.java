// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

/** A right of root that the kernel grants one by one. */
public enum Capability {
    /** Opens files whatever their permissions are. */
    CAP_DAC_OVERRIDE(1),
    /** Reads what procfs shows of processes of other users, and takes their descriptors. */
    CAP_SYS_PTRACE(19),
    /** Exceeds limits of resources, and watches memory pressure. */
    CAP_SYS_RESOURCE(24);

    private final int bit;

    Capability(int bit) {
        this.bit = bit;
    }

    boolean isIn(long set) {
        return (set >>> bit & 1) != 0;
    }
}
