// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.host;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A JDK of this machine.
 *
 * @param home its directory
 * @param feature the number of its release, such as 25
 */
record Jdk(Path home, int feature) {
    /** The first release with the API that the library uses. */
    private static final int OLDEST = 22;

    private static final Path INSTALLED = Path.of("/usr/lib/jvm");
    private static final Pattern VERSION = Pattern.compile("(?m)^JAVA_VERSION=\"(.+)\"$");

    /** Directories of further JDKs, separated as in a path. */
    private static final String FURTHER = "DMABUF4J_JDKS";

    /** Returns all that can run the library: the JDK of the tests, the installed ones, and those of {@value #FURTHER}. */
    static List<Jdk> all() throws IOException {
        List<Path> homes = new ArrayList<>(List.of(ofTheTests()));
        homes.addAll(installed());
        List<Jdk> jdks = new ArrayList<>();
        for (Path home : homes) {
            of(home).ifPresent(jdks::add);
        }
        for (String home : named()) {
            jdks.add(of(Path.of(home))
                    .orElseThrow(() -> new IllegalStateException(
                            FURTHER + " has " + home + ", which is not a JDK of Java " + OLDEST + " or newer")));
        }
        return jdks.stream()
                .distinct()
                .sorted(Comparator.comparingInt(Jdk::feature))
                .toList();
    }

    private static Path ofTheTests() {
        return Path.of(System.getProperty("java.home"));
    }

    private static List<Path> installed() throws IOException {
        if (!Files.isDirectory(INSTALLED)) {
            return List.of();
        }
        try (Stream<Path> directories = Files.list(INSTALLED)) {
            return directories.toList();
        }
    }

    private static List<String> named() {
        return Arrays.stream(
                        Optional.ofNullable(System.getenv(FURTHER)).orElse("").split(File.pathSeparator, -1))
                .filter(home -> !home.isEmpty())
                .toList();
    }

    private static Optional<Jdk> of(Path home) throws IOException {
        Path release = home.resolve("release");
        if (!Files.isExecutable(home.resolve("bin/java")) || !Files.exists(release)) {
            return Optional.empty();
        }
        Matcher version = VERSION.matcher(Files.readString(release));
        int feature = version.find() ? Runtime.Version.parse(version.group(1)).feature() : 0;
        return feature < OLDEST ? Optional.empty() : Optional.of(new Jdk(home.toRealPath(), feature));
    }

    boolean isThatOfTheTests() throws IOException {
        return home.equals(ofTheTests().toRealPath());
    }

    String java() {
        return home.resolve("bin/java").toString();
    }

    /** Returns the options that refuse what a later release will refuse. This one permits it, and warns. */
    List<String> strict() {
        List<String> options = new ArrayList<>();
        if (feature >= 24) {
            options.addAll(List.of("--illegal-native-access=deny", "--sun-misc-unsafe-memory-access=deny"));
        }
        if (feature >= 26) {
            options.add("--illegal-final-field-mutation=deny");
        }
        return options;
    }

    @Override
    public String toString() {
        return "Java " + feature + " in " + home;
    }
}
