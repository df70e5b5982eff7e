// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.support.ChildJvm;
import io.github.dmabuf4j.support.NativeProgram;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A JVM under a filter like those of container programs. The other tests have none, or one that allows the calls. */
class SeccompFilterTest {
    private static final String FILTERED = "Name:\tjava\nSeccomp:\t2\nSeccomp_filters:\t1\n";

    private static String underFilter(String... options) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(NativeProgram.of("confine").toString()));
        command.addAll(List.of(options));
        command.addAll(ChildJvm.command(SeccompFilterMain.class, ChildJvm.SMALL));
        return ChildJvm.run(command);
    }

    @Test
    void itIsSeenAndSoIsWhatItRefuses() throws Exception {
        assertThat(underFilter()).isEqualTo("filter: true, pidfd_getfd filtered: true\n");
        assertThat(underFilter("--trace")).isEqualTo("filter: true, pidfd_getfd filtered: false\n");
        assertThat(ProcessCalls.isGetFdFiltered()).isFalse();
    }

    @Test
    void itIsReadFromTheStatus() {
        assertThat(SeccompFilter.isSet(FILTERED)).isTrue();
        assertThat(SeccompFilter.isSet(FILTERED.replace('2', '0'))).isFalse();
        assertThat(SeccompFilter.isSet("")).isFalse();
    }

    @Test
    void whatToDoIsSaid() {
        assertThat(SeccompFilter.refusesToTrace("pidfd_open"))
                .isEqualTo(
                        "a seccomp filter refuses pidfd_open to this container or service: start it with a filter that"
                                + " allows the call, as by --cap-add=SYS_PTRACE");
    }
}
