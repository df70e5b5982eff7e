// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.common.drm;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.dmabuf4j.Device;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;

/** The CRCs of what a display scans out, one per refresh. They exist only if the driver reports them in debugfs. */
public final class ScanoutCrcs implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int LINE_BYTES = 256;

    private final Optional<Device> data;
    private final String reason;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment line = arena.allocate(LINE_BYTES);

    private ScanoutCrcs(Optional<Device> data, String reason) {
        this.data = data;
        this.reason = reason;
    }

    /** Starts the CRCs. The display must be in a mode before. */
    public static ScanoutCrcs start(Card card) {
        Path directory = Path.of(
                "/sys/kernel/debug/dri", card.number(), "crtc-" + card.output().pipe(), "crc");
        try {
            Files.writeString(directory.resolve("control"), "auto", US_ASCII, StandardOpenOption.WRITE);
            return new ScanoutCrcs(Optional.of(Device.openReadOnly(directory.resolve("data"))), "");
        } catch (IOException none) {
            return new ScanoutCrcs(Optional.empty(), "this display reports no CRCs: " + none);
        }
    }

    /** Whether the driver reports them. */
    public boolean isThere() {
        return data.isPresent();
    }

    /** Why there are no CRCs. */
    public String reason() {
        return reason;
    }

    /** Returns the CRC of the first refresh after the one with this number. */
    public Optional<String> after(int refresh) throws IOException, InterruptedException {
        return isThere() ? Optional.of(after(refresh, data.get())) : Optional.empty();
    }

    private String after(int refresh, Device data) throws IOException, InterruptedException {
        while (data.awaitReadable(TIMEOUT)) {
            String[] words = readLine(data).split(" ", 2);
            // Both counters may start anywhere, and may wrap.
            if (Integer.parseUnsignedInt(words[0].substring(2), 16) - refresh > 0) {
                return words[1];
            }
        }
        throw new IOException("no CRC from " + data + " within " + TIMEOUT.toSeconds() + " s");
    }

    /** Reads a line such as {@code 0x0000002a 0x1234abcd}, NUL and line end: the refresh, then its CRC. */
    private String readLine(Device data) throws IOException {
        long length = data.read(line);
        return new String(line.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE), US_ASCII).trim();
    }

    @Override
    public void close() {
        try (arena) {
            data.ifPresent(Device::close);
        }
    }
}
