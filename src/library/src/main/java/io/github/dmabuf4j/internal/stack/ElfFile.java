// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.stack;

import io.github.dmabuf4j.internal.stack.CodeNames.Code;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The functions of a program or library: those of the symbol tables of an ELF file of 64 bits in the byte order of x86 and ARM. The
 * file is another program's: whatever it says is compared with what it has.
 */
final class ElfFile {
    static final ElfFile NONE = new ElfFile(List.of(), CodeNames.NONE);

    private static final int HEADER_BYTES = 64;
    private static final int PROGRAM_BYTES = 56;
    private static final int SECTION_BYTES = 64;
    private static final int SYMBOL_BYTES = 24;

    /** The longest table that is read, and the length of all names together. */
    private static final long LARGEST = 16 << 20;

    /** "\177ELF", 64 bits, little-endian. */
    private static final long MAGIC = 0x01_02_46_4c_45_7fL;

    private static final long MAGIC_MASK = 0xffff_ffff_ffffL;
    private static final int LOADED = 1;
    private static final int ALL_SYMBOLS = 2;
    private static final int DYNAMIC_SYMBOLS = 11;
    private static final int FUNCTION = 2;
    private static final int TYPE_MASK = 0xf;

    /** A part of the file that is loaded at an address. */
    private record Segment(long offset, long bytes, long address) {
        boolean has(long place) {
            return place >= offset && place - offset < bytes;
        }
    }

    private final List<Segment> segments;
    private final CodeNames names;

    private ElfFile(List<Segment> segments, CodeNames names) {
        this.segments = segments;
        this.names = names;
    }

    /** Reads one; without functions if it is not such a file, or not regular, or cannot be read. */
    static ElfFile read(Path path) {
        if (!Files.isRegularFile(path)) {
            return NONE;
        }
        try (FileChannel file = FileChannel.open(path)) {
            return read(file);
        } catch (IOException | IndexOutOfBoundsException unusable) {
            // Without it, the file and the place in it say where a function is.
            return NONE;
        }
    }

    private static ElfFile read(FileChannel file) throws IOException {
        ByteBuffer header = part(file, 0, HEADER_BYTES);
        if ((header.getLong(0) & MAGIC_MASK) != MAGIC) {
            return NONE;
        }
        ByteBuffer programs = table(file, header.getLong(32), header.getShort(56), PROGRAM_BYTES);
        List<Segment> segments = new ArrayList<>();
        for (int at = 0; at < programs.limit(); at += PROGRAM_BYTES) {
            if (programs.getInt(at) == LOADED) {
                segments.add(
                        new Segment(programs.getLong(at + 8), programs.getLong(at + 32), programs.getLong(at + 16)));
            }
        }
        ByteBuffer sections = table(file, header.getLong(40), header.getShort(60), SECTION_BYTES);
        Functions functions = new Functions();
        for (int at = 0; at < sections.limit(); at += SECTION_BYTES) {
            int type = sections.getInt(at + 4);
            if (type == ALL_SYMBOLS || type == DYNAMIC_SYMBOLS) {
                int texts = sections.getInt(at + 40) * SECTION_BYTES;
                functions.add(section(file, sections, at), section(file, sections, texts));
            }
        }
        return new ElfFile(segments, new CodeNames(functions.all));
    }

    private static ByteBuffer table(FileChannel file, long offset, short entries, int bytes) throws IOException {
        return part(file, offset, (long) Short.toUnsignedInt(entries) * bytes);
    }

    private static ByteBuffer section(FileChannel file, ByteBuffer sections, int at) throws IOException {
        return part(file, sections.getLong(at + 24), sections.getLong(at + 32));
    }

    private static ByteBuffer part(FileChannel file, long offset, long bytes) throws IOException {
        if (offset < 0 || bytes < 0 || bytes > LARGEST || bytes > file.size() - offset) {
            throw new IndexOutOfBoundsException("the file has no such part");
        }
        ByteBuffer part = ByteBuffer.allocate((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
        int count;
        do {
            count = file.read(part, offset + part.position());
        } while (count > 0 && part.hasRemaining());
        return part.flip();
    }

    private static final class Functions {
        private final List<Code> all = new ArrayList<>();
        private long room = LARGEST;

        void add(ByteBuffer symbols, ByteBuffer texts) {
            for (int at = 0; at + SYMBOL_BYTES <= symbols.limit(); at += SYMBOL_BYTES) {
                boolean isDefined = symbols.getShort(at + 6) != 0;
                if (isDefined && (symbols.get(at + 4) & TYPE_MASK) == FUNCTION) {
                    String name = text(texts, symbols.getInt(at));
                    all.add(new Code(symbols.getLong(at + 8), symbols.getLong(at + 16), name));
                }
            }
        }

        private String text(ByteBuffer texts, int start) {
            int end = start;
            while (texts.get(end) != 0) {
                end++;
            }
            room -= end - start;
            Objects.checkIndex(0, room);
            byte[] name = new byte[end - start];
            texts.get(start, name);
            return new String(name, StandardCharsets.ISO_8859_1);
        }
    }

    /**
     * The function that a place in the file is in, and the distance from its beginning, as in {@code ioctl+0x1b}.
     *
     * @param back how many bytes before the place the function is looked for
     */
    Optional<String> functionAt(long place, int back) {
        return segments.stream()
                .filter(segment -> segment.has(place - back))
                .findFirst()
                .flatMap(segment -> nameAt(place - segment.offset() + segment.address(), back));
    }

    private Optional<String> nameAt(long address, int back) {
        return names.at(address - back).map(code -> code.name() + "+0x" + Long.toHexString(address - code.start()));
    }
}
