// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.bpf;

/** Takes what a pass of an iterator reports. */
public interface RecordSink {
    /** A buffer. */
    void buffer(ListedBuffer buffer);

    /** A thread of a process: what follows is held by it. */
    void process(VisitedProcess process);

    /** A descriptor of the process that came last. */
    void file(long inode, int fd);

    /** A mapping of the process that came last; offset and length in bytes. */
    void mapping(long inode, long offset, long length);

    /** What came of a process does not count. */
    void unread(int pid);

    /** How many buffers there are. */
    void count(int buffers);

    /** The end. Level 0 is the pid namespace of the whole machine. */
    void end(int level);
}
