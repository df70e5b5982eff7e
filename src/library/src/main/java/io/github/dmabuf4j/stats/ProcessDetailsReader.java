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
    private static final String UID = "uid";
    private static final String OWNER = "owner";

    private final Path root;
    private final Set<ProcessDetail> wanted;
    private final Map<ProcessId, HoldingProcess> known = new HashMap<>();
    private boolean any;

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
        for (BufferInfo buffer : buffers) {
            for (Holder holder : buffer.holders()) {
                detailed(holder.process());
            }
        }
        return any ? buffers.stream().map(this::withDetails).toList() : buffers;
    }

    private BufferInfo withDetails(BufferInfo buffer) {
        return buffer.holders().isEmpty()
                ? buffer
                : buffer.heldBy(FewElements.map(buffer.holders(), this::withDetails));
    }

    private Holder withDetails(Holder holder) {
        return new Holder(detailed(holder.process()), holder.fds(), holder.mappings());
    }

    /** Reads each process once. If its name changes meanwhile, it has the first one everywhere. */
    private HoldingProcess detailed(HoldingProcess process) {
        return known.computeIfAbsent(process.id(), id -> process.with(read(process)));
    }

    private ProcessDetails read(HoldingProcess process) {
        ProcessFacts facts = new ProcessFacts(root, process.pid());
        Optional<String> program =
                wanted.contains(ProcessDetail.PROGRAM) ? facts.program(process.command()) : Optional.empty();
        Optional<ControlGroup> group = wanted.contains(ProcessDetail.CONTROL_GROUP)
                ? facts.controlGroup().map(ControlGroup::new)
                : Optional.empty();
        Map<String, Object> owner = wanted.contains(ProcessDetail.USER) ? owner(process.pid()) : Map.of();
        ProcessDetails details = new ProcessDetails(program, group, uid(owner), user(owner));
        if (!details.isKnown() || !facts.isStillThere(process.startTicks())) {
            return ProcessDetails.NONE;
        }
        any = true;
        return details;
    }

    /** The owner of the directory is the effective user. Empty if the process has ended. */
    private Map<String, Object> owner(int pid) {
        try {
            return Files.readAttributes(root.resolve(Integer.toString(pid)), "unix:" + UID + "," + OWNER);
        } catch (IOException ended) {
            return Map.of();
        }
    }

    private static OptionalLong uid(Map<String, Object> owner) {
        return owner.get(UID) instanceof Integer uid
                ? OptionalLong.of(Integer.toUnsignedLong(uid))
                : OptionalLong.empty();
    }

    /** A user without a name has its number in place of it. */
    private static Optional<String> user(Map<String, Object> owner) {
        return owner.get(OWNER) instanceof UserPrincipal user
                ? Optional.of(user.getName()).filter(name -> !name.equals(String.valueOf(owner.get(UID))))
                : Optional.empty();
    }
}
