// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.procfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.internal.gen.LibC;
import io.github.dmabuf4j.internal.sys.KernelText;
import io.github.dmabuf4j.internal.sys.Sys;
import io.github.dmabuf4j.support.EvilNames;
import io.github.dmabuf4j.support.ProcTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenBufferTest {
    private static final int NOWHERE = -1;

    @TempDir
    Path folder;

    private final List<ReadProblem> problems = new ArrayList<>();
    private final BufferLines lines = new BufferLines();

    private Optional<OpenBuffer> parse(String text) {
        return parse(text, NOWHERE);
    }

    /** As from an array that was used for a longer file before. */
    private Optional<OpenBuffer> parse(String text, int links) {
        byte[] bytes = KernelText.encode(text + "size:\t7\nino:\t7\nname:\tleft\n");
        lines.read(bytes, KernelText.length(text));
        return Optional.ofNullable(OpenBuffer.parse(5, lines, links, problems));
    }

    private static OpenBuffer buffer(long inode, long size, long references, String exporter, Optional<String> name) {
        return new OpenBuffer(
                5, inode, OptionalLong.of(size), OptionalLong.of(references), Optional.of(exporter), name);
    }

    @Test
    void aBufferIsReadAsTheKernelWritesIt() {
        String text = "pos:\t0\nflags:\t02000002\nmnt_id:\t15\nino:\t42\n"
                + "size:\t1048576\ncount:\t3\nexp_name:\tsystem\nname:\tcamera-0\n";

        assertThat(parse(text)).hasValue(buffer(42, 1_048_576, 3, "system", Optional.of("camera-0")));
    }

    @Test
    void nothingIsLeftOfAFileThatWasReadBefore() {
        parse(ProcTree.fdinfo("42", 4096, 1, "reserved", "camera"));

        assertThat(parse(ProcTree.fdinfo("43", 8192, 2, "system", null)))
                .hasValue(buffer(43, 8192, 2, "system", Optional.empty()));
        assertThat(parse("pos:\t0\nflags:\t02\nmnt_id:\t15\n")).isEmpty();
        assertThat(problems).isEmpty();
    }

    @Test
    void eachBufferHasItsOwnExporter() {
        for (String exporter : List.of("system", "systems", "system", "reserved")) {
            assertThat(parse(ProcTree.fdinfo("42", 4096, 1, exporter, null)).flatMap(OpenBuffer::exporter))
                    .hasValue(exporter);
        }
    }

    @Test
    void aBufferWithoutANameHasNone() {
        assertThat(parse(ProcTree.fdinfo("42", 4096, 1, "reserved", null)))
                .hasValue(buffer(42, 4096, 1, "reserved", Optional.empty()));
    }

    @Test
    void theInodeIsUnsigned() {
        assertThat(parse(ProcTree.fdinfo("18446744073709551615", 4096, 1, "system", null)))
                .hasValueSatisfying(buffer -> assertThat(buffer.inode()).isEqualTo(-1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x\nsize:\t1",
                "\nsize:\t1\n",
                "size:\t1",
                "\nino:\t7",
                "\nsize:\t1\nino:\t7",
                "\ncount:\t9",
                "\nexp_name:\tforged",
                "\nexp_name:\t",
                "\nname:\tforged",
                "\nname:\t\nname:\t",
                "\n",
                "\n\n\n",
                "",
                " x ",
                "\r\nsize:\t1",
                "\u2028size:\t1"
            })
    void row24_aForgedLineInTheNameChangesNoFigure(String name) {
        assertThat(parse(ProcTree.fdinfo("42", 4096, 2, "system", name)))
                .hasValue(buffer(42, 4096, 2, "system", Optional.of(name)));
    }

    @Test
    void row24_randomNamesForgeNothing() {
        Random random = new Random(24);
        for (int round = 0; round < 5000; round++) {
            String name = EvilNames.next(random);

            assertThat(parse(ProcTree.fdinfo("42", 4096, 2, "system", name)))
                    .as("round %d", round)
                    .hasValue(buffer(42, 4096, 2, "system", Optional.of(name)));
        }
    }

    /** The real file has an inode of its own: a name must not lead to another. */
    @ParameterizedTest
    @ValueSource(strings = {"camera-0", "\nino:\t7", "x\nino:\t7\nsize:\t1"})
    void row24_beforeLinux514TheInodeIsThatOfTheLinksTarget(String name) throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        Files.createSymbolicLink(folder.resolve("5"), file);
        long inode = (long) Files.getAttribute(file, "unix:ino");
        String text = ProcTree.fdinfo("1", 4096, 2, "system", name).replaceFirst("ino:\t1\n", "");

        int links = Sys.open(folder.toString(), LibC.O_RDONLY() | LibC.O_CLOEXEC());
        try {
            assertThat(parse(text, links)).hasValue(buffer(inode, 4096, 2, "system", Optional.of(name)));
        } finally {
            Sys.close(links);
        }
    }

    @Test
    void withoutAnInodeAndALinkItIsNone() {
        assertThat(parse(ProcTree.fdinfo("1", 4096, 2, "system", "x").replaceFirst("ino:\t1\n", "")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "pos:\t0\nflags:\t0100002\nmnt_id:\t29\nino:\t9\n"})
    void aDescriptorOfSomethingElseIsNone(String text) {
        assertThat(parse(text)).isEmpty();
        assertThat(problems).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ino:\t9\nsize:\t4096\ncount:\t1\n",
                "ino:\t9\nsize:\t4096\ncount:\t1\nexp_name:\t\n",
                "ino:\t9\nsize:\tx\ncount:\t1\nexp_name:\tsystem\n",
                "ino:\t9\nsize:\t-1\ncount:\t1\nexp_name:\tsystem\n",
                "ino:\t9\nsize:\t4096\ncount:\t\nexp_name:\tsystem\n",
                "ino:\t9\ncount:\t1\nexp_name:\tsystem\nname:\tx\nsize:\t1\n"
            })
    void f01_whatIsNotUnderstoodIsNotedAndCostsNotTheBuffer(String lines) {
        assertThat(parse("pos:\t0\nflags:\t02\nmnt_id:\t15\n" + lines))
                .hasValueSatisfying(buffer -> assertThat(buffer.inode()).isEqualTo(9));
        assertThat(problems)
                .extracting(ReadProblem::text)
                .containsExactly("size, count or exporter of fd 5 make no sense");
    }

    @Test
    void f01_anInodeThatMakesNoSenseIsNoted() {
        assertThat(parse(ProcTree.fdinfo("x", 4096, 1, "system", null))).isEmpty();
        assertThat(problems).extracting(ReadProblem::text).containsExactly("the inode of fd 5 makes no sense");
    }
}
