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

    private static final Path TYPES = Path.of("/sys/kernel/btf/vmlinux");

    /** In the order in which they are tried. */
    private static final List<String> ALL_SOURCES = List.of("sysfs", "bpf", "debugfs", "fdinfo");

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
        if (describesTypes("bpf_iter__task_file") && hasLibbpf() && mayLoadPrograms()) {
            readable.add("bpf");
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

    /** Whether the kernel describes this type of its own. */
    private static boolean describesTypes(String type) {
        try {
            return new String(Files.readAllBytes(TYPES), StandardCharsets.ISO_8859_1).contains("\0" + type + "\0");
        } catch (IOException refused) {
            return false;
        }
    }

    private static boolean hasLibbpf() {
        return Stream.of("/usr/lib", "/usr/lib64", "/lib")
                .flatMap(root -> Stream.of("", "/x86_64-linux-gnu", "/aarch64-linux-gnu")
                        .map(directory -> Path.of(root + directory, "libbpf.so.1")))
                .anyMatch(Files::exists);
    }

    /** CAP_SYS_ADMIN. */
    private static boolean mayLoadPrograms() {
        try {
            return Files.readAllLines(Path.of("/proc/thread-self/status")).stream()
                    .filter(line -> line.startsWith("CapEff:\t"))
                    .anyMatch(line -> (Long.parseUnsignedLong(line.substring(8), 16) >> 21 & 1) == 1);
        } catch (IOException refused) {
            return false;
        }
    }

    private static boolean listsAllBuffers(String source) {
        return source.equals("bpf") ? describesTypes("bpf_iter__dmabuf") : !source.equals("fdinfo");
    }

    /** Those up to the first that lists all buffers. */
    private List<String> used() {
        List<String> used = new ArrayList<>();
        for (String source : sources) {
            used.add(source);
            if (listsAllBuffers(source)) {
                break;
            }
        }
        return used;
    }

    /** How many checks are made of a subject. */
    private int checks() {
        return CHECKS_OF_BUFFER + CHECKS_OF_SOURCE * used().size();
    }

    /** How many lines say what was skipped: better sources, the freeing that no source shows, heaps. */
    private List<String> skipped() {
        List<String> skipped = new ArrayList<>();
        if (heaps.isEmpty()) {
            skipped.add("heap");
        }
        String last = used().get(used().size() - 1);
        ALL_SOURCES.subList(0, ALL_SOURCES.indexOf(last)).stream()
                .filter(source -> !used().contains(source))
                .forEach(skipped::add);
        if (!listsAllBuffers(last)) {
            skipped.add("release");
        }
        return skipped;
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
            for (String source : used()) {
                assertThat(run.lines())
                        .contains(start + "exporter in " + source + ": " + subject)
                        .contains(start + "size in " + source + ": 1048576 bytes");
            }
            assertThat(run.lines())
                    .filteredOn(line -> line.startsWith(start))
                    .hasSize(checks())
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
                .startsWith(checks() * subjects().size() + " checks on ")
                .contains(": all passed")
                .matches(skipped().isEmpty() ? "[^;]*" : ".*; " + skipped().size() + " skipped");
    }

    @Test
    void theDocumentSaysTheSame() throws IOException {
        CommandRun run = CommandRun.of("verify", "--json");

        JsonObject document = Json.parse(run.out());
        assertThat(document.number("failed")).isZero();
        assertThat(document.number("checks"))
                .isEqualTo((long) checks() * subjects().size());
        assertThat(document.objects("skipped", skip -> skip.text("name"))).isEqualTo(skipped());
        assertThat(document.objects("skipped", skip -> skip.text("reason"))).doesNotContain("");
        assertThat(run.out()).contains("\"source\" : \"" + used().get(0) + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"heap", "udmabuf", "sysfs", "bpf", "debugfs", "fdinfo"})
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
                .contains("ok    " + subjects().get(0) + "  size in " + used().get(0) + ": " + 2 * page + " bytes");
    }

    @Test
    void udmabufIsVerifiedOnRequest() {
        CommandRun run = CommandRun.of("verify", "--allocator", "udmabuf");

        assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(hasUdmabuf ? 0 : 3);
        assertThat(hasUdmabuf ? run.out() : run.err())
                .contains(hasUdmabuf ? checks() + " checks on udmabuf" : "/dev/udmabuf");
    }
}
