// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import jdk.jfr.EventSettings;
import jdk.jfr.Recording;
import jdk.jfr.RecordingState;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** A recording of this JVM by Flight Recorder, with the library's events of any duration. */
public final class FlightRecording implements AutoCloseable {
    private static final String PREFIX = "dmabuf4j.";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Recording recording = new Recording();

    /** Starts it. */
    public void start() {
        for (String name : List.of("CpuAccess", "FenceWait")) {
            enable(name).withThreshold(Duration.ZERO);
        }
        recording.start();
    }

    /** Enables an event of the library. */
    public EventSettings enable(String name) {
        return recording.enable(PREFIX + name);
    }

    /** Disables an event of the library. */
    public void disable(String name) {
        recording.disable(PREFIX + name);
    }

    /** Ends the recording, and returns the library's events of this name. The first call writes it into the directory. */
    public List<RecordedEvent> events(Path directory, String name) throws IOException {
        Path file = directory.resolve("recording.jfr");
        if (recording.getState() == RecordingState.RUNNING) {
            recording.stop();
            recording.dump(file);
        }
        return read(file, name);
    }

    /** Waits until there is such an event, but not longer than half a minute. A periodic event may come later than its period. */
    public void await(Path directory, String name, Predicate<RecordedEvent> condition)
            throws IOException, InterruptedException {
        Path file = directory.resolve("awaited.jfr");
        long start = System.nanoTime();
        do {
            Thread.sleep(100);
            recording.dump(file);
        } while (read(file, name).stream().noneMatch(condition) && System.nanoTime() - start < PATIENCE.toNanos());
    }

    private static List<RecordedEvent> read(Path file, String name) throws IOException {
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().equals(PREFIX + name))
                .toList();
    }

    @Override
    public void close() {
        recording.close();
    }
}
