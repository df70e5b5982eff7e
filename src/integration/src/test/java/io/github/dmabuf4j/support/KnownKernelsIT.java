// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Compares what {@link TestKernel} says that this kernel lacks with what it really lacks. */
@RealKernel
@Smoke
class KnownKernelsIT {
    @ParameterizedTest
    @EnumSource
    void whatIsKnownOfThisKernelIsTrue(KernelFeature feature) {
        TestKernel kernel = TestKernel.current();
        assumeTrue(kernel.isInVm(), "nothing is known of the kernel of another machine");
        Optional<String> problem = feature.problem();
        assertThat(kernel.lacks(feature))
                .as("%s lacks %s (found out: %s)", kernel, feature, problem.orElse("it is there"))
                .isEqualTo(problem.isPresent());
    }
}
