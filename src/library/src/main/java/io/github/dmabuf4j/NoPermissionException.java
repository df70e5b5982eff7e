// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

/**
 * The user of this process may not do this; the message says how to be allowed to.
 */
public final class NoPermissionException extends DmaBufException {
    private static final long serialVersionUID = 1L;

    /**
     * An operation that is not permitted.
     *
     * @param operation the system call, by its name
     * @param target what it was called on
     * @param errno the positive error number
     * @param advice what to do, as a clause
     */
    public NoPermissionException(String operation, String target, int errno, String advice) {
        super(operation, target, errno, advice);
    }
}
