// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class ManualPageTest {
    private final CommandLine dmabuf =
            Main.commandLine(new PrintWriter(Writer.nullWriter()), new PrintWriter(Writer.nullWriter()));

    @Command(
            name = "probe",
            description = "Does nothing: it is a probe. It has no options.",
            footerHeading = "%nExamples:%n",
            footer = {"Two of them:", "  probe --size   *all*", "  probe", "It is done."})
    private static final class Probe {}

    private String page(String... path) throws IOException {
        CommandLine command = dmabuf;
        for (String name : path) {
            command = command.getSubcommands().get(name);
        }
        return new ManualPage(command.getCommandSpec()).text();
    }

    @Test
    void aPageHasTheOptionsAndTheExitCodesOfAllCommands() throws IOException {
        assertThat(page("ls"))
                .contains("= dmabuf-ls(1)", "dmabuf-ls - lists every DMA-BUF of the machine\n", "*--kernel-only*::")
                .contains("== Exit status", "*141*::", "== See also\n\n*dmabuf*(1)\n");
    }

    @Test
    void aPageHasItsExamplesOnce() throws IOException {
        assertThat(page("ls"))
                .containsOnlyOnce("dmabuf ls --kernel-only")
                .containsOnlyOnce("== Examples")
                .doesNotContain("EXAMPLES");
    }

    @Test
    void aCommandBelowACommandHasAPageOfItsOwn() throws IOException {
        assertThat(page("bpf", "pin")).contains("= dmabuf-bpf-pin(1)", "*--group*", "*dmabuf-bpf*(1)");
    }

    @Test
    void theMainPageHasNotesFilesAndAllCommands() throws IOException {
        assertThat(page())
                .contains("== Examples", "== Notes", "\\xNN is a byte that is not UTF-8")
                .contains("dmabuf top                the processes, continuously\ndmabuf help ls")
                .contains("== Environment", "== Files", "*dmabuf-ls*(1)", "*dmabuf-bpf*(1)");
    }

    @Test
    void theVersionIsThatOfTheProgramAndNotOfTheBuildMachine() throws IOException {
        assertThat(page()).contains(":mansource: dmabuf ").doesNotContain(System.getProperty("java.version"));
    }

    @Test
    void examplesKeepTheirSpacesAndStars() throws IOException {
        ManualPage page = new ManualPage(new CommandLine(new Probe()).getCommandSpec());
        assertThat(page.text())
                .contains("probe - does nothing\n", "== Examples", "\nTwo of them:\n")
                .contains("....\nprobe --size   *all*\nprobe\n....\n\n== Notes\n\n[subs=specialchars]\nIt is done.");
    }
}
