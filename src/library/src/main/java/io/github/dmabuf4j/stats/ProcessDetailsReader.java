// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import io.github.dmabuf4j.internal.procfs.ProcessFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Reads details of the processes that hold buffers. Serves one snapshot. */
final class ProcessDetailsReader {
    private final Path root;
    private final Set<ProcessDetail> wanted;
    private final Map<ProcessId, ProcessDetails> known = new HashMap<>();

    /**
     * Reads from a procfs.
     *
     * @param root where it is mounted
     * @param wanted what to read
     */
    ProcessDetailsReader(Path root, Set<ProcessDetail> wanted) {
        this.root = root;
        this.wanted = wanted;
    }

    /** The same buffers, with the details of their holders. */
    List<BufferInfo> addTo(List<BufferInfo> buffers) {
        if (wanted.isEmpty()) {
            return buffers;
        }
        boolean any = false;
        for (BufferInfo buffer : buffers) {
            for (Holder holder : buffer.holders()) {
                // No stop at the first: this reads them all.
                any |= !of(holder.process()).equals(ProcessDetails.NONE);
            }
        }
        return any ? buffers.stream().map(this::withDetails).toList() : buffers;
    }

    private BufferInfo withDetails(BufferInfo buffer) {
        return buffer.holders().isEmpty()
                ? buffer
                : buffer.heldBy(buffer.holders().stream().map(this::withDetails).toList());
    }

    private Holder withDetails(Holder holder) {
        return new Holder(holder.process().with(of(holder.process())), holder.fds(), holder.mappings());
    }

    private ProcessDetails of(HoldingProcess process) {
        return known.computeIfAbsent(process.id(), id -> read(process));
    }

    private ProcessDetails read(HoldingProcess process) {
        ProcessFacts facts = new ProcessFacts(root, process.pid());
        Optional<String> program =
                wanted.contains(ProcessDetail.PROGRAM) ? facts.program(process.command()) : Optional.empty();
        Optional<ControlGroup> group = wanted.contains(ProcessDetail.CONTROL_GROUP)
                ? facts.controlGroup().map(ControlGroup::new)
                : Optional.empty();
        ProcessDetails details = withUser(process.pid(), program, group);
        boolean isOfProcess = details.equals(ProcessDetails.NONE) || facts.isStillThere(process.startTicks());
        return isOfProcess ? details : ProcessDetails.NONE;
    }

    /** The owner of the directory is the effective user. */
    private ProcessDetails withUser(int pid, Optional<String> program, Optional<ControlGroup> group) {
        if (wanted.contains(ProcessDetail.USER)) {
            try {
                Map<String, Object> owner = Files.readAttributes(root.resolve(Integer.toString(pid)), "unix:uid,owner");
                if (owner.get("uid") instanceof Integer uid && owner.get("owner") instanceof UserPrincipal user) {
                    // A user without a name has its number in place of it.
                    Optional<String> name =
                            Optional.of(user.getName()).filter(text -> !text.equals(Integer.toString(uid)));
                    return new ProcessDetails(program, group, OptionalLong.of(Integer.toUnsignedLong(uid)), name);
                }
            } catch (IOException ended) {
                return new ProcessDetails(program, group, OptionalLong.empty(), Optional.empty());
            }
        }
        return new ProcessDetails(program, group, OptionalLong.empty(), Optional.empty());
    }
}
