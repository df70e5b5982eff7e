// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli;

import static io.github.dmabuf4j.support.KernelFeature.BUFFERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.cli.text.Json;
import io.github.dmabuf4j.cli.text.JsonObject;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.RealKernel;
import io.github.dmabuf4j.support.Smoke;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code verify} on every kernel that can allocate a DMA-BUF. What this kernel offers is found here by opening files, without
 * the library.
 */
@RealKernel
@Needs(BUFFERS)
@Smoke
class VerifyOnAnyKernelIT {
    private static final Path HEAPS = Path.of("/dev/dma_heap");
    private static final Path UDMABUF = Path.of("/dev/udmabuf");
    private static final Path SYSFS = Path.of("/sys/kernel/dmabuf/buffers");
    private static final Path BUFINFO = Path.of("/sys/kernel/debug/dma_buf/bufinfo");

    private static final int CHECKS_OF_BUFFER = 10;
    private static final int CHECKS_OF_SOURCE = 4;

    private final List<String> heaps = openableHeaps();
    private final boolean hasUdmabuf = canOpen(UDMABUF, StandardOpenOption.READ, StandardOpenOption.WRITE);
    private final List<String> sources = readableSources();

    private static List<String> openableHeaps() {
        if (!Files.isDirectory(HEAPS)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(HEAPS)) {
            return entries.filter(entry -> !Files.isSymbolicLink(entry) && canOpen(entry, StandardOpenOption.READ))
                    .map(entry -> entry.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException refused) {
            return List.of();
        }
    }

    private static boolean canOpen(Path file, OpenOption... options) {
        try {
            FileChannel.open(file, options).close();
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    /** The readable sources, the best first. */
    private static List<String> readableSources() {
        List<String> readable = new ArrayList<>();
        if (Files.isDirectory(SYSFS) && Files.isReadable(SYSFS)) {
            readable.add("sysfs");
        }
        try (InputStream bufinfo = Files.newInputStream(BUFINFO)) {
            assertThat(bufinfo.read()).isNotNegative();
            readable.add("debugfs");
        } catch (IOException refused) {
            assertThat(refused).hasMessageContaining("debug");
        }
        readable.add("fdinfo");
        return readable;
    }

    private List<String> subjects() {
        return heaps.isEmpty() ? List.of("udmabuf") : heaps;
    }

    private String source() {
        return sources.get(0);
    }

    /** How many lines say what was skipped: better sources, the freeing that fdinfo does not show, heaps. */
    private List<String> skipped() {
        List<String> skipped = new ArrayList<>();
        if (heaps.isEmpty()) {
            skipped.add("heap");
        }
        skipped.addAll(List.of("sysfs", "debugfs", "fdinfo").subList(0, skippedSources()));
        if (source().equals("fdinfo")) {
            skipped.add("release");
        }
        return skipped;
    }

    private int skippedSources() {
        return List.of("sysfs", "debugfs", "fdinfo").indexOf(source());
    }

    private boolean isThere(String name) {
        return switch (name) {
            case "heap" -> !heaps.isEmpty();
            case "udmabuf" -> hasUdmabuf;
            default -> sources.contains(name);
        };
    }

    private static long pageBytes() throws IOException {
        Process getconf = new ProcessBuilder("getconf", "PAGESIZE").start();
        try (InputStream out = getconf.getInputStream()) {
            return Long.parseLong(new String(out.readAllBytes(), StandardCharsets.US_ASCII).strip());
        } finally {
            getconf.getErrorStream().close();
            getconf.getOutputStream().close();
        }
    }

    @Test
    void everythingThatThisKernelHasIsCheckedAndPasses() {
        CommandRun run = CommandRun.of("verify");

        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        for (String subject : subjects()) {
            String start = "ok    " + subject + "  ";
            assertThat(run.lines())
                    .contains(start + "exporter in " + source() + ": " + subject)
                    .contains(start + "size in " + source() + ": 1048576 bytes");
            assertThat(run.lines())
                    .filteredOn(line -> line.startsWith(start))
                    .hasSize(CHECKS_OF_BUFFER + CHECKS_OF_SOURCE)
                    .anyMatch(line -> line.endsWith(" entry while only a mapping lives: there"))
                    .anyMatch(line -> line.endsWith(" entry after the last reference: gone"));
        }
        assertThat(run.lines())
                .filteredOn(line -> line.startsWith("skip  "))
                .extracting(line -> line.substring("skip  ".length(), line.indexOf(':')))
                .isEqualTo(skipped());
        assertThat(run.lines())
                .last()
                .asString()
                .startsWith((CHECKS_OF_BUFFER + CHECKS_OF_SOURCE) * subjects().size() + " checks on ")
                .contains(": all passed")
                .matches(skipped().isEmpty() ? "[^;]*" : ".*; " + skipped().size() + " skipped");
    }

    @Test
    void theDocumentSaysTheSame() throws IOException {
        CommandRun run = CommandRun.of("verify", "--json");

        JsonObject document = Json.parse(run.out());
        assertThat(document.number("failed")).isZero();
        assertThat(document.number("checks"))
                .isEqualTo((long) (CHECKS_OF_BUFFER + CHECKS_OF_SOURCE)
                        * subjects().size());
        assertThat(document.objects("skipped", skip -> skip.text("name"))).isEqualTo(skipped());
        assertThat(document.objects("skipped", skip -> skip.text("reason"))).doesNotContain("");
        assertThat(run.out()).contains("\"source\" : \"" + source() + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"heap", "udmabuf", "sysfs", "debugfs", "fdinfo"})
    void whatIsRequiredIsCheckedOrAFailure(String name) {
        CommandRun run = CommandRun.of("verify", "--require", name);

        if (isThere(name)) {
            assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
            assertThat(run.out()).containsPattern(required(name));
        } else {
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.lines()).anyMatch(line -> line.startsWith("FAIL  " + name + " is required: "));
            assertThat(run.lines()).last().asString().endsWith("; required and missing: " + name);
        }
    }

    /** What the report says of it. */
    private static String required(String name) {
        return switch (name) {
            case "heap" -> " checks on [0-9]+ heap";
            case "udmabuf" -> "ok    udmabuf  exporter in ";
            default -> "  exporter in " + name + ": ";
        };
    }

    @Test
    void sizesAreWholePagesOfThisKernel() throws IOException {
        long page = pageBytes();
        CommandRun run = CommandRun.of("verify", "--size", Long.toString(page + 1));

        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        assertThat(run.lines())
                .contains("ok    " + subjects().get(0) + "  size by lseek: " + 2 * page + " bytes")
                .contains("ok    " + subjects().get(0) + "  size in " + source() + ": " + 2 * page + " bytes");
    }

    @Test
    void udmabufIsVerifiedOnRequest() {
        CommandRun run = CommandRun.of("verify", "--allocator", "udmabuf");

        assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(hasUdmabuf ? 0 : 3);
        assertThat(hasUdmabuf ? run.out() : run.err()).contains(hasUdmabuf ? "14 checks on udmabuf" : "/dev/udmabuf");
    }
}
