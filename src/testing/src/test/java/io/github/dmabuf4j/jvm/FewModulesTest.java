// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.support.ChildJvm;
import org.junit.jupiter.api.Test;

/** A runtime without Flight Recorder and JMX, as jlink makes it. */
class FewModulesTest {
    @Test
    void theLibraryWorksWithJavaBaseAlone() throws Exception {
        assertThat(ChildJvm.run(FewModulesMain.class, "--limit-modules=java.base", "-Dio.github.dmabuf4j.jmx=true"))
                .isEqualTo("""
                        jdk.jfr false, java.management false
                        1 buffers
                        UnsupportedOperationException: this JVM has no module java.management: add it with \
                        --add-modules java.management, or to the image of jlink
                        0 buffers
                        """);
    }
}
