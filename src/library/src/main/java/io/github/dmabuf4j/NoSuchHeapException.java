// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

/** The absence of a heap: this machine has DMA heaps, but none of this name. The message lists the heaps. */
public final class NoSuchHeapException extends DmaBufException {
    private static final long serialVersionUID = 1L;

    /**
     * Describes a heap that does not exist.
     *
     * @param operation the name of the system call
     * @param target what it was called on
     * @param errno the positive error number
     * @param advice a clause that says what to do
     */
    public NoSuchHeapException(String operation, String target, int errno, String advice) {
        super(operation, target, errno, advice);
    }
}
