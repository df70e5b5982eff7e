// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.procfs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ControlGroupFileTest {
    @Test
    void version2HasOneLine() {
        assertThat(ControlGroupFile.path("0::/system.slice/a:b.service\n")).contains("/system.slice/a:b.service");
        assertThat(ControlGroupFile.path("0::/\n")).contains("/");
        assertThat(ControlGroupFile.path("0::/../../web.scope\n")).contains("/../../web.scope");
    }

    @Test
    void ofVersion1TheHierarchyOfMemoryCounts() {
        String docker = "12:cpu,cpuacct:/cpu\n9:hugetlb,memory:/docker/1\n1:name=systemd:/docker/2\n0::/docker/3\n";
        assertThat(ControlGroupFile.path(docker)).contains("/docker/1");
        assertThat(ControlGroupFile.path(docker.replace("memory", "pids"))).contains("/docker/2");
        assertThat(ControlGroupFile.path("5:memory_recursiveprot:/no\n0::/yes\n"))
                .contains("/yes");
    }

    @Test
    void theMarkOfARemovedGroupIsNotAPartOfItsPath() {
        assertThat(ControlGroupFile.path("0::/old.service (deleted)\n")).contains("/old.service");
    }

    @Test
    void whatIsNoPathIsUnknown() {
        assertThat(ControlGroupFile.path("")).isEmpty();
        assertThat(ControlGroupFile.path("0::\n")).isEmpty();
        assertThat(ControlGroupFile.path("memory\n:\nno line\n")).isEmpty();
    }
}
