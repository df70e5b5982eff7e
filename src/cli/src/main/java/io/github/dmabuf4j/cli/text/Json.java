// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.text;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/**
 * Writes maps, lists, texts, numbers, booleans and nulls as JSON, and reads objects. All characters outside of ASCII are
 * escaped. A byte 0xNN of a name that is not UTF-8 is written as {@code \\udcNN}, and read back as the same byte.
 */
public final class Json {
    // A name must not steer a terminal: some characters above the space do.
    private static final JSON COMPACT = JSON.builder(new JsonFactoryBuilder()
                    .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                    .characterEscapes(new WithDelete())
                    .build())
            .enable(JSON.Feature.WRITE_NULL_PROPERTIES)
            .build();
    private static final JSON PRETTY = COMPACT.with(JSON.Feature.PRETTY_PRINT_OUTPUT);

    /** The escapes of JSON, and one for U+007F, a control character that JSON does not require to be escaped. */
    private static final class WithDelete extends CharacterEscapes {
        private static final long serialVersionUID = 1L;

        @Override
        public int[] getEscapeCodesForAscii() {
            int[] codes = standardAsciiEscapesForJSON();
            codes['\u007f'] = ESCAPE_STANDARD;
            return codes;
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int character) {
            return null;
        }
    }

    private Json() {}

    /** Prints a document on several lines, and a line end. */
    public static void print(PrintWriter out, Object document) throws IOException {
        out.println(PRETTY.asString(document));
    }

    /** A document in one line, without the line end. */
    public static String line(Object document) throws IOException {
        return COMPACT.asString(document);
    }

    /**
     * Reads a text that is one JSON object and nothing else.
     *
     * @throws IOException when the text is something else; the message says what is wrong
     */
    public static JsonObject parse(String text) throws IOException {
        try {
            return document(text);
        } catch (JsonEOFException cut) {
            throw new IOException("it ends within a JSON document", cut);
        } catch (JacksonException malformed) {
            JsonLocation place = malformed.getLocation();
            throw new IOException(
                    "it is not JSON at line " + place.getLineNr() + ", column " + place.getColumnNr(), malformed);
        }
    }

    private static JsonObject document(String text) throws IOException {
        try (JsonParser parser = JSON.std.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("it is not a JSON object");
            }
            JsonObject document = new JsonObject(JSON.std.mapFrom(parser));
            if (parser.nextToken() != null) {
                throw new IOException("it has text after its end");
            }
            return document;
        }
    }
}
