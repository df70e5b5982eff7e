// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import io.github.dmabuf4j.cli.io.BadRequestException;
import io.github.dmabuf4j.cli.recording.RecordingWriter;
import io.github.dmabuf4j.internal.sys.ErrorNumber;
import io.github.dmabuf4j.internal.sys.KernelFile;
import io.github.dmabuf4j.internal.sys.ProcessCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The process that records to a file, which has locked it. */
final class RunningRecorder {
    /** A line such as "1: POSIX  ADVISORY  WRITE 123 00:2a:5678 0 EOF". */
    private static final Pattern LOCK =
            Pattern.compile("[0-9]+: POSIX +ADVISORY +WRITE +([1-9][0-9]{0,8}) [0-9a-f]+:[0-9a-f]+:([0-9]+) .*");

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Path file;

    RunningRecorder(Path file) {
        this.file = file;
    }

    /** Asks it for a sample, and waits until the sample is in the file. */
    void sampleNow() throws BadRequestException {
        if (!Files.isRegularFile(file)) {
            throw new BadRequestException("nobody records to " + file + ": there is no such file");
        }
        try {
            ask();
        } catch (BadRequestException refused) {
            throw refused;
        } catch (IOException failure) {
            throw new BadRequestException("cannot read " + file + ": " + BadRequestException.reason(failure));
        }
    }

    private void ask() throws IOException {
        int pid = recorder()
                .orElseThrow(() -> new BadRequestException("no process that this user may see records to " + file
                        + "; 'dmabuf record --out " + file + "' does"));
        requireRecorder(pid);
        State before = State.of(file);
        int result = ProcessCalls.sendUserSignal(pid);
        if (result < 0) {
            throw new BadRequestException(
                    "cannot ask process " + pid + " for a sample: " + ErrorNumber.describe(-result));
        }
        awaitChange(before, pid);
    }

    /** Other programs lock files as well. To some the signal means something else, and others it ends. */
    private void requireRecorder(int pid) throws IOException {
        if (!RecordingWriter.isRecording(file)) {
            throw new BadRequestException(file + " is not a recording, or has no sample yet");
        }
        if (!ProcessCalls.handlesUserSignal(
                KernelFile.readAll("/proc/" + pid + "/status").text())) {
            throw new BadRequestException("process " + pid + " records to " + file + " and takes no requests");
        }
    }

    private OptionalInt recorder() throws IOException {
        String inode = Files.getAttribute(file, "unix:ino").toString();
        return KernelFile.readAll("/proc/locks")
                .text()
                .lines()
                .map(LOCK::matcher)
                .filter(lock -> lock.matches() && lock.group(2).equals(inode))
                .mapToInt(RunningRecorder::pid)
                .filter(this::hasOpen)
                .findFirst();
    }

    private static int pid(Matcher lock) {
        return Integer.parseInt(lock.group(1));
    }

    /** A file of another file system may have the same inode. */
    private boolean hasOpen(int pid) {
        try (Stream<Path> open = Files.list(Path.of("/proc", Integer.toString(pid), "fd"))) {
            return open.anyMatch(this::isFile);
        } catch (IOException unseen) {
            return false;
        }
    }

    private boolean isFile(Path descriptor) {
        try {
            return Files.isSameFile(descriptor, file);
        } catch (IOException closed) {
            return false;
        }
    }

    /** What changes when a sample is appended, also where older ones are dropped. */
    private record State(Object inode, long size) {
        static State of(Path file) throws IOException {
            return new State(Files.getAttribute(file, "unix:ino"), Files.size(file));
        }
    }

    private void awaitChange(State before, int pid) throws IOException {
        long start = System.nanoTime();
        while (State.of(file).equals(before)) {
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                throw new BadRequestException("process " + pid + " has not written a sample to " + file + " within "
                        + PATIENCE.toSeconds() + " s");
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
