// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

/** The buffer of an access scope. */
interface SyncTarget {
    /** Tells the kernel that an access of this mode starts. */
    void start(Access mode) throws DmaBufException;

    /** Tells the kernel that it has ended. */
    void end(Access mode) throws DmaBufException;

    /** The scope has ended, and uses nothing of the buffer any more. */
    void ended();
}
