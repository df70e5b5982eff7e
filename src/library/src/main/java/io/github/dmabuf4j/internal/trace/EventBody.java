// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.trace;

import io.github.dmabuf4j.internal.sys.KernelText;
import io.github.dmabuf4j.internal.sys.Machine;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an event reports beside when and who.
 *
 * @param inode unsigned
 * @param text the device, or the name of the buffer
 */
record EventBody(long inode, OptionalLong size, Optional<String> exporter, OptionalInt fd, Optional<String> text) {
    private static final String FIGURES = " size=([0-9]{1,18}) ino=([0-9]{1,19})";

    /** Where a probe is. No tracepoint's text begins like that. */
    private static final String PLACE = "\\([^)]*\\)";

    /** Greedy, so that an exporter may have any name: the figures are the last ones. */
    private static final Pattern PLAIN = form("exp_name=(.*)" + FIGURES + "(?: fd=([0-9]{1,9}))?");

    /** The device's name is last, and the exporter ends at the first figures: no name of a device can change these. */
    private static final Pattern ATTACHMENT =
            form("exp_name=(.*?)" + FIGURES + " attachment:\\S+ is_dynamic=[01] dev_name=(.*)");

    /** Of a probe in place of a tracepoint. The texts come last. One that the kernel could not read is not known. */
    private static final Pattern PROBED = form(PLACE + "(?: result=0x[0-9a-f]+)? ino=([0-9]{1,19}) size=([0-9]{1,18})"
            + "(?: fd=([0-9]{1,9}))?(?: magic=[0-9]+)?"
            + "(?: first=([0-9]{1,19}) start=([0-9]{1,19}) end=([0-9]{1,19}))?"
            + "(?: exp=(?:\"(.*?)\"|\\(fault\\)))?(?: dev=(?:\"(.*)\"|\\(fault\\)))?");

    private static final Pattern RELEASE = form(PLACE + " ino=([0-9]{1,19})");
    private static final Pattern NAMING = form(PLACE + " ino=([0-9]{1,19}) cmd=[0-9]+ (n0=.*)");

    private static final String WORD = "=0x([0-9a-f]{1,16})";
    private static final Pattern WORDS = form("n0" + WORD + " n1" + WORD + " n2" + WORD + " n3" + WORD);

    private static final int HEXADECIMAL = 16;

    /** A probe saw a call that the kernel refuses: nothing has happened to a buffer. No buffer has the inode 0. */
    static final EventBody NOTHING =
            new EventBody(0, OptionalLong.empty(), Optional.empty(), OptionalInt.empty(), Optional.empty());

    private static Pattern form(String text) {
        return Pattern.compile(text, Pattern.DOTALL);
    }

    /** Parses the text after the name of an event; empty if it is of another form. */
    static Optional<EventBody> parse(EventKind kind, String text) {
        return switch (kind) {
            case NAME -> ofNaming(NAMING.matcher(text));
            case FREE -> ofRelease(RELEASE.matcher(text));
            default -> text.startsWith("(") ? ofProbe(PROBED.matcher(text)) : ofTracepoint(kind, text);
        };
    }

    private static Optional<EventBody> ofTracepoint(EventKind kind, String text) {
        return kind == EventKind.ATTACH || kind == EventKind.DETACH
                ? ofAttachment(ATTACHMENT.matcher(text))
                : ofPlain(PLAIN.matcher(text));
    }

    private static Optional<EventBody> ofProbe(Matcher form) {
        if (!form.matches()) {
            return Optional.empty();
        }
        long size = Long.parseLong(form.group(2));
        if (form.group(4) != null && !isWithin(size, form)) {
            return Optional.of(NOTHING);
        }
        return Optional.of(new EventBody(
                Long.parseUnsignedLong(form.group(1)),
                OptionalLong.of(size),
                Optional.ofNullable(form.group(7)),
                form.group(3) == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(form.group(3))),
                Optional.ofNullable(form.group(8))));
    }

    /** Whether the kernel maps this range, by the comparison that it makes next. */
    private static boolean isWithin(long size, Matcher form) {
        long page = Machine.pageBytes();
        long first = Long.parseUnsignedLong(form.group(4));
        long pages = (Long.parseUnsignedLong(form.group(6)) - Long.parseUnsignedLong(form.group(5))) / page;
        return first >= 0 && first <= size / page - pages;
    }

    private static Optional<EventBody> ofPlain(Matcher form) {
        if (!form.matches()) {
            return Optional.empty();
        }
        OptionalInt fd = form.group(4) == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(form.group(4)));
        return Optional.of(ofBuffer(form, fd, Optional.empty()));
    }

    private static Optional<EventBody> ofAttachment(Matcher form) {
        return form.matches()
                ? Optional.of(ofBuffer(form, OptionalInt.empty(), Optional.of(form.group(4))))
                : Optional.empty();
    }

    private static EventBody ofBuffer(Matcher form, OptionalInt fd, Optional<String> text) {
        return new EventBody(
                Long.parseUnsignedLong(form.group(3)),
                OptionalLong.of(Long.parseLong(form.group(2))),
                Optional.of(form.group(1)),
                fd,
                text);
    }

    private static Optional<EventBody> ofRelease(Matcher form) {
        return form.matches() ? Optional.of(ofInode(form.group(1), Optional.empty())) : Optional.empty();
    }

    /** A name that the kernel could not read in full is not known. */
    private static Optional<EventBody> ofNaming(Matcher form) {
        return form.matches() ? Optional.of(ofInode(form.group(1), name(form.group(2)))) : Optional.empty();
    }

    private static EventBody ofInode(String inode, Optional<String> text) {
        return new EventBody(
                Long.parseUnsignedLong(inode), OptionalLong.empty(), Optional.empty(), OptionalInt.empty(), text);
    }

    /** The C string in four words of memory. */
    private static Optional<String> name(String words) {
        Matcher form = WORDS.matcher(words);
        if (!form.matches()) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.allocate(form.groupCount() * Long.BYTES).order(ByteOrder.nativeOrder());
        for (int word = 1; word <= form.groupCount(); word++) {
            bytes.putLong(Long.parseUnsignedLong(form.group(word), HEXADECIMAL));
        }
        return Optional.of(KernelText.decode(MemorySegment.ofArray(bytes.array())));
    }
}
