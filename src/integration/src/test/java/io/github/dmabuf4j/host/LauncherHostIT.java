// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.DmaHeap;
import io.github.dmabuf4j.cli.CommandRun;
import io.github.dmabuf4j.host.HostCommand.Outcome;
import io.github.dmabuf4j.support.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The first command of a user, {@code ./dmabuf}, on this machine. It runs in the test VM if this machine can allocate no DMA-BUF. */
@OnHost
class LauncherHostIT {
    private static final Path ROOT = HostCommand.ROOT;

    @TempDir
    private Path directory;

    private Outcome run(String... command) throws IOException, InterruptedException {
        return new HostCommand(directory).run(command);
    }

    private Outcome dmabuf(String... arguments) throws IOException, InterruptedException {
        return new HostCommand(directory).runOfProject("dmabuf", arguments);
    }

    private static boolean hasNoHeaps() throws DmaBufException {
        return DmaHeap.names().isEmpty();
    }

    /** Whether no DMA-BUF can be allocated on this machine, by any user. */
    private static boolean cannotAllocate() throws DmaBufException {
        return hasNoHeaps() && Files.notExists(Path.of("/dev/udmabuf"));
    }

    @Test
    void verifyDoesTheMainJobOnAnyMachine() throws Exception {
        Outcome outcome = dmabuf("verify");
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains("  descriptors left open: none", ": all passed");
        if (cannotAllocate()) {
            assertThat(outcome.err())
                    .matches(
                            "dmabuf: this kernel \\(Linux .*\\) has no DMA heaps, and there is no /dev/udmabuf; running"
                                    + " in the test VM \\(--here forbids that\\)\n");
            assertThat(outcome.out())
                    .contains("ok    system  exporter in sysfs: system", "28 checks on 2 heaps: all passed");
        } else {
            assertThat(outcome.err()).isEmpty();
        }
    }

    @Test
    void theVmCanBeAskedForOnAnyMachine() throws Exception {
        Outcome outcome = dmabuf("--vm", "verify");
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out().lines()).last().isEqualTo("28 checks on 2 heaps: all passed");
        assertThat(outcome.err()).isEmpty();

