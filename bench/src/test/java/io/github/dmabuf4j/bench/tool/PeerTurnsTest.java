// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.Result;

class PeerTurnsTest {
    private static PeerTurns turns(int warmups, String script) {
        Map<PeerWay, List<String>> commands = new EnumMap<>(PeerWay.class);
        for (PeerWay way : PeerWay.values()) {
            commands.put(way, List.of("sh", "-c", script, "sh", Integer.toString(way.threads())));
        }
        return new PeerTurns(PeerTurns.settings(warmups, commands));
    }

    private static List<String> iteration(PeerTurns turns) {
        turns.beforeIteration(null, null);
        List<String> results = new ArrayList<>();
        for (Result<?> result : turns.afterIteration(null, null, null)) {
            results.add(result.getLabel() + " " + result.getScore());
        }
        return results;
    }

    @Test
    void eachProgramAnswersOnceBeforeEachIterationThatCounts() {
        PeerTurns turns = turns(2, "i=0; while read -r line; do i=$((i + 1)); echo $1.$i; done");

        assertThat(iteration(turns)).isEmpty();
        assertThat(iteration(turns)).isEmpty();
        assertThat(iteration(turns)).containsExactly("peer C 1.1", "peer C, 2 threads 2.1");
        assertThat(iteration(turns)).containsExactly("peer C 1.2", "peer C, 2 threads 2.2");
    }

    @Test
    void aProgramThatEndsIsAFailure() {
        PeerTurns turns = turns(0, "read -r line; exit 3");

        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(() -> iteration(turns))
                .withMessageStartingWith("sh -c read")
                .withMessageEndingWith(" failed with exit code 3");
    }
}
