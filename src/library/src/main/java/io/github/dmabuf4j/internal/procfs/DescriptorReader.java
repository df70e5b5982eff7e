// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.procfs;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.sys.FileBytes;
import io.github.dmabuf4j.internal.sys.NumberedEntries;
import io.github.dmabuf4j.internal.sys.OpenDirectory;
import io.github.dmabuf4j.internal.sys.OpenDirectory.FileName;
import io.github.dmabuf4j.internal.sys.Sys;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads which descriptors of a process are of buffers. A descriptor of something else costs one system call and no object: its
 * link is read into native memory and compared there. For one thread at a time.
 */
final class DescriptorReader {
    private static final int MOST_DIGITS = 10;

    private final NumberedEntries numbers = new NumberedEntries(MOST_DIGITS);
    private final FileBytes info = new FileBytes();
    private final BufferLines lines = new BufferLines();

    /**
     * Reads the descriptors of a process or a thread.
     *
     * @param problems takes what was not understood
     * @return those of buffers, by rising number
     * @throws DmaBufException if they cannot be read
     */
    Part<OpenBuffer> read(ProcessDirectory process, List<ReadProblem> problems) throws DmaBufException {
        int links = process.open(ProcessDirectory.DESCRIPTORS);
        if (links < 0) {
            return failedListing(process, links);
        }
        try {
            int result = numbers.list(links);
            return result < 0 ? failedListing(process, result) : listed(process, links, problems);
        } finally {
            Sys.close(links);
        }
    }

    private static Part<OpenBuffer> failedListing(ProcessDirectory process, int result) throws DmaBufException {
        ProcessDirectory.checkGone("readdir", process.path(ProcessDirectory.DESCRIPTORS), result);
        return Part.gone();
    }

    private Part<OpenBuffer> listed(ProcessDirectory process, int links, List<ReadProblem> problems)
            throws DmaBufException {
        int first = nextBuffer(process, links, 0);
        List<OpenBuffer> buffers = first < numbers.count() ? buffers(process, links, first, problems) : List.of();
        return new Part<>(false, numbers.count() == 0, buffers);
    }

    /** Returns the index of the next descriptor of a buffer, from an index on; the count if there is none. */
    private int nextBuffer(ProcessDirectory process, int links, int from) throws DmaBufException {
        int index = from;
        while (index < numbers.count() && !isBuffer(process, links, numbers.get(index))) {
            index++;
        }
        return index;
    }

    private static boolean isBuffer(ProcessDirectory process, int links, int fd) throws DmaBufException {
        int result = OpenDirectory.linkStartsWith(links, fd, MappedBuffer.LINK_WORD);
        if (result < 0) {
            ProcessDirectory.checkGone("readlink", process.path(ProcessDirectory.DESCRIPTORS) + "/" + fd, result);
        }
        return result > 0;
    }

    private List<OpenBuffer> buffers(ProcessDirectory process, int links, int first, List<ReadProblem> problems)
            throws DmaBufException {
        int infos = process.open(ProcessDirectory.DESCRIPTOR_INFO);
        if (infos < 0) {
            ProcessDirectory.checkGone("open", process.path(ProcessDirectory.DESCRIPTOR_INFO), infos);
            return List.of();
        }
        try {
            List<OpenBuffer> buffers = new ArrayList<>();
            for (int index = first; index < numbers.count(); index = nextBuffer(process, links, index + 1)) {
                OpenBuffer buffer = buffer(process, links, infos, numbers.get(index), problems);
                if (buffer != null) {
                    buffers.add(buffer);
                }
            }
            return buffers;
        } finally {
            Sys.close(infos);
        }
    }

    /** Null if it is not of a buffer, or was closed meanwhile. */
    private @Nullable OpenBuffer buffer(
            ProcessDirectory process, int links, int infos, int fd, List<ReadProblem> problems) throws DmaBufException {
        int result = info.readRecord(infos, fd, FileName.NONE);
        if (result < 0) {
            ProcessDirectory.checkGone("read", process.path(ProcessDirectory.DESCRIPTOR_INFO) + "/" + fd, result);
            return null;
        }
        lines.read(info.array(), info.length());
        return OpenBuffer.parse(fd, lines, links, problems);
    }
}
