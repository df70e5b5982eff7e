// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.procfs;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.DeviceNumber;
import io.github.dmabuf4j.internal.sys.FileBytes;
import io.github.dmabuf4j.internal.sys.Sys;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads which mappings of a process are of buffers: by {@link MapsQuery} where the kernel has it, else by the text of maps. */
final class MappingReader {
    private final MapsQuery query;

    /** Set by the first process: this kernel has no such query. */
    private boolean hasOnlyText;

    private final FileBytes text = new FileBytes();

    /**
     * A reader.
     *
     * @param bufferDevice the file system of all buffers; empty if it is not known
     */
    MappingReader(Optional<DeviceNumber> bufferDevice) {
        query = new MapsQuery(bufferDevice);
    }

    /**
     * Reads the mappings of a process or a thread.
     *
     * @param problems takes what was not understood
     * @return those of buffers, by rising address
     * @throws DmaBufException if they cannot be read
     */
    Part<MappedBuffer> read(ProcessDirectory process, List<ReadProblem> problems) throws DmaBufException {
        int maps = process.open(ProcessDirectory.MAPS);
        int result = maps;
        if (maps >= 0) {
            try {
                List<MappedBuffer> buffers = new ArrayList<>(0);
                result = hasOnlyText ? -LibC.ENOTTY() : query.read(maps, buffers);
                hasOnlyText = result == -LibC.ENOTTY();
                if (result < 0 && result != -LibC.ESRCH()) {
                    buffers.clear();
                    result = readText(maps, buffers, problems);
                }
                if (result >= 0) {
                    return new Part<>(false, buffers.isEmpty(), buffers);
                }
            } finally {
                Sys.close(maps);
            }
        }
        ProcessDirectory.checkGone("read", process.path(ProcessDirectory.MAPS), result);
        return Part.gone();
    }

    private int readText(int maps, List<MappedBuffer> buffers, List<ReadProblem> problems) {
        int result = text.readAll(maps);
        if (result >= 0) {
            buffers.addAll(MappedBuffer.parseAll(text.array(), text.length(), problems));
        }
        return result;
    }
}
