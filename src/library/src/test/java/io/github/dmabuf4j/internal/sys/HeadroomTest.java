// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.support.ChildJvm;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadroomTest {
    private static final String NOT_COMPILED =
            "-XX:CompileCommand=exclude,io.github.dmabuf4j.internal.sys.HeadroomMain::descend";

    /** Else a close could fail on the same stack on which the descriptor was made. */
    @ParameterizedTest
    @ValueSource(strings = {"-Xint", "-XX:TieredStopAtLevel=1", "-XX:+TieredCompilation"})
    void f19_anEndAsksForLessStackThanABeginning(String compilers) throws Exception {
        String printed = ChildJvm.run(
                HeadroomMain.class, compilers, "-Xbatch", "-XX:+UseSerialGC", "-XX:CompileCommand=quiet", NOT_COMPILED);
        String[] frames = printed.strip().split(" ", -1);
        int toBegin = Integer.parseInt(frames[0]);
        assertThat(toBegin).as("frames for a beginning").isGreaterThan(20);
        assertThat(Integer.parseInt(frames[1]))
                .as("frames for an end, where a beginning needs %s", toBegin)
                .isBetween(toBegin / 4, toBegin * 2 / 3);
    }
}
