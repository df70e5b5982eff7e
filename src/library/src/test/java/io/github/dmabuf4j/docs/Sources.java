// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of a checkout, and the tests in them. */
final class Sources {
    private static final Set<String> NOT_SOURCES = Set.of("target", ".git");
    private static final Pattern METHOD = Pattern.compile("\\bvoid (\\w+)\\(");
    private static final Pattern SCRIPT_TEST = Pattern.compile("^test_(\\w+)\\(\\)", Pattern.MULTILINE);

    private Sources() {}

    /** The files whose names end like this, without what a build made. */
    static Stream<Path> files(Path root, String ending) {
        List<Path> files = new ArrayList<>();
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                    boolean skipped =
                            NOT_SOURCES.contains(directory.getFileName().toString());
                    return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (file.toString().endsWith(ending)) {
                        files.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return files.stream().sorted();
    }

    /** {@code Class#method} for each method that can be a test, and {@code vm/test name} for each test of the VM. */
    static List<String> tests(Path root) {
        Stream<String> ofClasses = files(root, ".java").flatMap(Sources::methods);
        Stream<String> ofVm = found(SCRIPT_TEST, root.resolve("vm/test"), "vm/test ");
        return Stream.concat(ofClasses, ofVm).toList();
    }

    private static Stream<String> methods(Path file) {
        String className = file.getFileName().toString().replace(".java", "");
        return found(METHOD, file, className + "#");
    }

    private static Stream<String> found(Pattern name, Path file, String start) {
        return name.matcher(Markdown.read(file).text()).results().map(found -> start + found.group(1));
    }
}
