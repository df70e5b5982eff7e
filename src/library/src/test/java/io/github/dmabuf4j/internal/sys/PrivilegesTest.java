// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import static io.github.dmabuf4j.internal.sys.Capability.CAP_DAC_OVERRIDE;
import static io.github.dmabuf4j.internal.sys.Capability.CAP_SYS_PTRACE;
import static io.github.dmabuf4j.internal.sys.Capability.CAP_SYS_RESOURCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.internal.gen.LibC;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PrivilegesTest {
    private static final String ALL = "000001ffffffffff";
    /** What a container has that is started without options. */
    private static final String CONTAINER = "00000000a80425fb";

    private static Privileges privileges(int uid, String effective, String bounding) {
        String status = "Name:\tCapEff:\nUid:\t7\t7\t7\t" + uid + "\nCapPrm:\t" + ALL + "\nCapEff:\t" + effective
                + "\nCapBnd:\t" + bounding + "\n";
        return Privileges.of(status, true);
    }

    @Test
    void f07_anOrdinaryUserIsToldToBecomeRootWhereRootMay() {
        assertThat(privileges(1000, "0000000000000000", ALL).missing(CAP_SYS_PTRACE))
                .isEqualTo("run as root (CAP_SYS_PTRACE is needed)");
    }

    @Test
    void f07_rootOfAContainerIsToldWhichCapabilityItLacks() {
        Privileges root = privileges(0, CONTAINER, CONTAINER);

        assertThat(root.missing(CAP_SYS_PTRACE))
                .isEqualTo("CAP_SYS_PTRACE is needed, which this root lacks: start the container or service with it");
        assertThat(root.missing(CAP_SYS_RESOURCE)).contains("CAP_SYS_RESOURCE is needed, which this root lacks");
    }

    @Test
    void f07_anOrdinaryUserWhoseRootMayNotEitherIsNotToldToBecomeRoot() {
        assertThat(privileges(1000, "0000000000000000", CONTAINER).missing(CAP_SYS_PTRACE))
                .isEqualTo("CAP_SYS_PTRACE is needed, which this user and its root lack:"
                        + " start the container or service with it");
    }

    @Test
    void f07_rootOfAnotherUserNamespaceIsToldThatItsCapabilitiesCountForLittle() {
        assertThat(new Privileges(true, -1, -1, false).missing(CAP_DAC_OVERRIDE))
                .isEqualTo("CAP_DAC_OVERRIDE is needed outside of this user namespace: run outside of this container");
    }

    @Test
    void f07_whoHasTheCapabilityIsToldThatSomethingElseForbidsIt() {
        assertThat(privileges(0, ALL, ALL).missing(CAP_SYS_PTRACE))
                .isEqualTo("this process has CAP_SYS_PTRACE: a security module or a mount option forbids it");
    }

    @Test
    void f07_aDeviceThatAControlGroupForbidsIsNoMatterOfPermissions() {
        Privileges root = privileges(0, CONTAINER, CONTAINER);

        assertThat(root.missingForDevice("/dev/x", LibC.EPERM()))
                .isEqualTo("this container or service is not allowed this device: start it with the device, as by"
                        + " --device=/dev/x");
        assertThat(root.missingForDevice("/dev/x", LibC.EACCES())).contains("this process has CAP_DAC_OVERRIDE");
        // Root need not override the permissions of what belongs to it.
        assertThat(privileges(1000, "0", "0").missingForDevice("/dev/x", LibC.EACCES()))
                .isEqualTo("run as root");
        assertThat(privileges(0, "0", "0").missingForFileOfRoot()).contains("CAP_DAC_OVERRIDE is needed, which");
    }

    @Test
    void f07_whoCannotMountIsNotToldToMount() {
        assertThat(privileges(0, ALL, ALL).toHaveMounted("debugfs", "/d"))
                .isEqualTo("is debugfs mounted? mount -t debugfs debugfs /d");
        assertThat(privileges(1000, "0", CONTAINER).toHaveMounted("debugfs", "/d"))
                .isEqualTo("debugfs is not mounted in this container or service: start it with the machine's, as by"
                        + " --volume=/d:/d:ro");
        assertThat(new Privileges(true, -1, -1, false).toHaveMounted("debugfs", "/d"))
                .isEqualTo("debugfs is not mounted in this container: run outside of it");
    }

    @Test
    void f07_inAContainerOfAnOrdinaryUserItsGroupIsThatOfTheUser() {
        assertThat(privileges(0, ALL, ALL).toJoinItsGroup()).isEqualTo("and join that group");
        assertThat(new Privileges(true, -1, -1, false).toJoinItsGroup()).contains(" outside of this container");
    }

    @Test
    void withoutProcfsItIsAnOrdinaryUser() {
        assertThat(Privileges.of("", true)).isEqualTo(new Privileges(false, 0, -1, true));
    }

    @Test
    void thoseOfThisThreadAreRead() throws IOException {
        Privileges mine = Privileges.ofThisThread();
        String status = Files.readString(Path.of("/proc/thread-self/status"));

        assertThat(status).contains("CapEff:\t" + "%016x".formatted(mine.effective()));
        assertThat(status).contains("CapBnd:\t" + "%016x".formatted(mine.bounding()));
    }
}
