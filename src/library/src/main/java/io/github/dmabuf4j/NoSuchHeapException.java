// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

/**
 * This machine has DMA heaps, but none of the name asked for; the message lists those there are.
 */
public final class NoSuchHeapException extends DmaBufException {
    private static final long serialVersionUID = 1L;

    /**
     * A heap that is not there.
     *
     * @param operation the system call, by its name
     * @param target what it was called on
     * @param errno the positive error number
     * @param advice what to do, as a clause
     */
    public NoSuchHeapException(String operation, String target, int errno, String advice) {
        super(operation, target, errno, advice);
    }
}
