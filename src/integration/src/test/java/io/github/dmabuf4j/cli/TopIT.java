// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli;

import static io.github.dmabuf4j.support.KernelFeature.BUFFERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.support.Heaps;
import io.github.dmabuf4j.support.Holder;
import io.github.dmabuf4j.support.Needs;
import io.github.dmabuf4j.support.RealKernel;
import io.github.dmabuf4j.support.Smoke;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code top} on a kernel with buffers. */
@RealKernel
@Needs(BUFFERS)
@Smoke
class TopIT {
    private static String top(String... options) {
        List<String> arguments = new ArrayList<>(List.of("top", "--plain", "--no-human", "--interval=500ms"));
        arguments.addAll(List.of(options));
        CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        return run.out();
    }

    @Test
    void aHolderAndItsBufferAreShown() throws IOException {
        try (Holder holder = Holder.start()) {
            long inode = holder.alloc(Heaps.ordinary(), 3 << 20, 1);
            holder.name(1, "evil\u001b\n");

            assertThat(top("--count=1").lines())
                    .anyMatch(line -> line.matches(" *" + holder.pid() + " +1 +1 +0 +3145728 +3145728 +-  holder"));
            assertThat(top("--count=1", "--view=buffers").lines())
                    .anyMatch(line -> line.matches(
                            " *" + inode + " +3145728 +- .* " + Heaps.ordinary() + " +evil\\\\u001b\\\\u000a"));
            assertThat(top("--count=2", "--view=exporters").lines())
                    .anyMatch(line -> line.matches(".* 0  " + Heaps.ordinary()));
        }
    }
}
