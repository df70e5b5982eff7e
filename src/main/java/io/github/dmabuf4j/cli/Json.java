// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;

/** Prints maps, lists, texts, numbers and truth values as one JSON document and a line end. */
final class Json {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .configure(JsonGenerator.Feature.AUTO_CLOSE_TARGET, false)
            .build();

    private Json() {}

    static void print(PrintWriter out, Object document) throws IOException {
        try (JsonGenerator generator = FACTORY.createGenerator(out)) {
            generator.useDefaultPrettyPrinter();
            write(generator, document);
        }
        out.println();
    }

    private static void write(JsonGenerator generator, Object value) throws IOException {
        if (value instanceof Map<?, ?> map) {
            writeObject(generator, map);
        } else if (value instanceof List<?> list) {
            writeArray(generator, list);
        } else if (value instanceof Boolean truth) {
            generator.writeBoolean(truth);
        } else if (value instanceof Number number) {
            generator.writeNumber(number.longValue());
        } else {
            generator.writeString(value.toString());
        }
    }

    private static void writeObject(JsonGenerator generator, Map<?, ?> map) throws IOException {
        generator.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            generator.writeFieldName(entry.getKey().toString());
            write(generator, entry.getValue());
        }
        generator.writeEndObject();
    }

    private static void writeArray(JsonGenerator generator, List<?> list) throws IOException {
        generator.writeStartArray();
        for (Object element : list) {
            write(generator, element);
        }
        generator.writeEndArray();
    }
}
