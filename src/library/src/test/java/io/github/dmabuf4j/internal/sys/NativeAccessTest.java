// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.dmabuf4j.support.ChildJvm;
import io.github.dmabuf4j.support.DeniedAccessMain;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

class NativeAccessTest {
    private static final String DENIED = "java.lang.ExceptionInInitializerError: this JVM denies native access to"
            + " dmabuf4j: start it with --enable-native-access=";

    @Test
    void theFlagNamesTheModuleOrTheClassPath() {
        Module named = Object.class.getModule();
        Module unnamed = getClass().getClassLoader().getUnnamedModule();

        assertThat(NativeAccess.message(named)).endsWith("start it with --enable-native-access=java.base");
        assertThat(NativeAccess.message(unnamed)).endsWith("start it with --enable-native-access=ALL-UNNAMED");
    }

    @Test
    void nothingIsThrownWhereItIsAllowed() {
        assertThatCode(NativeAccess::check).doesNotThrowAnyException();
    }

    @Test
    void onTheClassPathEachFirstCallNamesTheFlag() throws Exception {
        List<String> lines = outcomes("-cp", ChildJvm.classPath(), DeniedAccessMain.class.getName());

        assertThat(lines).hasSize(2 * DeniedAccessMain.CALLS.size()).allMatch(line -> line.contains("ALL-UNNAMED"));
        assertThat(lines.get(0)).isEqualTo(DENIED + "ALL-UNNAMED / ");
        assertThat(String.join("\n", lines)).doesNotContain("IllegalCallerException");
    }

    @Test
    void onTheModulePathEachFirstCallNamesTheFlag(@TempDir Path directory) throws Exception {
        Path module = jar(directory, placeOf(NativeAccess.class), "", "io.github.dmabuf4j");
        Path program = placeOf(DeniedAccessMain.class).equals(placeOf(NativeAccess.class))
                ? module
                : jar(directory, placeOf(DeniedAccessMain.class), "io/github/dmabuf4j/support", "denied.access");
        List<String> lines = outcomes(
                "-p",
                String.join(
                        ":",
                        module.toString(),
                        program.toString(),
                        placeOf(Logger.class).toString()),
                "--add-modules",
                "io.github.dmabuf4j",
                "-m",
                (program.equals(module) ? "io.github.dmabuf4j" : "denied.access") + "/"
                        + DeniedAccessMain.class.getName());

        assertThat(lines)
                .hasSize(2 * DeniedAccessMain.CALLS.size())
                .allMatch(line -> line.contains("--enable-native-access=io.github.dmabuf4j"));
        assertThat(lines.get(0)).isEqualTo(DENIED + "io.github.dmabuf4j / ");
    }

    /** The lines that a JVM writes which denies native access to all that it is not allowed to. */
    private static List<String> outcomes(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(ChildJvm.java()));
        command.addAll(ChildJvm.SMALL);
        // Before 24, to allow it to one module denies it to all others.
        command.add(
                Runtime.version().feature() >= 24
                        ? "--illegal-native-access=deny"
                        : "--enable-native-access=java.logging");
        command.addAll(List.of(options));
        return ChildJvm.run(command).lines().toList();
    }

    private static Path placeOf(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    /** A module of the classes in a directory: its own, or an automatic one. */
    private static Path jar(Path directory, Path classes, String below, String moduleName) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Automatic-Module-Name", moduleName);
        Path jar = directory.resolve(moduleName + ".jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest);
                Stream<Path> all = Files.walk(classes.resolve(below))) {
            for (Path each : all.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(each).toString()));
                Files.copy(each, out);
            }
        }
        return jar;
    }
}
