// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import io.github.dmabuf4j.stats.Attachment;
import io.github.dmabuf4j.stats.BufferFence;
import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.stats.ControlGroup;
import io.github.dmabuf4j.stats.Holder;
import io.github.dmabuf4j.stats.HoldingProcess;
import io.github.dmabuf4j.stats.MappedRange;
import io.github.dmabuf4j.stats.ProcessDetails;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Builds the information about a buffer. A test sets only what matters to it. */
public final class BufferBuilder {
    private final long inode;
    private OptionalLong size = OptionalLong.empty();
    private Optional<String> exporter = Optional.empty();
    private Optional<String> name = Optional.empty();
    private OptionalLong references = OptionalLong.empty();
    private final List<Holder> holders = new ArrayList<>();
    private final List<Attachment> attachments = new ArrayList<>();
    private final List<BufferFence> fences = new ArrayList<>();

    private BufferBuilder(long inode) {
        this.inode = inode;
    }

    /** Returns a builder of a buffer of which only the inode is known. */
    public static BufferBuilder buffer(long inode) {
        return new BufferBuilder(inode);
    }

    public BufferBuilder size(long bytes) {
        size = OptionalLong.of(bytes);
        return this;
    }

    public BufferBuilder exporter(String text) {
        exporter = Optional.of(text);
        return this;
    }

    public BufferBuilder name(String text) {
        name = Optional.of(text);
        return this;
    }

    public BufferBuilder references(long count) {
        references = OptionalLong.of(count);
        return this;
    }

    /** Adds holders by pid: processes of {@link #process}, each with descriptor 3. */
    public BufferBuilder heldBy(int... pids) {
        for (int pid : pids) {
            held(new Holder(process(pid), List.of(3), List.of()));
        }
        return this;
    }

    public BufferBuilder held(Holder holder) {
        holders.add(holder);
        return this;
    }

    public BufferBuilder attached(String device) {
        return attached(new Attachment(device, OptionalLong.empty(), OptionalLong.empty()));
    }

    public BufferBuilder attached(String device, long uid, long mapCounter) {
        return attached(new Attachment(device, OptionalLong.of(uid), OptionalLong.of(mapCounter)));
    }

    public BufferBuilder attached(Attachment attachment) {
        attachments.add(attachment);
        return this;
    }

    public BufferBuilder fence(BufferFence fence) {
        fences.add(fence);
        return this;
    }

    public BufferInfo toInfo() {
        return new BufferInfo(inode, size, exporter, name, references, holders, attachments, fences);
    }

    /** Returns the process {@code p<pid>}, which started at 100 times its pid. */
    public static HoldingProcess process(int pid) {
        return new HoldingProcess(pid, "p" + pid, pid * 100L);
    }

    /** Returns a holder with these descriptors, and mappings of these lengths at offset 0. */
    public static Holder holder(HoldingProcess process, List<Integer> fds, long... mappedLengths) {
        List<MappedRange> ranges = new ArrayList<>();
        for (long length : mappedLengths) {
            ranges.add(new MappedRange(0, length));
        }
        return new Holder(process, fds, ranges);
    }

    /** Returns details of a process; a text is null where it is not known. */
    public static ProcessDetails details(
            @Nullable String program, @Nullable String group, long uid, @Nullable String user) {
        return new ProcessDetails(
                Optional.ofNullable(program),
                Optional.ofNullable(group).map(ControlGroup::new),
                OptionalLong.of(uid),
                Optional.ofNullable(user));
    }
}
