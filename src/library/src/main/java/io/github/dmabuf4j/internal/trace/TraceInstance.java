// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.trace;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.DirectoryNames;
import io.github.dmabuf4j.internal.sys.KernelFile;
import io.github.dmabuf4j.internal.sys.PathCalls;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A buffer of the kernel's for the events of one process, beside that of the machine, and the probes that write to it. Both have the
 * number of the process in their names, so that what a killed process has left can be removed.
 */
final class TraceInstance {
    private static final String PREFIX = "dmabuf4j_";
    private static final Pattern NAME = Pattern.compile(PREFIX + "[0-9]{1,9}");

    /** A probe at a return has a number before its name: how many calls it follows at once. */
    private static final Pattern PROBE = Pattern.compile("[pr][0-9]*:((" + PREFIX + "[0-9]{1,9})/\\w+) .*");

    /** A new instance begins with the options of the machine's trace, which may be any. */
    private static final List<String> OPTIONS = List.of(
            "context-info",
            "irq-info",
            "record-cmd",
            "overwrite",
            "noverbose",
            "noraw",
            "nohex",
            "nobin",
            "nofields",
            "nolatency-format",
            "nostacktrace",
            "nouserstacktrace");

    /** How often another trace can take a new instance for one that was left. */
    private static final int TRIES = 3;

    private static final Pattern LOST =
            Pattern.compile("^(?:overrun|commit overrun|dropped events): ([0-9]{1,18})$", Pattern.MULTILINE);

    /** Name, hits and misses. */
    private static final Pattern PROFILE = Pattern.compile("^ *(\\w+) +[0-9]+ +([0-9]{1,18})$", Pattern.MULTILINE);

    /** For all probes of the machine. */
    static final String PROBES_SWITCH = "/sys/kernel/debug/kprobes/enabled";

    private static final int OWNER_ONLY = 0700;
    private static final long KIBIBYTE = 1024;

    private final String root;
    private final String name;
    private final InstanceHold hold;

    /**
     * Names one.
     *
     * @param root where tracefs is mounted
     */
    TraceInstance(String root, long pid) {
        this.root = root;
        this.name = PREFIX + pid;
        this.hold = new InstanceHold(path() + "/tracing_on");
    }

    /**
     * Removes what processes have left that are gone. The kernel refuses to remove an instance that is held, so nothing depends on
     * numbers of processes: those of a container are not those outside of it, and the kernel uses each again.
     */
    static void removeLeft(String root) {
        String instances = root + "/instances";
        matching(instances).forEach(instance -> PathCalls.removeDirectory(instances + "/" + instance));
        List<String> left = KernelFile.readAll(probes(root)).text().lines().toList();
        // An instance is made before its probes: that of a probe read above is listed here.
        Set<String> held = matching(instances).collect(Collectors.toSet());
        left.stream()
                .map(PROBE::matcher)
                .filter(form -> form.matches() && !held.contains(form.group(2)))
                .forEach(form -> TraceFiles.tryWrite(probes(root), "-:" + form.group(1)));
    }

    private static Stream<String> matching(String instances) {
        return DirectoryNames.of(instances).names().stream().filter(NAME.asMatchPredicate());
    }

    private static String probes(String root) {
        return root + "/dynamic_events";
    }

    String path() {
        return root + "/instances/" + name;
    }

    /** Makes it, for the caller to remove. */
    void make() throws DmaBufException {
        int result = -LibC.ENOENT();
        for (int tries = 0; tries < TRIES && result == -LibC.ENOENT(); tries++) {
            makeDirectory();
            result = hold.take();
        }
        if (result < 0) {
            PathCalls.removeDirectory(path());
        }
        TraceFiles.check("open", hold.target(), result);
    }

    private void makeDirectory() throws DmaBufException {
        int result = PathCalls.makeDirectory(path(), OWNER_ONLY);
        if (result == -LibC.EEXIST()) {
            throw new DmaBufException("mkdir", path(), -result, "a process with this number has a live trace already");
        }
        if (result == -LibC.EINVAL()) {
            throw new DmaBufException(
                    "mkdir",
                    path(),
                    -result,
                    "the kernel allows no tracing, as where it is locked down (lockdown=confidentiality)");
        }
        TraceFiles.check("mkdir", path(), result);
    }

