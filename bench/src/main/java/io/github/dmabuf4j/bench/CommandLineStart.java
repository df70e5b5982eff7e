// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench;

import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Param;

/** Commands, as the launcher starts them, from the start of the JVM to its end. */
public class CommandLineStart extends Machine {
    /** The first release whose archives of classes are caches. */
    private static final int CACHES_SINCE = 25;

    private static final String MAIN = "io.github.dmabuf4j.cli.Main";

    @Param(SMALL)
    public String machine;

    @Override
    protected String numbers() {
        return machine;
    }

    private static List<String> dmabuf(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Programs.java(),
                "@" + Programs.of("jvm.options"),
                archiveOption() + Programs.of("dmabuf.archive"),
                "-cp",
                Programs.of("dmabuf.jar").toString(),
                MAIN));
        command.addAll(List.of(arguments));
        return command;
    }

    private static String archiveOption() {
        return Runtime.version().feature() >= CACHES_SINCE ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=";
    }

    private static List<String> ls(String sources) {
        return dmabuf("ls", "--source", sources);
    }

    /** What every command takes. */
    @Figure(operation = "dmabuf --version", kind = Figure.Kind.PROCESS)
    public List<String> version() {
        return dmabuf("--version");
    }

    @Figure(operation = "ls, sysfs+procfs", kind = Figure.Kind.PROCESS, needs = "sysfs")
    @Headline
    public List<String> bySysfsAndProcfs() {
        return ls("sysfs,procfs");
    }

    @Figure(operation = "ls, procfs", kind = Figure.Kind.PROCESS)
    public List<String> byProcfs() {
        return ls("procfs");
    }

    @Figure(operation = "ls, bpf", kind = Figure.Kind.PROCESS, needs = "bpf")
    @Headline
    public List<String> byBpf() {
        return ls("bpf");
    }
}
