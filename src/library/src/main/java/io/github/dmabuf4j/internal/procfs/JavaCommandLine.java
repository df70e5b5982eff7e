// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.procfs;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the command line of the {@code java} launcher runs: a main class, a jar file, a module or a source file. The options are
 * those of the launchers of JDK 8 to 25.
 */
final class JavaCommandLine {
    /** The options whose value is an argument of its own, and which do not say what is run. */
    private static final Set<String> WITH_VALUE = Set.of(
            "-cp",
            "-classpath",
            "--class-path",
            "-p",
            "--module-path",
            "--upgrade-module-path",
            "--add-modules",
            "--limit-modules",
            "--add-exports",
            "--add-opens",
            "--add-reads",
            "--patch-module",
            "--enable-native-access",
            "-d",
            "--describe-module",
            "--source");

    private static final Set<String> MODULE = Set.of("-m", "--module");
    private static final String MODULE_WITH_VALUE = "--module=";
    private static final String JAR = "-jar";
    private static final String SOURCE_FILE = ".java";

    private JavaCommandLine() {}

    /**
     * The name of what is run, as jps prints it: the simple name of the main class, or the name of the file without its directory.
     *
     * @param arguments all of them, the command first
     * @return the name; empty if the arguments do not say it, as where a file of arguments does
     */
    static Optional<String> program(List<String> arguments) {
        int at = 1;
        while (at < arguments.size() && arguments.get(at).startsWith("-")) {
            String option = arguments.get(at);
            if (option.startsWith(MODULE_WITH_VALUE)) {
                return Optional.of(ofModule(option.substring(MODULE_WITH_VALUE.length())));
            }
            if (option.equals(JAR) || MODULE.contains(option)) {
                return value(arguments, at)
                        .map(option.equals(JAR) ? JavaCommandLine::fileName : JavaCommandLine::ofModule);
            }
            at += WITH_VALUE.contains(option) ? 2 : 1;
        }
        return at < arguments.size() ? mainClass(arguments.get(at)) : Optional.empty();
    }

    private static Optional<String> value(List<String> arguments, int option) {
        return option + 1 < arguments.size() ? Optional.of(arguments.get(option + 1)) : Optional.empty();
    }

    private static Optional<String> mainClass(String argument) {
        if (argument.startsWith("@")) {
            // A file of arguments: what it contains now may not be what the launcher has read.
            return Optional.empty();
        }
        return Optional.of(argument.endsWith(SOURCE_FILE) ? fileName(argument) : simpleName(argument));
    }

    /** MODULE/CLASS, or a module that names its main class itself. */
    private static String ofModule(String value) {
        int slash = value.indexOf('/');
        return slash < 0 ? value : simpleName(value.substring(slash + 1));
    }

    /** The launcher takes slashes in place of the dots too. */
    private static String simpleName(String className) {
        return className.substring(Math.max(className.lastIndexOf('.'), className.lastIndexOf('/')) + 1);
    }

    private static String fileName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