        Outcome heaps = dmabuf("heaps", "--vm");
        assertThat(heaps.exitCode()).as(heaps.err()).isZero();
        assertThat(heaps.out()).contains("\nsystem ");
    }

    /** A requirement is about this kernel. */
    @Test
    void whatIsRequiredIsNotLookedForInTheVm() throws Exception {
        assumeThat(cannotAllocate())
                .as("neither heaps nor udmabuf on this machine")
                .isTrue();
        Outcome outcome = dmabuf("verify", "--require", "sysfs");
        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err().lines()).hasSize(1);
        assertThat(outcome.err())
                .startsWith(
                        "dmabuf verify: open on the heaps and udmabuf failed: open on /dev/dma_heap/system failed: ")
                .contains("; open on /dev/udmabuf failed: ", "modprobe udmabuf");

        Outcome vm = dmabuf("verify", "--require", "sysfs", "--vm");
        assertThat(vm.exitCode()).as(vm.err()).isZero();
    }

    @Test
    void whatIsWrongIsSaidBeforeTheVmIsStarted() throws Exception {
        Outcome both = dmabuf("verify", "--vm", "--here");
        assertThat(both.exitCode()).isEqualTo(2);
        assertThat(both.err())
                .isEqualTo("dmabuf verify: --here and --vm contradict each other: give one of them (see: dmabuf verify"
                        + " --help)\n");
        Outcome unknown = dmabuf("verify", "--vm", "--require", "magic");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err()).startsWith("dmabuf verify: --require magic: what can be required is ");
        assertThat(dmabuf("--here").err()).isEqualTo("dmabuf: a command is missing (see: dmabuf --help)\n");
    }

    @Test
    void whatGoesWrongInTheVmIsSaidHere() throws Exception {
        Outcome outcome = dmabuf("verify", "--vm", "--heap", "no-such");
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains("the heaps of this machine are:");
    }

    @Test
    void jsonOfTheVmCanBePiped() throws Exception {
        Outcome outcome = dmabuf("alloc", "--count", "2", "--hold", "1ms", "--json");
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(JSON.std.mapFrom(outcome.out()).get("buffers").toString()).contains("size=1048576");
    }

    @Test
    void hereForbidsTheVm() throws Exception {
        assumeThat(hasNoHeaps()).as("no heaps on this kernel").isTrue();
        for (String command : cannotAllocate() ? List.of("verify", "heaps", "alloc") : List.of("heaps", "alloc")) {
            Outcome outcome = dmabuf(command, "--here");
            assertThat(outcome.exitCode()).isEqualTo(3);
            assertThat(outcome.out()).isEmpty();
            assertThat(outcome.err().lines()).hasSize(1);
            assertThat(outcome.err()).startsWith("dmabuf " + command + ": ").contains("CONFIG_DMABUF_HEAPS=y");
        }
    }

    @Test
    void f11_heapsIsAnsweredAboutThisMachine() throws Exception {
        assumeThat(hasNoHeaps()).as("no heaps on this kernel").isTrue();
        Outcome text = dmabuf("heaps");
        assertThat(text.out()).isEmpty();
        Outcome json = dmabuf("heaps", "--json");
        assertThat(json.out()).isEqualToIgnoringWhitespace("[]");
        for (Outcome outcome : List.of(text, json)) {
            assertThat(outcome.exitCode()).isEqualTo(3);
            assertThat(outcome.err().lines()).hasSize(1);
            assertThat(outcome.err())
                    .startsWith("dmabuf heaps: ")
                    .contains("CONFIG_DMABUF_HEAPS=y")
                    .doesNotContain("test VM");
        }
    }

    @Test
    void f12_optionsMayComeBeforeTheCommand() throws Exception {
        assumeThat(hasNoHeaps()).as("no heaps on this kernel").isTrue();
        assertThat(dmabuf("--here", "verify")).isEqualTo(dmabuf("verify", "--here"));
        assertThat(dmabuf("--json", "heaps").out()).isEqualToIgnoringWhitespace("[]");
    }

    /** With the jar, and with this class path. */
    @Test
    void f12_theVersionIsThatOfTheBuild() throws Exception {
        String project = Files.readString(ROOT.resolve("pom.xml"));
        String version = project.split("</?version>", 3)[1];
        assertThat(version).matches("[0-9.]+(-SNAPSHOT)?");
        assertThat(dmabuf("--version").out()).startsWith("dmabuf " + version + "\n");
        assertThat(CommandRun.of("--version").out()).startsWith("dmabuf " + version + "\n");
    }

    @Test
    void badUsageIsSaidWithoutTheVm() throws Exception {
        Outcome outcome = dmabuf("verify", "--size", "0");
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err().lines()).hasSize(1);
        assertThat(outcome.err()).contains("'0' is not the size of a buffer");
    }

    @Test
    void aLinkToTheCommandWorksFromAnywhere() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("a link"), ROOT.resolve("dmabuf"));
        Outcome outcome = run(link.toString(), "--version");
        Files.delete(link);
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).startsWith("dmabuf ");
    }

    @Test
    void withoutMavenItSaysWhatToInstall() throws Exception {
        // A copy that is not built, with only the programs that the script calls on its PATH.
        Path copy = Files.createDirectories(directory.resolve("copy"));
        Files.createDirectories(copy.resolve("src/sh"));
        for (String script : List.of("dmabuf", "src/sh/jdk.sh", "src/sh/build.sh")) {
            Files.copy(ROOT.resolve(script), copy.resolve(script));
        }
        Path tools = Files.createDirectories(directory.resolve("tools"));
        for (String tool : List.of("readlink", "find")) {
            Path script = Files.writeString(tools.resolve(tool), "#!/bin/sh\nexec /usr/bin/" + tool + " \"$@\"\n");
            assertThat(script.toFile().setExecutable(true)).isTrue();
        }
        Outcome outcome = run(
                "/usr/bin/env",
                "PATH=" + tools,
                "/bin/bash",
                copy.resolve("dmabuf").toString(),
                "verify");
        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(outcome.err().lines()).hasSize(1);
        assertThat(outcome.err()).contains("Maven is needed").contains("apt-get install maven");
    }

    @Test
    void anEnvironmentWithoutHomeWillDo() throws Exception {
        Outcome outcome =
                run("/usr/bin/env", "-u", "HOME", ROOT.resolve("dmabuf").toString(), "--version");
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    }

    @Test
    void outputThatCannotBeWrittenIsAFailure() throws Exception {
        Outcome outcome = run("/bin/sh", "-c", "exec " + ROOT.resolve("dmabuf") + " --version >/dev/full");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).isEqualTo("dmabuf: cannot write all output to stdout: it is full or closed\n");
    }

    /** Runs a command whose stdout is a pipe that has no reader when the command starts. */
    private Outcome withClosedOutput(String command) throws Exception {
        return run("/bin/bash", "-c", "exec 5> >(exec true); wait $!; exec " + command + " >&5 5>&-");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "help ls",
                "ls",
                "ls --json",
                "ls -o inode --csv",
                "ps",
                "diff now now",
                "usage",
                "report now",
                "report --out /dev/stdout now",
                "top --interval 100ms",
                "record --interval 100ms --out /dev/stdout",
                "record --interval 100ms --out /proc/self/fd/1"
            })
    void f06_whoHasSeenEnoughOfItIsToldNothing(String command) throws Exception {
        Outcome outcome = withClosedOutput(ROOT.resolve("dmabuf") + " " + command);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isEqualTo(141);
    }

    /** Runs a line of bash in the test's directory, with the variables $dmabuf (the launcher) and $jar (the command line). */
    private Outcome bash(String line) throws Exception {
        String names =
                "dmabuf=" + quoted(ROOT.resolve("dmabuf")) + " jar=" + quoted(ROOT.resolve("src/cli/target/dmabuf.jar"))
                        + " java=" + quoted(Path.of(ChildJvm.java())) + "; ";
        return run("/bin/bash", "-c", names + line);
    }

    private static String quoted(Path path) {
        return "'" + path.toString().replace("'", "'\\''") + "'";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LC_ALL=C $dmabuf",
                "LC_ALL=POSIX $dmabuf",
                "env -u LC_ALL -u LC_CTYPE -u LANG $dmabuf",
                "LC_ALL=C.UTF-8 $dmabuf",
                "LC_ALL=C $java -jar $jar",
                "LC_ALL=C.UTF-8 $java -jar $jar"
            })
    void f05_namesOfFilesGoThroughInEveryLocale(String command) throws Exception {
        Outcome written = bash(command + " report now --out $'gr\\xc3\\xb6\\xc3\\x9fe \\xf0\\x9f\\x98\\x80.html' && "
                + "test -s $'gr\\xc3\\xb6\\xc3\\x9fe \\xf0\\x9f\\x98\\x80.html'");
        assertThat(written.err()).isEmpty();
        assertThat(written.exitCode()).isZero();

        Outcome missing = bash(command + " diff now $'cam\\xc3\\xa9ra'");
        assertThat(missing.err()).isEqualTo("dmabuf diff: cannot read cam\u00e9ra: no such file or directory\n");
        assertThat(missing.exitCode()).isEqualTo(1);
    }

    @Test
    void f05_theNameOfABufferGoesThroughInEveryLocale() throws Exception {
        Outcome outcome = bash("LC_ALL=C $dmabuf alloc --name $'cam\\xc3\\xa9ra' --hold 1ms");
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains(" cam\u00e9ra\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"LC_ALL=C $dmabuf", "LC_ALL=C.UTF-8 $dmabuf", "LC_ALL=C $java -jar $jar"})
    void f05_anArgumentThatIsNotUtf8IsNamed(String command) throws Exception {
        Outcome outcome = bash(command + " diff now $'cam\\xe9ra'");
        assertThat(outcome.err()).isEqualTo("dmabuf: the argument 'cam\\xe9ra' is not UTF-8 text\n");
        assertThat(outcome.exitCode()).isEqualTo(2);
    }

    /** Creates the files that a clone needs to run, in a directory whose name has a space and is not ASCII. */
    private static final String CLONE =
            "clone=$'w gr\\xc3\\xb6\\xc3\\x9fe'; mkdir -p \"$clone\"/src/{library,cli}/src/main"
                    + " \"$clone/src/cli/target\"; touch -d 2000-01-01 \"$clone\"/{.,src/library,src/cli}/pom.xml"
                    + " \"$clone\"/src/{library,cli}/src/main; cp -r \"${dmabuf%/*}/vm\" \"$dmabuf\" \"$clone\"; cp -r"
                    + " \"${dmabuf%/*}/src/sh\" \"$clone/src\"; cp \"$jar\" \"$clone/src/cli/target\"; ";

    @ParameterizedTest
    @ValueSource(strings = {"C", "C.UTF-8"})
    void f05_aCloneMayBeAnywhere(String locale) throws Exception {
        Outcome outcome =
                bash(CLONE + "export LC_ALL=" + locale + "; \"$clone/dmabuf\" --version && \"$clone/dmabuf\" verify");
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out()).startsWith("dmabuf ").contains(": all passed");
    }

    @Test
    void f09_aLineThatDoesNotFitTheHeapIsOneSentence() throws Exception {
        Outcome outcome =
                bash("head -c 20000000 /dev/zero | tr '\\0' x | JDK_JAVA_OPTIONS=-Xmx64m $dmabuf diff now /dev/stdin 2>"
                        + " >(grep -v '^NOTE: ' >&2); exit ${PIPESTATUS[2]}");
        assertThat(outcome.err())
                .startsWith("dmabuf diff: /dev/stdin has a line longer than 3 MiB: it is not a recording of 'dmabuf"
                        + " record', or needs a larger heap than the ");
        assertThat(outcome.err().lines()).hasSize(1);
        assertThat(outcome.exitCode()).isEqualTo(1);
    }

    /** All commands of this machine except one. */
    private static String without(String command) {
        return "mkdir tools; trap '/usr/bin/rm -r tools' EXIT; ln -s /usr/bin/* tools; rm tools/" + command
                + "; PATH=$PWD/tools; ";
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "printf '#!/bin/sh\\nexit 1' >tools/setpriv; chmod +x tools/setpriv; "})
    void f10_withoutSetprivTheCommandRuns(String another) throws Exception {
        Outcome outcome = bash(without("setpriv") + another + "$dmabuf --version");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).startsWith("dmabuf ");
        assertThat(outcome.exitCode()).isZero();
    }

    /** It is needed for links alone. */
    @Test
    void f10_withoutReadlinkItSaysWhatToInstall() throws Exception {
        Outcome outcome = bash("ln -s $dmabuf link; trap 'rm link' EXIT; "
                + without("readlink").replace("EXIT", "0") + "./link --version");
        assertThat(outcome.err())
                .isEqualTo("dmabuf: readlink -f is needed: install it (Debian: apt-get install coreutils)\n");
        assertThat(outcome.exitCode()).isEqualTo(3);
    }

    /** What a clone has when its launcher has run once, and the variable $archive, which is the archive of classes for its JDK. */
    private static final String STARTED_CLONE = CLONE
            + "version() { \"$clone/dmabuf\" --version; }; version >/dev/null; archive=$(ls -d"
            + " \"$clone\"/src/cli/target/archives/*); size=$(stat -c %s \"$archive\"); ((size > 1000000)); ";

    /** The line of the launcher that starts the JVM, with an option more. */
    private static final String LOADED_CLASSES =
            "started=$(bash -x \"$clone/dmabuf\" --version 2>&1 | grep '^+ exec '); started=${started#+ exec }; eval"
                    + " \"${started/ -cp / -Xlog:class+load -cp }\"";

    @Test
    void theFirstCommandMakesAnArchiveOfClassesAndTheNextOneUsesIt() throws Exception {
        Outcome outcome = bash("set -e; " + STARTED_CLONE + LOADED_CLASSES);
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out())
                .containsPattern("io\\.github\\.dmabuf4j\\.cli\\.Main source: shared objects file")
                .containsPattern("picocli\\.CommandLine source: shared objects file");
    }

    /** Damaged, shortened, empty, of another JVM, whose name is in the first bytes, or none, and no place for one. */
    private static final List<String> UNFIT_ARCHIVES = List.of(
            "head -c $size /dev/urandom >\"$archive\"",
            "truncate -s 1000000 \"$archive\"",
            "truncate -s 0 \"$archive\"",
            "at=$(grep -abo -m1 'Server VM' \"$archive\" | head -n 1); printf X | dd of=\"$archive\" bs=1 conv=notrunc"
                    + " seek=\"${at%%:*}\" status=none",
            "rm -r \"${archive%/*}\"; touch \"${archive%/*}\"");

    @Test
    void anArchiveOfClassesThatDoesNotFitIsNotUsed() throws Exception {
        StringBuilder line = new StringBuilder("set -e; " + STARTED_CLONE + "cp \"$archive\" good; ");
        for (String change : UNFIT_ARCHIVES) {
            line.append("cp good \"$archive\"; ").append(change).append("; version; ");
        }
        Outcome outcome = bash(line.toString());
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out().lines().filter(text -> text.startsWith("dmabuf ")))
                .hasSameSizeAs(UNFIT_ARCHIVES);
    }

    @Test
    void anArchiveOfClassesOfAnOlderJarIsMadeAnew() throws Exception {
        Outcome outcome = bash("set -e; " + STARTED_CLONE
                + "jar=$clone/src/cli/target/dmabuf.jar; truncate -s 0 \"$archive\"; touch \"$jar\"; version;"
                + " [[ -s $archive && $archive -nt $jar ]]");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).startsWith("dmabuf ");
    }

    /** Root can write to every directory, so the directory cannot be created instead. */
    @Test
    void f10_whereNothingCanBeBuiltItSaysSo() throws Exception {
        Outcome outcome = bash(CLONE
                + "rm -r \"$clone/src/cli/target\"; touch \"$clone/src/cli/target\"; \"$clone/dmabuf\" --version");
        assertThat(outcome.err()).matches("dmabuf: cannot build, because .*/target is not writable: .*\n");
        assertThat(outcome.exitCode()).isEqualTo(3);
    }

    @Test
    void whatEndsTheLauncherEndsTheCommand() throws Exception {
        Process launcher = new ProcessBuilder(ROOT.resolve("dmabuf").toString(), "alloc", "--hold", "1h")
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output = launcher.inputReader(StandardCharsets.UTF_8)) {
            String line = output.readLine();
            while (line != null && !line.startsWith("FD ")) {
                line = output.readLine();
            }
            assertThat(line).startsWith("FD ");
            List<ProcessHandle> family = launcher.descendants().toList();
            launcher.destroy();
            assertThat(launcher.waitFor()).isEqualTo(143);
            for (ProcessHandle member : family) {
                member.onExit().get(30, TimeUnit.SECONDS);
            }
        } finally {
            launcher.destroyForcibly();
        }
    }
}
