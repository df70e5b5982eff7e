// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.support.Checkout;
import io.github.dmabuf4j.support.HeaderProbe;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares what Java knows of the records with native-headers/dmabuf4j_bpf.h. */
class LayoutTest {
    private static final String HEADER = "native-headers/dmabuf4j_bpf.h";

    /** Each constant of {@link Layout}, and what it is in C. */
    private static final Map<String, List<String>> IN_C = inC();

    private static Map<String, List<String>> inC() {
        Map<String, List<String>> inC = new LinkedHashMap<>();
        for (String name : List.of(
                "VERSION",
                "BUFFER",
                "NAME",
                "EXPORTER",
                "DEVICE",
                "FENCE",
                "COUNT",
                "PROCESS",
                "FILE",
                "MAPPING",
                "UNREAD",
                "END",
                "DEVICE_COUNT",
                "DEVICES_UNREAD",
                "MORE_FENCES",
                "LONG_EXPORTER",
                "FENCE_USAGE",
                "SIGNALED",
                "EXPORTER_BYTES",
                "COMMAND_BYTES")) {
            inC.put(name, List.of("DMABUF4J_" + name));
        }
        inC.put("KIND_AT", List.of(offset("head", "kind")));
        inC.put("VALUE_AT", List.of(offset("head", "value")));
        inC.put(
                "HEAD_BYTES",
                List.of(
                        size("head"),
                        offset("buffer", "inode"),
                        offset("name", "path"),
                        offset("text", "text"),
                        offset("fence", "context"),
                        offset("process", "thread"),
                        offset("file", "inode"),
                        offset("mapping", "inode")));
        inC.put("BUFFER_BYTES", List.of(size("buffer")));
        inC.put("SIZE_AT", List.of(offset("buffer", "size")));
        inC.put("REFERENCES_AT", List.of(offset("buffer", "references")));
        inC.put("EXPORTER_AT", List.of(offset("buffer", "exporter")));
        inC.put("NAME_BYTES", List.of(size("name")));
        inC.put("TEXT_BYTES", List.of(size("text")));
        inC.put("FENCE_BYTES", List.of(size("fence")));
        inC.put("SEQNO_AT", List.of(offset("fence", "seqno")));
        inC.put("PROCESS_BYTES", List.of(size("process")));
        inC.put("START_AT", List.of(offset("process", "start")));
        inC.put("COMMAND_AT", List.of(offset("process", "command")));
        inC.put("FILE_BYTES", List.of(size("file")));
        inC.put("MAPPING_BYTES", List.of(size("mapping")));
        inC.put("OFFSET_AT", List.of(offset("mapping", "offset")));
        inC.put("LENGTH_AT", List.of(offset("mapping", "length")));
        return inC;
    }

    private static String offset(String struct, String field) {
        return "offsetof(struct dmabuf4j_" + struct + ", " + field + ")";
    }

    private static String size(String struct) {
        return "sizeof(struct dmabuf4j_" + struct + ")";
    }

    private static Map<String, Integer> inJava() throws IllegalAccessException {
        Map<String, Integer> constants = new LinkedHashMap<>();
        for (Field field : Layout.class.getDeclaredFields()) {
            if (!field.isSynthetic()) {
                constants.put(field.getName(), field.getInt(null));
            }
        }
        return constants;
    }

    @Test
    void constantsSizesAndOffsetsAreThoseOfTheHeader(@TempDir Path directory) throws Exception {
        Map<String, Long> c = askTheCompiler(directory);
        List<String> differences = new ArrayList<>();
        inJava().forEach((name, value) -> {
            for (String expression : IN_C.getOrDefault(name, List.of("no expression"))) {
                Long there = c.get(expression);
                if (there == null || there.longValue() != value.longValue()) {
                    differences.add(name + ": " + value + " in Java; " + expression + " is " + there);
                }
            }
        });

        assertThat(inJava().keySet()).containsExactlyInAnyOrderElementsOf(IN_C.keySet());
        assertThat(differences).isEmpty();
    }

    private static Map<String, Long> askTheCompiler(Path directory) throws IOException, InterruptedException {
        StringBuilder program = new StringBuilder("#include <stddef.h>\n#include <stdio.h>\n#include \"")
                .append(Checkout.root().resolve(HEADER))
                .append("\"\nint main(void)\n{\n");
        IN_C.values().stream()
                .flatMap(List::stream)
                .forEach(expression -> program.append("    printf(\"%s\\t%lld\\n\", \"")
                        .append(expression)
                        .append("\", (long long) (")
                        .append(expression)
                        .append("));\n"));
        return HeaderProbe.ofLibrary(directory)
                .run(program.append("    return 0;\n}\n").toString());
    }
}
