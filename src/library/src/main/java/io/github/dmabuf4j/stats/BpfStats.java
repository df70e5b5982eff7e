// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.NoPermissionException;
import io.github.dmabuf4j.UnsupportedKernelException;
import io.github.dmabuf4j.internal.bpf.AndroidPin;
import io.github.dmabuf4j.internal.bpf.IteratorProgram;
import io.github.dmabuf4j.internal.bpf.Iterators;
import io.github.dmabuf4j.internal.bpf.LoadedIterators;
import io.github.dmabuf4j.internal.bpf.PassReader;
import io.github.dmabuf4j.internal.bpf.PassSize;
import io.github.dmabuf4j.internal.bpf.PinnedIterators;
import io.github.dmabuf4j.internal.sys.NativeAccess;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All buffers of the machine, and all descriptors and mappings of them, as BPF iterators report them: programs that the kernel runs
 * for each object, and whose output is read like a file.
 *
 * <p>From Linux 6.16 on ({@code iter/dmabuf}) this source reports everything but the counters of mappings by devices. Fences have
 * no driver and no timeline. From Linux 5.15 on it reports the buffers that processes hold, those that are only mapped included. The
 * kernel needs {@code CONFIG_DEBUG_INFO_BTF=y}, as those of distributions have it.
 *
 * <p>To load the programs takes {@code CAP_BPF} and {@code CAP_PERFMON}, or {@code CAP_SYS_ADMIN}, and {@code libbpf.so.1}.
 * Without these, programs that root has pinned are used ({@code dmabuf bpf pin}), if this user may read the pins.
 *
 * <p>The processes are those of the reader's pid namespace. Only in that of the machine has a reading
 * {@link StatsCapability#ALL_HOLDERS}.
 *
 * <p>The programs stay in the kernel until {@link #close}, or until the process ends in whatever way. An object that was
 * dropped unloads them after a garbage collection. It may be used by any thread; one reads at a time.
 */
public final class BpfStats implements StatsSource {
    static {
        NativeAccess.check();
    }

    private static final Set<StatsCapability> OF_HELD_BUFFERS = EnumSet.of(
            StatsCapability.SIZE_AND_EXPORTER,
            StatsCapability.NAME,
            StatsCapability.REFERENCES,
            StatsCapability.HOLDERS,
            StatsCapability.ALL_HOLDERS);

    private static final Set<StatsCapability> OF_ALL_BUFFERS = EnumSet.of(
            StatsCapability.ALL_BUFFERS,
            StatsCapability.SIZE_AND_EXPORTER,
            StatsCapability.NAME,
            StatsCapability.REFERENCES,
            StatsCapability.HOLDERS,
            StatsCapability.ALL_HOLDERS,
            StatsCapability.DEVICES,
            StatsCapability.FENCES);

    private static final Set<StatsCapability> OF_PROCESSES =
            EnumSet.of(StatsCapability.HOLDERS, StatsCapability.ALL_HOLDERS);

    private final Iterators iterators;

    /** The object that a view without holders was made of, which must not be dropped before it. */
    private final @Nullable BpfStats origin;

    /** Guarded by this. */
    private final PassReader reader;

    /** Closes the iterators in the end. */
    BpfStats(Iterators iterators) {
        this(iterators, null);
    }

    private BpfStats(Iterators iterators, @Nullable BpfStats origin) {
        this.iterators = iterators;
        this.origin = origin;
        this.reader = new PassReader(iterators);
    }

    /**
     * Uses the pins in {@code /run/dmabuf4j/bpf}, or else loads the programs.
     *
     * @return the view, for the caller to close
     * @throws UnsupportedKernelException if this kernel has no such iterators, does not describe its types, or libbpf is missing
     * @throws NoPermissionException if this user may neither read pins nor load programs (EPERM, EACCES); the message names
     *     the group that may read the pins
     * @throws DmaBufException if the programs cannot be loaded for another reason: EMFILE, ENOMEM
     */
    public static BpfStats open() throws DmaBufException {
        try {
            return open(PinnedIterators.DEFAULT_DIRECTORY);
        } catch (DmaBufException noPins) {
            return load(noPins);
        }
    }

    private static BpfStats load(DmaBufException noPins) throws DmaBufException {
        try {
            return new BpfStats(LoadedIterators.load());
        } catch (DmaBufException notLoaded) {
            if (!PinnedIterators.isAnyIn(PinnedIterators.DEFAULT_DIRECTORY)) {
                throw notLoaded;
            }
            // Whoever made them meant this user to read them.
            noPins.addSuppressed(notLoaded);
            throw noPins;
        }
    }

    /** Opens this source, or a pin of Android's if this user may read that alone. */
    static StatsSource openAny() throws DmaBufException {
        try {
            return open();
        } catch (DmaBufException failure) {
            return openAndroid(failure);
        }
    }

    private static StatsSource openAndroid(DmaBufException failure) throws DmaBufException {
        try {
            return AndroidStats.open(AndroidPin.FILE, String.valueOf(failure.getMessage()));
        } catch (DmaBufException noPin) {
            throw failure;
        }
    }

    /**
     * Uses pins only.
     *
     * @param directory where they are
     * @return the view
     * @throws UnsupportedKernelException if there are none of this version of dmabuf4j (ENOENT)
     * @throws NoPermissionException if this user may not read them (EACCES)
     * @throws DmaBufException if they cannot be read for another reason
     */
    public static BpfStats open(Path directory) throws DmaBufException {
        return new BpfStats(PinnedIterators.in(directory));
    }

    /**
     * A view that does not look for holders: from Linux 6.16 on one pass over the buffers, whatever the number of processes.
     * Before, all buffers that are seen are those that processes hold, and the view reports the same.
     *
     * @return another view of the same programs. To close one of the two closes both
     */
    public BpfStats withoutHolders() {
        return new BpfStats(iterators, this);
    }

    @Override
    public String name() {
        return "bpf";
    }

    @Override
    public synchronized SourceReading read() throws DmaBufException {
        BpfBuffers buffers = new BpfBuffers();
        boolean isWhole = !iterators.listsBuffers() || list(buffers);
        if (looksForHolders()) {
            buffers = withHolders(buffers);
        }
        if (isWhole && iterators.listsBuffers() && buffers.unknown() > 0) {
            // Allocated since. What is still unknown then was freed.
            list(buffers);
        }
        return new SourceReading(
                capabilities(buffers, isWhole),
                buffers.toInfo(!isWhole),
                isWhole ? buffers.unknown() : 0,
                iterators.listsBuffers() ? buffers.unreadable() : List.of(),
                isWhole ? iterators.whyNoList().map(BpfStats::noList).stream().toList() : List.of(cut()));
    }

    private boolean looksForHolders() {
        return origin == null || !iterators.listsBuffers();
    }

    /** Returns whether the kernel has listed all of them. */
    private boolean list(BpfBuffers buffers) throws DmaBufException {
        int before = buffers.listed();
        PassSize size = reader.read(IteratorProgram.BUFFERS, buffers);
        if (!size.mayBeCut()) {
            return true;
        }
        reader.read(IteratorProgram.COUNT, buffers);
        return buffers.listed() - before >= buffers.count();
    }

    private BpfBuffers withHolders(BpfBuffers buffers) throws DmaBufException {
        BpfBuffers all = buffers;
        if (iterators.listsBuffers()) {
            reader.read(IteratorProgram.TABLES, all);
        }
        if (!iterators.listsBuffers() || all.hasUnread()) {
            all = buffers.withoutHolders();
            reader.read(IteratorProgram.FILES, all);
        }
        all.beginMappings();
        reader.read(IteratorProgram.MAPPINGS, all);
        return all;
    }

    private Set<StatsCapability> capabilities(BpfBuffers buffers, boolean isWhole) {
        Set<StatsCapability> capabilities =
                EnumSet.copyOf(iterators.listsBuffers() && isWhole ? OF_ALL_BUFFERS : OF_HELD_BUFFERS);
        if (!isWhole) {
            // Of the buffers that are missing in the list nothing else is known.
            capabilities.remove(StatsCapability.SIZE_AND_EXPORTER);
        }
        if (!looksForHolders()) {
            capabilities.removeAll(OF_PROCESSES);
        } else if (!buffers.allProcesses()) {
            capabilities.remove(StatsCapability.ALL_HOLDERS);
        }
        return capabilities;
    }

    private static Note noList(String why) {
        return new Note("the list of all buffers cannot be read by BPF", List.of(why));
    }

    private static Note cut() {
        return new Note(
                "this kernel ended its list of buffers before the last one",
                List.of("Linux 6.16 and 6.17 do so from some hundred buffers on", "other sources report the rest"));
    }

    @Override
    public synchronized Set<Long> inodes() throws DmaBufException {
        BpfBuffers buffers = new BpfBuffers();
        if (!iterators.listsBuffers()) {
            buffers = withHolders(buffers);
        } else if (!list(buffers)) {
            throw new DmaBufException("read", "the list of buffers", 0, cut().sentence());
        }
        return buffers.toInfo(false).stream().map(BufferInfo::inode).collect(Collectors.toSet());
    }

    /** Unloads the programs, if this object has loaded them. Further calls do nothing; a later reading is an error. */
    @Override
    public void close() {
        iterators.close();
    }
}
