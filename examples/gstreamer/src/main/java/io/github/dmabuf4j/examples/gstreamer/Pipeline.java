// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.gstreamer;

import static java.lang.foreign.ValueLayout.ADDRESS;

import io.github.dmabuf4j.examples.common.Failure;
import io.github.dmabuf4j.examples.gstreamer.gen.GStreamer;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A pipeline in the notation of gst-launch. Its elements run in threads of GStreamer. Closing it stops it. */
final class Pipeline implements AutoCloseable {
    /** How long to wait for one thing. The test VM may be slow. */
    static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** How often to look for an error meanwhile: an element that fails does not end the wait. */
    private static final Duration STEP = Duration.ofMillis(50);

    private final Gst gst;
    private final long pipeline;
    private final long bus;
    private final List<Long> elements = new ArrayList<>();

    private Pipeline(Gst gst, long pipeline) {
        this.gst = gst;
        this.pipeline = pipeline;
        this.bus = gst.elementGetBus.call(pipeline);
    }

    static Pipeline parse(Gst gst, String description) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment error = arena.allocate(ADDRESS);
            long pipeline = gst.parseLaunch.call(arena.allocateFrom(description).address(), error.address());
            if (error.get(ADDRESS, 0).address() != 0) {
                if (pipeline != 0) {
                    gst.objectUnref.call(pipeline);
                }
                throw Failure.failed("GStreamer refuses the pipeline '" + description + "': " + gst.takeError(error));
            }
            return new Pipeline(gst, pipeline);
        }
    }

    /** Returns the element of this name, which lives until this is closed. */
    long element(String name) {
        try (Arena arena = Arena.ofConfined()) {
            long element =
                    gst.binGetByName.call(pipeline, arena.allocateFrom(name).address());
            elements.add(element);
            return element;
        }
    }

    /** Starts the elements. A sink is playing only when it has its first frame: see {@link #awaitPlaying}. */
    void play() throws IOException {
        int result = gst.elementSetState.callInt(pipeline, GStreamer.GST_STATE_PLAYING());
        if (result == GStreamer.GST_STATE_CHANGE_FAILURE()) {
            check();
            throw Failure.failed("GStreamer does not start the pipeline, and gives no reason");
        }
    }

    /** Waits until the sinks have their first frame. */
    void awaitPlaying() throws IOException {
        long end = System.nanoTime() + TIMEOUT.toNanos();
        int result;
        do {
            result = gst.elementGetState.callInt(pipeline, 0, 0, STEP.toNanos());
            check();
        } while (result == GStreamer.GST_STATE_CHANGE_ASYNC() && System.nanoTime() - end < 0);
        if (result == GStreamer.GST_STATE_CHANGE_ASYNC()) {
            throw Failure.failed("the pipeline does not play within " + TIMEOUT.toSeconds() + " s");
        }
    }

    /** Waits for something that a thread of GStreamer completes. */
    void await(CompletableFuture<?> done, String what) throws IOException, InterruptedException {
        long end = System.nanoTime() + TIMEOUT.toNanos();
        while (!isDone(done)) {
            check();
            if (System.nanoTime() - end >= 0) {
                throw Failure.failed(what + ": not within " + TIMEOUT.toSeconds() + " s");
            }
        }
    }

    private static boolean isDone(CompletableFuture<?> done) throws InterruptedException {
        try {
            done.get(STEP.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException notYet) {
            return false;
        } catch (ExecutionException never) {
            throw new IllegalStateException(never);
        }
    }

    /** Fails if an element has reported an error. */
    void check() throws IOException {
        Optional<String> error = error();
        if (error.isPresent()) {
            throw Failure.failed("GStreamer: " + error.get());
        }
    }

    private Optional<String> error() {
        long message = gst.busTimedPopFiltered.call(bus, 0, GStreamer.GST_MESSAGE_ERROR());
        if (message == 0) {
            return Optional.empty();
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment error = arena.allocate(ADDRESS);
            MemorySegment debug = arena.allocate(ADDRESS);
            gst.messageParseError.call(message, error.address(), debug.address());
            String details = gst.takeString(debug.get(ADDRESS, 0).address());
            return Optional.of(oneLine(gst.takeError(error), details));
        } finally {
            gst.miniObjectUnref.call(message);
        }
    }

    /** The details begin with a line that names the place in GStreamer's sources. What follows says more than the message. */
    private static String oneLine(String message, String details) {
        String more = details.lines().skip(1).map(String::trim).reduce("", (all, line) -> all + " " + line);
        return more.isBlank() ? message : message + " (" + more.trim() + ")";
    }

    /** Stops the elements, which release all buffers. */
    void stop() {
        gst.elementSetState.call(pipeline, GStreamer.GST_STATE_NULL());
    }

    @Override
    public void close() {
        stop();
        elements.forEach(gst.objectUnref::call);
        gst.objectUnref.call(bus);
        gst.objectUnref.call(pipeline);
    }
}
