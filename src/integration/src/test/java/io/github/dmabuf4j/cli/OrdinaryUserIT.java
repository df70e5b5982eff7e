// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli;

import static io.github.dmabuf4j.support.KernelFeature.SYSTEM_HEAP;
import static io.github.dmabuf4j.support.KernelFeature.UDMABUF;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.cli.command.ExitCode;
import io.github.dmabuf4j.support.GivenDevices;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.RealKernel;
import io.github.dmabuf4j.support.UdevRules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ordinary users: without a rule of udev, and as members of the groups to which the rules give the devices. */
@RealKernel
@Needs({SYSTEM_HEAP, UDMABUF})
@Timeout(180)
class OrdinaryUserIT {
    private static final Path UDMABUF = Path.of("/dev/udmabuf");

    /** Any group; that to which udev's own rules give the device need not exist on this machine. */
    private static final int GROUP_OF_UDMABUF = 1234;

    private static final int SHARED_MODE = 0660;
    private static final String MEMBER = "setpriv --reuid=1001 --regid=1001 --groups=video," + GROUP_OF_UDMABUF + " ";
    private static final String OTHER_MEMBER = "setpriv --reuid=1002 --regid=1002 --groups=video ";

    @TempDir
    private Path directory;

    @Test
    void withoutARuleItIsSaidHowToGiveTheDeviceToAGroup() throws Exception {
        assertThat(new Elsewhere(directory).callAll(Elsewhere.NOBODY))
                .anyMatch(line ->
                        line.matches("heap: NoPermissionException .* EACCES .*; run as root, or let a group use the"
                                + " device by a udev rule such as SUBSYSTEM==\"dma_heap\", .* and join that group"))
                .anyMatch(line ->
                        line.matches("udmabuf: NoPermissionException .* EACCES .*; run as root, or let a group use"
                                + " the device by a udev rule such as KERNEL==\"udmabuf\", .* and join that group"));
    }

    @Test
    void aMemberOfTheGroupsUsesTheDevices() throws Exception {
        try (GivenDevices devices = new GivenDevices()) {
            UdevRules.apply(devices);
            devices.give(UDMABUF, GROUP_OF_UDMABUF, SHARED_MODE);
            List<String> commands = List.of("heaps", "verify", "alloc --hold=1ms", "ls", "ps", "usage");
            List<CommandRun> runs = new Elsewhere(directory).runAll(MEMBER, commands);
            assertThat(runs).extracting(CommandRun::err).containsOnly("");
            assertThat(runs).extracting(CommandRun::exitCode).containsOnly(ExitCode.OK);
            assertThat(runs.get(0).out()).contains("system").doesNotContain("udev rule");
            assertThat(new Elsewhere(directory).callAll(MEMBER))
                    .contains(
                            "heap: ok",
                            "udmabuf: ok",
                            "access: ok",
                            "fences: ok",
                            "share: ok",
                            "holders: ok",
                            "take: ok");
        }
    }

    @Test
    void twoMembersShareABuffer() throws Exception {
        // A socket in it belongs to the group, whose members may connect with this umask.
        Path sockets = Files.createDirectory(directory.resolve("sockets"));
        Files.setAttribute(sockets, "unix:gid", UdevRules.numberOf("video"));
        Files.setPosixFilePermissions(sockets, PosixFilePermissions.fromString("rwxrwx---"));
        Path socket = sockets.resolve("socket");
        try (GivenDevices devices = new GivenDevices()) {
            UdevRules.apply(devices);
            Elsewhere elsewhere = new Elsewhere(directory);
            String sharing = elsewhere.program(GroupSharing.class);
            CommandRun run = elsewhere
                    .with(List.of(
                            "chmod g+s " + sockets,
                            "umask 007",
                            MEMBER + sharing + " send " + socket + " &",
                            "until [ -S " + socket + " ]; do sleep 0.1; done"))
                    .exec(OTHER_MEMBER + sharing + " receive " + socket);
            assertThat(run.err()).isEmpty();
            assertThat(run.exitCode()).isZero();
            assertThat(run.lines()).containsExactlyInAnyOrder("sent to user 1002", "received 42 from user 1001");
        }
    }
}
