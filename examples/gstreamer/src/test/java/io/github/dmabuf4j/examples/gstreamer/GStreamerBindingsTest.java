// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.examples.gstreamer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.examples.gstreamer.gen.GStreamer;
import io.github.dmabuf4j.support.BindingsContract;
import io.github.dmabuf4j.support.Checkout;
import io.github.dmabuf4j.support.GeneratedBindings;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Compares the generated bindings of the example with the headers; native-headers/README.md describes how. That the umbrella header
 * compiles says that the functions have the prototypes which it declares.
 */
class GStreamerBindingsTest extends BindingsContract {
    private static final String UMBRELLA = "examples/gstreamer/native/gstreamer.h";
    private static final String CALLS =
            "examples/gstreamer/src/main/java/io/github/dmabuf4j/examples/gstreamer/Gst.java";

    GStreamerBindingsTest() {
        super(GeneratedBindings.of(GStreamer.class, UMBRELLA));
    }

    @Test
    void theHeaderDeclaresEachFunctionThatJavaCalls() throws IOException {
        assertThat(names(UMBRELLA, "\\b(g(?:st)?_[a-z_]+)\\("))
                .isEqualTo(names(CALLS, "NativeFunction.of\\(\\w+, \"(\\w+)\"\\)"));
    }

    private static Set<String> names(String file, String pattern) throws IOException {
        return Pattern.compile(pattern)
                .matcher(Files.readString(Checkout.root().resolve(file)))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
