// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.stack;

import io.github.dmabuf4j.internal.stack.CodeNames.Code;
import io.github.dmabuf4j.internal.sys.ForeignFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

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

    /** The longest table that is read, and the length of all names together, each with its end. */
    private static final long LARGEST = 16 << 20;

    /** What comes after so many functions has no names. */
    static final int MOST = 500_000;

    /** A linker makes four. */
    private static final int MOST_SEGMENTS = 1000;

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

    /** Reads one that was found; without functions if it is not such a file. Empty if it cannot be read now. */
    static Optional<ElfFile> read(ForeignFile file) {
        if (file.open() < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(parse(file));
        } catch (UnreadableException failed) {
            return Optional.empty();
        } catch (IndexOutOfBoundsException damaged) {
            return Optional.of(NONE);
        }
    }

    /** The kernel could not read it. */
    private static final class UnreadableException extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private static ElfFile parse(ForeignFile file) throws UnreadableException {
        ByteBuffer header = part(file, 0, HEADER_BYTES);
        if ((header.getLong(0) & MAGIC_MASK) != MAGIC) {
            return NONE;
        }
        return new ElfFile(segments(file, header), new CodeNames(functions(file, header)));
    }

    private static List<Segment> segments(ForeignFile file, ByteBuffer header) throws UnreadableException {
        ByteBuffer programs = table(file, header.getLong(32), header.getShort(56), PROGRAM_BYTES);
        List<Segment> segments = new ArrayList<>();
        for (int at = 0; at < programs.limit() && segments.size() < MOST_SEGMENTS; at += PROGRAM_BYTES) {
            if (programs.getInt(at) == LOADED) {
                segments.add(
                        new Segment(programs.getLong(at + 8), programs.getLong(at + 32), programs.getLong(at + 16)));
            }
        }
        return segments;
    }

    /** A file has one table of each kind at most. Of a damaged one that has more, the first is read: all can be the same bytes. */
    private static List<Code> functions(ForeignFile file, ByteBuffer header) throws UnreadableException {
        ByteBuffer sections = table(file, header.getLong(40), header.getShort(60), SECTION_BYTES);
        Functions functions = new Functions();
        for (int type : new int[] {ALL_SYMBOLS, DYNAMIC_SYMBOLS}) {
            OptionalInt table = IntStream.range(0, sections.limit() / SECTION_BYTES)
                    .map(section -> section * SECTION_BYTES)
                    .filter(at -> sections.getInt(at + 4) == type)
                    .findFirst();
            if (table.isPresent()) {
                int at = table.getAsInt();
                int texts = sections.getInt(at + 40) * SECTION_BYTES;
                functions.add(section(file, sections, at), section(file, sections, texts));
            }
        }
        return functions.all;
    }

    private static ByteBuffer table(ForeignFile file, long offset, short entries, int bytes)
            throws UnreadableException {
        return part(file, offset, (long) Short.toUnsignedInt(entries) * bytes);
    }

    private static ByteBuffer section(ForeignFile file, ByteBuffer sections, int at) throws UnreadableException {
        return part(file, sections.getLong(at + 24), sections.getLong(at + 32));
    }

    private static ByteBuffer part(ForeignFile file, long offset, long bytes) throws UnreadableException {
        if (offset < 0 || bytes < 0 || bytes > LARGEST || bytes > file.version().size() - offset) {
            throw new IndexOutOfBoundsException("the file has no such part");
        }
        byte[] part = new byte[(int) bytes];
        int count = file.read(offset, part);
        if (count < 0) {
            throw new UnreadableException();
        }
        return ByteBuffer.wrap(part, 0, count).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static final class Functions {
        private final List<Code> all = new ArrayList<>();
        private long room = LARGEST;

        void add(ByteBuffer symbols, ByteBuffer texts) {
            for (int at = 0; at + SYMBOL_BYTES <= symbols.limit() && all.size() < MOST; at += SYMBOL_BYTES) {
                boolean isDefined = symbols.getShort(at + 6) != 0;
                if (isDefined && (symbols.get(at + 4) & TYPE_MASK) == FUNCTION) {
                    String name = text(texts, symbols.getInt(at));
                    all.add(new Code(symbols.getLong(at + 8), symbols.getLong(at + 16), name));
                }
            }
        }

        private String text(ByteBuffer texts, int start) {
            int end = start;
            while (texts.get(end) != 0 && end - start <= FrameName.LONGEST) {
                end++;
            }
            room -= end - start + 1;
            Objects.checkIndex(0, room);
            byte[] name = new byte[end - start];
            texts.get(start, name);
            return FrameName.cut(new String(name, StandardCharsets.ISO_8859_1));
        }
    }

    /** How much memory it takes, in functions. */
    long weight() {
        return segments.size() + names.weight();
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