    /** Sets what does not depend on the events. Nothing is recorded before {@link #begin}. */
    void configure(long bytesPerProcessor) throws DmaBufException {
        set("tracing_on", "0");
        // One that this kernel does not have is not set.
        OPTIONS.forEach(option -> TraceFiles.tryWrite(path() + "/trace_options", option));
        // The clock of System.nanoTime.
        set("trace_clock", "mono");
        set("options/record-tgid", "1");
        // Wakes the reader at the first event, not when half of the buffer is full.
        set("buffer_percent", "0");
        set("buffer_size_kb", Long.toString(Math.max(1, bytesPerProcessor / KIBIBYTE)));
    }

    private void set(String file, String value) throws DmaBufException {
        TraceFiles.write(path() + "/" + file, value);
    }

    void begin() throws DmaBufException {
        set("tracing_on", "1");
    }

    /** Ends the recording. What was recorded can still be read. */
    void end() throws DmaBufException {
        set("tracing_on", "0");
    }

    /** Lets this kind of event be recorded. Returns whether this kernel can. */
    boolean enable(EventKind kind) {
        boolean isEnabled = false;
        for (String event : kind.events()) {
            isEnabled |= enable("dma_buf/" + event) || enableProbe(Probe.of(event));
        }
        return isEnabled;
    }

    /** The directory that describes what is recorded of a kind. */
    String description(EventKind kind) {
        String event = kind.events().get(0);
        String ofTracepoint = root + "/events/dma_buf/" + event;
        return DirectoryNames.of(ofTracepoint).isRead() ? ofTracepoint : root + "/events/" + name + "/" + event;
    }

    private boolean enableProbe(Probe probe) {
        String event = name + "/" + probe.eventName();
        return !areProbesOff()
                && TraceFiles.tryWrite(probes(root), probe.definition(name)) == 0
                && probe.filter()
                        .filter(condition -> TraceFiles.tryWrite(file(event, "filter"), condition) < 0)
                        .isEmpty()
                && enable(event);
    }

    /** Whether they are made and report nothing. In a kernel that has no debugfs nobody can have switched them off. */
    static boolean areProbesOff() {
        return KernelFile.read(PROBES_SWITCH).text().startsWith("0");
    }

    private boolean enable(String event) {
        return TraceFiles.tryWrite(file(event, "enable"), "1") == 0;
    }

    private String file(String event, String file) {
        return path() + "/events/" + event + "/" + file;
    }

    /** How many events the kernel could not keep. */
    long lost() {
        return overwritten() + missed();
    }

    private long overwritten() {
        String processors = path() + "/per_cpu";
        return DirectoryNames.of(processors).names().stream()
                .mapToLong(processor -> lost(processors + "/" + processor + "/stats"))
                .sum();
    }

    /**
     * How many calls the probes did not follow. No event and no statistics of the buffer have them. The rows have the names of probes
     * without their groups: while two traces run each counts those of both, so this is an upper bound.
     */
    private long missed() {
        Matcher rows =
                PROFILE.matcher(KernelFile.readAll(root + "/kprobe_profile").text());
        long sum = 0;
        while (rows.find()) {
            sum += Probe.isOne(rows.group(1)) ? Long.parseLong(rows.group(2)) : 0;
        }
        return sum;
    }

    private static long lost(String file) {
        Matcher counts = LOST.matcher(KernelFile.readAll(file).text());
        long sum = 0;
        while (counts.find()) {
            sum += Long.parseLong(counts.group(1));
        }
        return sum;
    }

    /** Removes it with its probes. Its pipe is closed. */
    void remove() throws DmaBufException {
        hold.close();
        int result = PathCalls.removeDirectory(path());
        if (result == -LibC.EBUSY()) {
            // Somebody else reads it. Without events it costs nothing.
            TraceFiles.tryWrite(path() + "/events/enable", "0");
        }
        for (Probe probe : Probe.values()) {
            TraceFiles.tryWrite(probes(root), probe.removal(name));
        }
        if (result != -LibC.ENOENT()) {
            TraceFiles.check("rmdir", path(), result);
        }
    }
}
