// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import io.github.dmabuf4j.support.GeneratedBindings.Claim;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Asks a C compiler what the headers say. That it cannot be asked is never taken for an answer: see {@link Broken}. */
public final class HeaderProbe {
    private static final Pattern MISSING_HEADER = Pattern.compile("fatal error: (\\S+): No such file");

    private static final long TIMEOUT_SECONDS = 60;

    private static final String COMPILER = "the C compiler (an undeclared name: headers older than the bindings)";

    private static final Pattern FALSE_ASSERTION = Pattern.compile("error: static assertion failed: \"(.*)\"");

    private final String compiler;
    private final Path umbrella;
    private final Path directory;
    private final List<String> options;

    /**
     * @param umbrella the header that includes all others
     * @param directory where to put the program and its output
     */
    public HeaderProbe(String compiler, Path umbrella, Path directory) {
        this(compiler, umbrella, directory, List.of());
    }

    /**
     * @param umbrella the header that includes all others
     * @param directory where to put the program and its output
     * @param options further options of the compiler
     */
    public HeaderProbe(String compiler, Path umbrella, Path directory, List<String> options) {
        this.compiler = compiler;
        this.umbrella = umbrella.toAbsolutePath();
        this.directory = directory;
        this.options = List.copyOf(options);
    }

    /** A probe of the headers that the library needs, by this machine's own compiler. */
    public static HeaderProbe ofLibrary(Path directory) {
        return new HeaderProbe("cc", Checkout.root().resolve("native-headers/dmabuf4j.h"), directory);
    }

    /** The header without which the umbrella header cannot be compiled. */
    public Optional<String> missingHeader() throws IOException, InterruptedException {
        Matcher error =
                MISSING_HEADER.matcher(compile(prologue(), "-fsyntax-only").output());
        return error.find() ? Optional.of(error.group(1)) : Optional.empty();
    }

    /** What the headers say of each claim, by its name. Runs a program, so this is for the machine's own compiler. */
    public Map<String, Long> values(List<Claim> claims) throws IOException, InterruptedException {
        StringBuilder program = new StringBuilder(prologue()).append("int main(void)\n{\n");
        for (Claim claim : claims) {
            program.append(String.format("""
                        printf("%%s\\t%%lld\\n", "%s", (long long) (%s));
                    """, claim.name(), claim.expression()));
        }
        return run(program.append("    return 0;\n}\n").toString());
    }

    /** The names of the claims that do not hold. Runs no program, so a cross compiler will do. */
    public List<String> falseAssertions(List<Claim> claims) throws IOException, InterruptedException {
        StringBuilder program = new StringBuilder(prologue());
        for (Claim claim : claims) {
            program.append(String.format("""
                    _Static_assert((long long) (%s) == %dLL, "%s");
                    """, claim.expression(), claim.value(), claim.name()));
        }
        Outcome compilation = compile(program.toString(), "-fsyntax-only");
        return compilation.status() == 0 ? List.of() : assertionErrors(compilation);
    }

    /** The macros of a header whose name and value match regular expressions. */
    public Set<String> macros(String header, String name, String value) throws IOException, InterruptedException {
        String all = successful(COMPILER, compile("#include <" + header + ">\n", "-dM", "-E"));
        Pattern definition = Pattern.compile("^#define (" + name + ") (" + value + ")$", Pattern.MULTILINE);
        return definition.matcher(all).results().map(found -> found.group(1)).collect(Collectors.toSet());
    }

    /** Compiles and runs a program that prints lines of a name, a tab and a number. */
    public Map<String, Long> run(String source) throws IOException, InterruptedException {
        Path program = directory.resolve("probe");
        successful(COMPILER, compile(source, "-o", program.toString()));
        String what = "the compiled probe";
        return parse(successful(what, execute(what, List.of(program.toString()))));
    }

    /** One line for each difference, in either direction. */
    public static List<String> mismatches(List<Claim> claims, Map<String, Long> values) {
        List<String> mismatches = new ArrayList<>();
        Map<String, Long> unclaimed = new LinkedHashMap<>(values);
        for (Claim claim : claims) {
            Long value = unclaimed.remove(claim.name());
            if (value == null) {
                mismatches.add(claim.name() + ": generated, but not reported by the probe, or generated twice");
            } else if (value != claim.value()) {
                mismatches.add(claim.name() + ": generated " + show(claim.value()) + ", headers " + show(value));
            }
        }
        new TreeSet<>(unclaimed.keySet()).forEach(name -> mismatches.add(name + ": in the headers, but not generated"));
        return mismatches;
    }

    private static String show(long value) {
        return value + " (0x" + Long.toHexString(value) + ")";
    }

    /** Only if nothing but assertions failed: after any other error the compiler may not have looked at all of them. */
    private static List<String> assertionErrors(Outcome compilation) {
        List<String> errors = compilation
                .output()
                .lines()
                .filter(line -> line.contains("error: "))
                .toList();
        List<String> names = new ArrayList<>();
        for (String error : errors) {
            Matcher assertion = FALSE_ASSERTION.matcher(error);
            if (assertion.find()) {
                names.add(assertion.group(1));
            }
        }
        if (names.isEmpty() || names.size() < errors.size()) {
            throw failure(COMPILER, compilation);
        }
        return names;
    }

    private static Map<String, Long> parse(String output) {
        Map<String, Long> values = new LinkedHashMap<>();
        // With 0 the end of the last line begins no further one, and no output at all is one bad line.
        for (String line : output.split("\n", 0)) {
            String[] nameAndNumber = line.split("\t", 0);
            try {
                values.put(nameAndNumber[0], Long.valueOf(nameAndNumber[1]));
            } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
                throw new Broken("it printed a line that is not a name and a number", line);
            }
        }
        return values;
    }

    private static String successful(String what, Outcome outcome) {
        if (outcome.status() != 0) {
            throw failure(what, outcome);
        }
        return outcome.output();
    }

    private static Broken failure(String what, Outcome outcome) {
        return new Broken(what + " failed with exit status " + outcome.status(), outcome.output());
    }

    private String prologue() {
        return """
                #include "%s"
                #include <stdint.h>
                #include <stdio.h>
                """.formatted(umbrella);
    }

    private Outcome compile(String source, String... more) throws IOException, InterruptedException {
        Path file = Files.writeString(directory.resolve("probe.c"), source);
        List<String> command = new ArrayList<>(List.of(compiler, "-std=gnu11"));
        command.addAll(options);
        command.addAll(Arrays.asList(more));
        command.add(file.toString());
        return execute("the C compiler", command);
    }

    private Outcome execute(String what, List<String> command) throws IOException, InterruptedException {
        // A file, not a pipe: a full pipe would stop a process that we only wait for.
        Path output = directory.resolve("output");
        Process process = start(what, command, output);
        if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new Broken(what + " did not end within " + TIMEOUT_SECONDS + " s", String.join(" ", command));
        }
        return new Outcome(process.exitValue(), Files.readString(output));
    }

    private static Process start(String what, List<String> command, Path output) {
        // No pipe: its end here would stay open until the JVM notices the end of the process.
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        // The compiler's messages are searched, so they must be English.
        builder.environment().put("LC_ALL", "C");
        try {
            return builder.start();
        } catch (IOException e) {
            throw new Broken(what + " could not be started; is gcc installed?", e.getMessage());
        }
    }

    private record Outcome(int status, String output) {}

    /** The probe did not get as far as a comparison. */
    public static final class Broken extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        Broken(String problem, String details) {
            super("the probe itself failed, so the bindings are unchecked: " + problem + "\n" + details);
        }
    }
}
