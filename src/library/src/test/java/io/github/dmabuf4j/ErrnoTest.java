// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.ErrorNumber;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ErrnoTest {
    private static final Path SOURCES = Path.of(System.getProperty("basedir", ""), "src/main/java/io/github/dmabuf4j");
    private static final List<String> EXPORTED = List.of("", "share", "stats");

    private static final Pattern DOCUMENTATION = Pattern.compile("/\\*\\*.*?\\*/", Pattern.DOTALL);
    private static final Pattern THROWS = Pattern.compile("@throws.*?(?=\\* @|\\*/)", Pattern.DOTALL);
    private static final Pattern ERRNO = Pattern.compile("\\bE[A-Z0-9]{2,}\\b");

    private static Map<String, Integer> constants() throws ReflectiveOperationException {
        Map<String, Integer> constants = new TreeMap<>();
        for (Field field : Errno.class.getFields()) {
            if (Modifier.isStatic(field.getModifiers())) {
                constants.put(field.getName(), field.getInt(null));
            }
        }
        return constants;
    }

    /** The probe of the bindings compares the other side with the C headers. */
    @Test
    void everyConstantIsThatOfTheHeaders() throws Exception {
        Map<String, Integer> generated = new TreeMap<>();
        for (String name : constants().keySet()) {
            generated.put(name, (int) LibC.class.getMethod(name).invoke(null));
        }
        assertThat(constants()).isEqualTo(generated).hasSizeGreaterThan(50);
    }

    @Test
    void everyConstantIsTheNumberOfItsSymbol() throws Exception {
        Map<String, Integer> bySymbol = constants().values().stream()
                .collect(Collectors.toMap(Errno::symbol, errno -> errno, (one, other) -> one, TreeMap::new));
        assertThat(constants()).isEqualTo(bySymbol);
    }

    @Test
    void symbolAndTextAreThoseOfTheMessages() {
        assertThat(new DmaBufException("open", "x", Errno.EMFILE))
                .hasMessage("open on x failed: " + Errno.symbol(Errno.EMFILE) + " (" + Errno.EMFILE + "), "
                        + Errno.text(Errno.EMFILE));
        assertThat(Errno.symbol(524)).isEqualTo("errno 524");
    }

    @Test
    void everyErrnoOfTheThrowsClausesExists() throws Exception {
        assertThat(errnosIn(THROWS))
                .hasSizeGreaterThan(20)
                .isSubsetOf(constants().keySet());
    }

    /** Elsewhere in the text there are other words in capitals. */
    @Test
    void everyErrnoOfTheDocumentationExists() throws Exception {
        Set<String> named = errnosIn(DOCUMENTATION).stream()
                .filter(ErrnoTest::isErrno)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(named).hasSizeGreaterThan(20).isSubsetOf(constants().keySet());
    }

    private static boolean isErrno(String word) {
        return IntStream.range(1, 200).mapToObj(ErrorNumber::symbol).anyMatch(word::equals);
    }

    /** Those that the parts of the public sources name which match a pattern. */
    private static Set<String> errnosIn(Pattern parts) throws IOException {
        Set<String> names = new TreeSet<>();
        for (Path source : publicSources()) {
            parts.matcher(Files.readString(source))
                    .results()
                    .flatMap(part -> ERRNO.matcher(part.group()).results())
                    .map(MatchResult::group)
                    .forEach(names::add);
        }
        return names;
    }

    private static List<Path> publicSources() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (String exported : EXPORTED) {
            try (Stream<Path> files = Files.list(SOURCES.resolve(exported))) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
            }
        }
        return sources;
    }
}
