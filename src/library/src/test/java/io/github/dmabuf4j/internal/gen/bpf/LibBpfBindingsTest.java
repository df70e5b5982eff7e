// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.gen.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.dmabuf4j.support.BindingsContract;
import io.github.dmabuf4j.support.Checkout;
import io.github.dmabuf4j.support.GeneratedBindings;
import io.github.dmabuf4j.support.HeaderProbe;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Compares the generated bindings of libbpf with its headers, and the functions that Java calls with their prototypes. */
class LibBpfBindingsTest extends BindingsContract {
    private static final String UMBRELLA = "native-headers/libbpf/libbpf.h";

    /** The package whose classes name the functions that they call. */
    private static final String CALLS = "src/library/src/main/java/io/github/dmabuf4j/internal/sys";

    /** A function that the umbrella header declares again: what it returns, and its name. */
    private static final Pattern DECLARATION = Pattern.compile("^(\\w.*\\W)(\\w*bpf_\\w+)\\(", Pattern.MULTILINE);

    LibBpfBindingsTest() {
        super(GeneratedBindings.of(LibBpf.class, UMBRELLA));
    }

    @Test
    void aFunctionThatLibbpfDeclaresOtherwiseIsFound() throws Exception {
        probeWithHeaders("cc");
        String doctored = DECLARATION.matcher(umbrella()).replaceAll("double $2(");
        Path header = Files.writeString(directory.resolve("doctored.h"), doctored);

        HeaderProbe.Broken broken = catchThrowableOfType(
                HeaderProbe.Broken.class, () -> new HeaderProbe("cc", header, directory).values(List.of()));

        assertThat(declaredFunctions())
                .isNotEmpty()
                .allSatisfy(function ->
                        assertThat(broken).hasMessageContaining("conflicting types for '" + function + "'"));
    }

    @Test
    void theLibraryHasEveryDeclaredFunction() throws Exception {
        probeWithHeaders("cc");
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup library = SymbolLookup.libraryLookup("libbpf.so.1", arena);

            assertThat(declaredFunctions())
                    .isNotEmpty()
                    .allSatisfy(function ->
                            assertThat(library.find(function)).as(function).isPresent());
        }
    }

    /** Or else the C compiler would not check the prototype of a function that is called. */
    @Test
    void whatTheLibraryCallsIsWhatIsDeclared() throws IOException {
        Pattern name = Pattern.compile("\"(bpf_\\w+|libbpf_\\w+)\"");
        Set<String> called = new TreeSet<>();
        try (Stream<Path> sources = Files.list(Checkout.root().resolve(CALLS))) {
            for (Path source : sources.toList()) {
                name.matcher(Files.readString(source)).results().forEach(found -> called.add(found.group(1)));
            }
        }

        assertThat(called).containsExactlyInAnyOrderElementsOf(declaredFunctions());
    }

    private static List<String> declaredFunctions() throws IOException {
        return DECLARATION
                .matcher(umbrella())
                .results()
                .map(declaration -> declaration.group(2))
                .toList();
    }

    private static String umbrella() throws IOException {
        return Files.readString(Checkout.root().resolve(UMBRELLA));
    }
}
