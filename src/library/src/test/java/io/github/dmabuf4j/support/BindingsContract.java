// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.dmabuf4j.support.GeneratedBindings.Claim;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds for each package that native-headers/regenerate writes. A C compiler is asked what the headers say. */
public abstract class BindingsContract {
    private static final String ARM64_COMPILER = "aarch64-linux-gnu-gcc";

    /** The directory of the kernel's headers, which come from this machine. All other headers are the C library's. */
    private static final String KERNEL_HEADERS = "linux/";

    /** The headers that are in neither linux-libc-dev nor libc6-dev, and the packages that have them. */
    private static final Map<String, String> OPTIONAL_HEADERS = Map.of(
            "libdrm/drm.h", "libdrm-dev",
            "libdrm/drm_fourcc.h", "libdrm-dev",
            "bpf/bpf.h", "libbpf-dev",
            "wayland-client-core.h", "libwayland-dev",
            "gst/gst.h", "libgstreamer1.0-dev",
            "gst/allocators/gstdmabuf.h", "libgstreamer-plugins-base1.0-dev");

    private static final Pattern INCLUDED_SYMBOL = Pattern.compile("^--include-\\w+ +(\\w+)$", Pattern.MULTILINE);
    private static final Pattern INCLUDE_DIRECTORY = Pattern.compile("^-I +(\\S+)$", Pattern.MULTILINE);

    private final GeneratedBindings bindings;

    @TempDir
    protected Path directory;

    protected BindingsContract(GeneratedBindings bindings) {
        this.bindings = bindings;
    }

    protected final HeaderProbe probe(String compiler) throws IOException {
        return new HeaderProbe(compiler, bindings.umbrella(), directory, requested(INCLUDE_DIRECTORY, "-I"));
    }

    protected final HeaderProbe probeWithHeaders(String compiler) throws IOException, InterruptedException {
        HeaderProbe probe = probe(compiler);
        String missing = probe.missingHeader().orElse("");
        assumeThat(OPTIONAL_HEADERS)
                .as("no <%s> (%s)", missing, OPTIONAL_HEADERS.get(missing))
                .doesNotContainKey(missing);
        return probe;
    }

    @Test
    void everyGeneratedValueIsThatOfTheHeaders() throws Exception {
        List<Claim> claims = bindings.claims();
        Map<String, Long> values = probeWithHeaders("cc").values(claims);

        assertThat(HeaderProbe.mismatches(claims, values)).isEmpty();
    }

    @Test
    void theValuesHoldOnArm64Too() throws Exception {
        assumeThat(onPath(ARM64_COMPILER))
                .as("%s (gcc-aarch64-linux-gnu, libc6-dev-arm64-cross, linux-libc-dev-arm64-cross)", ARM64_COMPILER)
                .isTrue();
        // The arm64 test kernel is built by the compiler alone.
        assumeThat(probe(ARM64_COMPILER).missingHeader())
                .as("the C library for %s (libc6-dev-arm64-cross, linux-libc-dev-arm64-cross)", ARM64_COMPILER)
                .matches(header -> header.isEmpty() || header.get().startsWith(KERNEL_HEADERS), "is there");

        assertThat(probeWithHeaders(ARM64_COMPILER).falseAssertions(bindings.claims()))
                .as("values that differ on arm64")
                .isEmpty();
    }

    @Test
    void whatIsGeneratedIsWhatTheArgumentFilesAskFor() throws IOException {
        assertThat(bindings.symbols()).containsExactlyInAnyOrderElementsOf(requested(INCLUDED_SYMBOL, ""));
    }

    @Test
    void everyDoctoredClaimIsFoundThroughTheCompiler() throws Exception {
        List<Claim> doctored = bindings.claims().stream()
                .map(claim -> new Claim(claim.name(), claim.expression(), claim.value() + 1))
                .toList();
        Map<String, Long> values = probeWithHeaders("cc").values(doctored);

        assertThat(HeaderProbe.mismatches(doctored, values)).hasSameSizeAs(doctored);
    }

    /** What the argument files of jextract have after an option, with a prefix. */
    private List<String> requested(Pattern option, String prefix) throws IOException {
        List<String> requested = new ArrayList<>();
        for (Path file : argumentFiles(bindings.umbrella().getParent())) {
            option.matcher(Files.readString(file)).results().forEach(found -> requested.add(prefix + found.group(1)));
        }
        return requested;
    }

    private static List<Path> argumentFiles(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".args")).toList();
        }
    }

    private static boolean onPath(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, 0))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
}
