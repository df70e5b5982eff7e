// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.camera;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.examples.common.Failure;
import io.github.dmabuf4j.frame.Frame;
import io.github.dmabuf4j.share.Delivery;
import io.github.dmabuf4j.share.FrameMessage;
import io.github.dmabuf4j.share.ShareChannel;
import io.github.dmabuf4j.share.ShareListener;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Starts the {@link Analyser}, has it analyse frames, and ends it. */
final class AnalyserProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration FAREWELL = Duration.ofSeconds(10);

    private final Process process;
    private final ShareChannel channel;

    private AnalyserProcess(Process process, ShareChannel channel) {
        this.process = process;
        this.channel = channel;
    }

    /** Starts the process. The socket's file exists until the analyser has connected, in a directory only for this user. */
    static AnalyserProcess start() throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("dmabuf4j-camera");
        try (ShareListener listener = ShareListener.bind(directory.resolve("socket"))) {
            Process process = startJvm(listener.path());
            return connected(process, listener);
        } finally {
            Files.delete(directory);
        }
    }

    private static Process startJvm(Path socket) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Analyser.class.getName(),
                        socket.toString())
                .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.INHERIT)
                .start();
    }

    private static AnalyserProcess connected(Process process, ShareListener listener)
            throws IOException, InterruptedException {
        boolean connected = false;
        try {
            endWaitWithout(process, listener);
            AnalyserProcess analyser = new AnalyserProcess(process, listener.accept());
            connected = true;
            return analyser;
        } catch (AsynchronousCloseException | IllegalStateException closed) {
            throw Failure.failed("the analyser (process " + process.pid() + ") did not connect");
        } finally {
            if (!connected) {
                process.destroyForcibly().waitFor();
            }
        }
    }

    /** Closes the listener if the analyser ends or hangs without connecting. This ends the wait for its connection. */
    @SuppressWarnings("FutureReturnValueIgnored") // its completion is the effect
    private static void endWaitWithout(Process process, ShareListener listener) {
        process.onExit()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .whenComplete((ended, late) -> closeQuietly(listener));
    }

    private static void closeQuietly(ShareListener listener) {
        try {
            listener.close();
        } catch (DmaBufException late) {
            // It no longer listens. Deleting the directory deletes its file or reports a failure.
        }
    }

    long pid() {
        return process.pid();
    }

    /** Sends a frame and returns the analyser's answer. The frame must not change before. */
    Answer analyse(Frame frame, int sequence) throws IOException, InterruptedException {
        try {
            byte[] data = ByteBuffer.allocate(Integer.BYTES).putInt(sequence).array();
            channel.send(FrameMessage.of(frame).withData(data));
            if (!channel.await(PATIENCE)) {
                throw Failure.failed(
                        "the analyser (process " + pid() + ") did not answer within " + PATIENCE.toSeconds() + " s");
            }
            return decoded(channel.receive());
        } catch (DmaBufException broken) {
            if (process.waitFor(FAREWELL.toSeconds(), TimeUnit.SECONDS)) {
                throw hasEnded();
            }
            throw broken;
        }
    }

    private Answer decoded(Optional<Delivery> answer) throws InterruptedException, Failure {
        if (answer.isEmpty()) {
            process.waitFor(FAREWELL.toSeconds(), TimeUnit.SECONDS);
            throw hasEnded();
        }
        try (Delivery delivery = answer.get()) {
            return Answer.decode(delivery.data());
        }
    }

    private Failure hasEnded() {
        String how = process.isAlive() ? "closed the socket" : "ended with exit code " + process.exitValue();
        return Failure.failed("the analyser (process " + pid() + ") " + how + " before the last frame");
    }

    /** Closes the socket, which ends the analyser; kills it if it does not end. */
    @Override
    public void close() {
        channel.close();
        try {
            if (!process.waitFor(FAREWELL.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
