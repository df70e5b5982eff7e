// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.stats.LeakSuspect;
import io.github.dmabuf4j.stats.LeakWatch;
import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.stats.SourceReport;
import io.github.dmabuf4j.stats.StatsCapability;
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
public final class SimulatedMachine {
    public static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
    public static final long PAGE = 4096;

    private static final long FOR_EVER = Long.MAX_VALUE;

    private final Random random;
    private final List<Consumer<SimulatedMachine>> programs = new ArrayList<>();
    private final TreeMap<Long, BufferInfo> buffers = new TreeMap<>();
    private final TreeMap<Long, Long> ends = new TreeMap<>();
    private Set<StatsCapability> known = EnumSet.allOf(StatsCapability.class);
    private String boot = "boot";
    private long second;
    private long clockSetBy;
    private long inode;

    public SimulatedMachine(long seed) {
        random = new Random(seed);
    }

    /** The time since the start. */
    public long second() {
        return second;
    }

    /** Runs a program every second. */
    public SimulatedMachine with(Consumer<SimulatedMachine> program) {
        programs.add(program);
        return this;
    }

    /** A process allocates as many buffers a minute, in batches, each of which lives for a random time around a mean. */
    public SimulatedMachine churn(int pid, String name, double perMinute, int batch, double meanSeconds) {
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
    public SimulatedMachine leak(int pid, String name, long every) {
        return with(machine -> {
            if (machine.second % every == every / 2) {
                machine.allocate(pid, name, 2 * PAGE, FOR_EVER);
            }
        });
    }

    /** A process allocates a buffer that it frees after so many seconds. */
    public void allocate(int pid, String name, long size, long seconds) {
        inode++;
        buffers.put(inode, buffer(inode, name, size).heldBy(pid).toInfo());
        ends.put(inode, seconds == FOR_EVER ? FOR_EVER : second + seconds);
    }

    private static BufferBuilder buffer(long number, String name, long size) {
        return BufferBuilder.buffer(number).size(size).exporter("system").name(name);
    }

    private static boolean isHeldBy(BufferInfo buffer, int pid) {
        return buffer.holders().stream().anyMatch(holder -> holder.process().pid() == pid);
    }

    /** Frees what a process has. */
    public void end(int pid) {
        buffers.values().removeIf(buffer -> isHeldBy(buffer, pid));
    }

    /** Leaves buffers of a process to the kernel. */
    public void drop(int pid, int count) {
        buffers.values().stream()
                .filter(buffer -> isHeldBy(buffer, pid))
                .limit(count)
                .toList()
                .forEach(held -> buffers.put(
                        held.inode(),
                        buffer(
                                        held.inode(),
                                        held.name().orElseThrow(),
                                        held.size().orElseThrow())
                                .toInfo()));
    }

    /** Another boot, without buffers. */
    public void restart() {
        boot = "next " + boot;
        buffers.clear();
    }

    /** Sets its clock by so many seconds. */
    public void setClock(long seconds) {
        clockSetBy += seconds;
    }

    /** What its source reports from now on. */
    public void knows(Set<StatsCapability> capabilities) {
        known = capabilities;
    }

    /** Lets seconds pass. */
    public void run(Duration duration) {
        for (long i = 0; i < duration.toSeconds(); i++) {
            second++;
            programs.forEach(program -> program.accept(this));
            buffers.keySet().removeIf(one -> ends.getOrDefault(one, 0L) <= second);
        }
    }

    /** Its buffers now. */
    public Snapshot snapshot() {
        SourceReport source = new SourceReport("bpf", known, 0, List.of(), List.of());
        List<BufferInfo> all = buffers.values().stream()
                .sorted(Comparator.comparingLong(BufferInfo::inode))
                .toList();
        return new Snapshot(START.plusSeconds(second + clockSetBy), boot, "6.1.0", all, List.of(source), 0, List.of());
    }

    /** Adds a snapshot every ten seconds, and returns all suspects that there were after each. */
    public List<LeakSuspect> watch(LeakWatch watch, Duration duration) {
        return Stream.iterate(0L, passed -> passed < duration.toSeconds(), passed -> passed + 10)
                .flatMap(passed -> {
                    watch.add(snapshot());
                    run(Duration.ofSeconds(10));
                    return watch.suspects().stream();
                })
                .toList();
    }
}
