// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.stack;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.KernelFile;
import io.github.dmabuf4j.internal.sys.Machine;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The stacks of the programs that make buffers, by the inodes of these. The event that reports the buffer is recorded a second time,
 * with its stack: in the text of a trace a stack has 8 frames at most, here 127. For one thread.
 */
public final class ExportStacks implements AutoCloseable {
    /** A stack whose event was lost is never taken. */
    private static final int MOST = 10_000;

    private static final String PROCESSORS = "/sys/devices/system/cpu/online";
    private static final Pattern RANGE = Pattern.compile("([0-9]{1,6})(?:-([0-9]{1,6}))?");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
    private static final Pattern INODE = Pattern.compile("\\bino;\\s+offset:([0-9]{1,4});\\s+size:8;");

    private static final int LOST = 2;
    private static final int SAMPLE = 9;
    private static final int HEADER_BYTES = 8;

    private final List<PerfEvent> events = new ArrayList<>();
    private final int inodeAt;
    private long lost;
    private final Map<Long, long[]> stacks = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, long[]> eldest) {
            boolean isTooMany = size() > MOST;
            lost += isTooMany ? 1 : 0;
            return isTooMany;
        }
    };

    private ExportStacks(int inodeAt) {
        this.inodeAt = inodeAt;
    }

    /**
     * Begins to record.
     *
     * @param directory that of the event in tracefs, whose fields have {@code ino}
     * @param bytesPerProcessor room for what is not yet read
     * @throws DmaBufException if the kernel refuses it: EPERM or EACCES without CAP_PERFMON or CAP_IPC_LOCK, ENOSYS without
     *     CONFIG_PERF_EVENTS, ENOMEM if there is no memory for the room
     */
    public static ExportStacks open(String directory, long bytesPerProcessor) throws DmaBufException {
        String number = KernelFile.read(directory + "/id").text().strip();
        Matcher inode = INODE.matcher(KernelFile.read(directory + "/format").text());
        if (!NUMBER.matcher(number).matches() || !inode.find()) {
            throw new DmaBufException(
                    "read", directory + "/id", LibC.ENOENT(), "the kernel has no number for the event");
        }
        ExportStacks stacks = new ExportStacks(Integer.parseInt(inode.group(1)));
        boolean isOpen = false;
        try {
            for (int processor : processors(KernelFile.read(PROCESSORS).text())) {
                stacks.open(Integer.parseInt(number), new PerfEvent(processor, room(bytesPerProcessor)));
            }
            isOpen = true;
            return stacks;
        } finally {
            if (!isOpen) {
                stacks.close();
            }
        }
    }

    /** A processor can go offline after it was listed. */
    private void open(int number, PerfEvent event) throws DmaBufException {
        events.add(event);
        if (!event.open(number)) {
            events.remove(event);
        }
    }

    /** The kernel takes a power of two of pages. */
    static long room(long bytes) {
        return Long.highestOneBit(Math.max(bytes, Machine.pageBytes()));
    }

    /** The numbers in a list such as 0-3,8. */
    static List<Integer> processors(String list) {
        List<Integer> processors = new ArrayList<>();
        Matcher range = RANGE.matcher(list);
        while (range.find()) {
            int first = Integer.parseInt(range.group(1));
            int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
            IntStream.rangeClosed(first, last).forEach(processors::add);
        }
        return processors;
    }

    /** Takes what the kernel has recorded. */
    public void read() {
        events.forEach(event -> event.read(this::take));
    }

    private void take(ByteBuffer record) {
        int type = record.getInt(0);
        if (type == LOST) {
            lost += record.getLong(HEADER_BYTES + Long.BYTES);
        } else if (type == SAMPLE) {
            takeSample(record.position(HEADER_BYTES));
        }
    }

    private void takeSample(ByteBuffer record) {
        long[] all = new long[(int) record.getLong()];
        for (int i = 0; i < all.length; i++) {
            all[i] = record.getLong();
        }
        int event = record.position() + Integer.BYTES;
        // Between them are marks, which are negative: of which kind those are that follow.
        long[] frames = Arrays.stream(all).filter(one -> one > 0).toArray();
        stacks.put(record.getLong(event + inodeAt), frames);
    }

    /**
     * The addresses in the program that made a buffer, the innermost first, once; none if they are not known. Reads what the kernel has
     * recorded since, if they are not there yet.
     */
    public long[] take(long inode) {
        if (!stacks.containsKey(inode)) {
            read();
        }
        long[] stack = stacks.remove(inode);
        return stack == null ? new long[0] : stack;
    }

    /** How many the kernel could not keep, or that waited for their events in vain. */
    public long lost() {
        return lost;
    }

    @Override
    public void close() {
        events.forEach(PerfEvent::close);
    }
}
