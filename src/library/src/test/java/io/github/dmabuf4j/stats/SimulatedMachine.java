// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import io.github.dmabuf4j.support.BufferBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A machine in simulated time, whose processes allocate and free buffers as a random number generator says. */
final class SimulatedMachine {
    static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
    static final long PAGE = 4096;

    private static final long FOR_EVER = Long.MAX_VALUE;

    private final Random random;
    private final List<Consumer<SimulatedMachine>> programs = new ArrayList<>();
    private final TreeMap<Long, BufferInfo> buffers = new TreeMap<>();
    private final TreeMap<Long, Long> ends = new TreeMap<>();
    private Set<StatsCapability> known = EnumSet.allOf(StatsCapability.class);
    private String boot = "boot";
    private long second;
    private long inode;

    SimulatedMachine(long seed) {
        random = new Random(seed);
    }

    long second() {
        return second;
    }

    /** Runs a program every second. */
    SimulatedMachine with(Consumer<SimulatedMachine> program) {
        programs.add(program);
        return this;
    }

    /** A process allocates as many buffers a minute, in batches, each of which lives for a random time around a mean. */
    SimulatedMachine churn(int pid, String name, double perMinute, int batch, double meanSeconds) {
        return with(machine -> machine.allocateByChance(pid, name, perMinute, batch, meanSeconds));
    }

    private void allocateByChance(int pid, String name, double perMinute, int batch, double meanSeconds) {
        double expected = perMinute / 60 / batch;
        while (random.nextDouble() < expected) {
            long life = Math.round(-meanSeconds * Math.log(1 - random.nextDouble()));
            for (int i = 0; i < batch; i++) {
                allocate(pid, name, (1 + random.nextInt(4)) * PAGE, life);
            }
            expected -= 1;
        }
    }

    /** A process leaks a buffer of two pages every so many seconds. */
    SimulatedMachine leak(int pid, String name, long every) {
        return with(machine -> {
            if (machine.second % every == every / 2) {
                machine.allocate(pid, name, 2 * PAGE, FOR_EVER);
            }
        });
    }

    void allocate(int pid, String name, long size, long seconds) {
        inode++;
        BufferInfo buffer = BufferBuilder.buffer(inode)
                .size(size)
                .exporter("system")
                .name(name)
                .heldBy(pid)
                .toInfo();
        buffers.put(inode, buffer);
        ends.put(inode, seconds == FOR_EVER ? FOR_EVER : second + seconds);
    }

    /** Frees what a process has. */
    void end(int pid) {
        buffers.values().removeIf(
                        buffer -> buffer.holders().stream().anyMatch(holder -> holder.process()
                                .equals(BufferBuilder.process(pid))));
    }

    /** Leaves buffers of a process to the kernel. */
    void drop(int pid, int count) {
        buffers.values().stream()
                .filter(buffer ->
                        buffer.holders().stream().anyMatch(holder -> holder.process().pid() == pid))
                .limit(count)
                .toList()
                .forEach(buffer -> buffers.put(buffer.inode(), buffer.heldBy(List.of())));
    }

    void restart() {
        boot = "next " + boot;
        buffers.clear();
    }

    void knows(Set<StatsCapability> capabilities) {
        known = capabilities;
    }

    /** Lets seconds pass. */
    void run(Duration duration) {
        for (long i = 0; i < duration.toSeconds(); i++) {
            second++;
            programs.forEach(program -> program.accept(this));
            buffers.keySet().removeIf(one -> ends.getOrDefault(one, 0L) <= second);
        }
    }

    Snapshot snapshot() {
        SourceReport source = new SourceReport("bpf", known, 0, List.of(), List.of());
        List<BufferInfo> all = buffers.values().stream()
                .sorted(Comparator.comparingLong(BufferInfo::inode))
                .toList();
        return new Snapshot(START.plusSeconds(second), boot, "6.1.0", all, List.of(source), 0, List.of());
    }

    /** Adds a snapshot every ten seconds, and returns all suspects that there were after each. */
    List<LeakSuspect> watch(LeakWatch watch, Duration duration) {
        return Stream.iterate(0L, passed -> passed < duration.toSeconds(), passed -> passed + 10)
                .flatMap(passed -> {
                    watch.add(snapshot());
                    run(Duration.ofSeconds(10));
                    return watch.suspects().stream();
                })
                .toList();
    }
}
