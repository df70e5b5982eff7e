// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The paths are of the forms that the runtimes and systemd make; ID stands for the 64 digits of a container. */
class ControlGroupTest {
    private static final String ID = "0123456789ab" + "cdef".repeat(13);

    private static ControlGroup group(String path) {
        return new ControlGroup(path.replace("ID", ID));
    }

    @ParameterizedTest
    @CsvSource({
        "/system.slice/docker-ID.scope, docker-0123456789ab",
        "/docker/ID, 0123456789ab",
        "/../docker-ID.scope, docker-0123456789ab",
        "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod1_2.slice/cri-containerd-ID.scope,"
                + " cri-containerd-0123456789ab",
        "/kubepods/besteffort/pod1-2/ID, 0123456789ab",
        "/kubepods.slice/kubepods-pod1.slice/crio-ID.scope/container, crio-0123456789ab",
        "/machine.slice/libpod-ID.scope/container, libpod-0123456789ab",
        "/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-ID.scope, libpod-0123456789ab",
        "/system.slice/docker-ID.scope/system.slice/nginx.service, docker-0123456789ab",
        "/lxc.payload.web, web",
        "/lxc.payload.web/system.slice/a.service, web"
    })
    void aContainerIsRecognisedByItsForm(String path, String name) {
        assertThat(group(path).container()).contains(name);
        assertThat(group(path).name()).isEqualTo(name);
    }

    @Test
    void ofNestedContainersTheInnermostCounts() {
        String inner = "9".repeat(64);

        assertThat(group("/docker/ID/kubelet/kubepods/pod1/" + inner).container())
                .contains("999999999999");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/..",
                "/system.slice/docker.service",
                "/machine.slice/libpod-conmon-ID.scope",
                "/a-ID-b.scope",
                "/docker/0123456789abcdef",
                "/lxc.payload.",
                "/lxc.monitor.web"
            })
    void otherFormsAreNotContainers(String path) {
        assertThat(group(path).container()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/system.slice/camera.service, camera.service",
        "/system.slice/camera.service/worker, camera.service",
        "/user.slice/user-1000.slice/session-2.scope, session-2.scope",
        "/user.slice/user-1000.slice/user@1000.service/app.slice/app-gnome-player-7.scope, app-gnome-player-7.scope",
        "/user.slice/user-1000.slice, user-1000.slice",
        "/init.scope, init.scope"
    })
    void theInnermostUnitCounts(String path, String unit) {
        assertThat(group(path).unit()).contains(unit);
        assertThat(group(path).name()).isEqualTo(unit);
    }

    @Test
    void aGroupOfAnotherFormIsCalledByItsPath() {
        assertThat(group("/limited").name()).isEqualTo("/limited");
        assertThat(group("/").name()).isEqualTo("/");
        assertThat(group("/limited").unit()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/system.slice/camera.service/worker, /system.slice/camera.service",
        "/system.slice/camera.service, /system.slice/camera.service",
        "/system.slice/docker-ID.scope/system.slice/a.service, /system.slice/docker-ID.scope",
        "/../web.scope/x, /../web.scope",
        "/user.slice/user-1000.slice, /user.slice/user-1000.slice",
        "/limited/a, /limited/a",
        "/, /"
    })
    void groupsBelowAContainerOrServiceBelongToIt(String path, String whole) {
        assertThat(group(path).whole()).isEqualTo(group(whole));
    }
}
