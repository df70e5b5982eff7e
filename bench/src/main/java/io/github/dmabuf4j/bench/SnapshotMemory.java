// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench;

import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Param;

/** A JVM that keeps taking snapshots of the machine: how much memory it occupies, by the heap that it may use. */
public class SnapshotMemory extends Machine {
    /** The options that docs/performance.md recommends. */
    static final List<String> SMALL_HEAP = List.of("-XX:+UseSerialGC", "-Xmx40m", "-XX:TieredStopAtLevel=1");

    private static final String[] WITHOUT_BPF = {"sysfs", "debugfs", "procfs"};
    private static final String SNAPSHOTS = "8";

    @Param(LARGE)
    public String machine;

    @Override
    protected String numbers() {
        return machine;
    }

    private static List<String> snapshots(List<String> options, String... sources) {
        List<String> command = new ArrayList<>(List.of(Programs.java()));
        command.addAll(options);
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(List.of("-cp", Programs.jar().toString(), SnapshotLoop.class.getName(), SNAPSHOTS));
        command.addAll(List.of(sources));
        return command;
    }

    @Figure(operation = "8 snapshots, default heap", kind = Figure.Kind.PROCESS, needs = "sysfs")
    public List<String> byDefault() {
        return snapshots(List.of(), WITHOUT_BPF);
    }

    @Figure(operation = "8 snapshots, small heap", kind = Figure.Kind.PROCESS, needs = "sysfs")
    public List<String> small() {
        return snapshots(SMALL_HEAP, WITHOUT_BPF);
    }

    @Figure(operation = "8 snapshots, bpf, small heap", kind = Figure.Kind.PROCESS, needs = "bpf")
    public List<String> smallByBpf() {
        return snapshots(SMALL_HEAP, "bpf");
    }
}
