// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.bpf;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.NamedDescriptor;
import io.github.dmabuf4j.internal.sys.Sys;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

/** The iterator that Android pins: all buffers as text. Used by one thread at a time. */
public final class AndroidPin {
    /** Where Android's bpfloader pins it. */
    public static final Path FILE = Path.of("/sys/fs/bpf/dmabuf/prog_dmabufIter_iter_dmabuf");

    private final Path file;
    private final MemorySegment memory = Arena.ofAuto().allocate(PassSize.KERNEL_BYTES);

    /** A pin in a file. */
    public AndroidPin(Path file) {
        this.file = file;
    }

    /**
     * Reads a pass.
     *
     * @throws DmaBufException if there is no pin (ENOENT), this user may not read it (EACCES), or it cannot be read
     */
    public AndroidList read() throws DmaBufException {
        NamedDescriptor pass = new NamedDescriptor(file.toString());
        try {
            int result = pass.own(Sys.open(pass.target(), LibC.O_RDONLY() | LibC.O_CLOEXEC()));
            if (result < 0) {
                throw new DmaBufException("open", pass.target(), -result);
            }
            return read(pass);
        } finally {
            pass.close();
        }
    }

    private AndroidList read(NamedDescriptor pass) throws DmaBufException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        PassSize size = PassReader.read(pass, memory, count -> {
            text.writeBytes(memory.asSlice(0, count).toArray(ValueLayout.JAVA_BYTE));
            return true;
        });
        return AndroidList.parse(text.toByteArray(), size.mayBeCut());
    }
}
