// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.frame.interop;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of fixed caps with one structure, as {@code gst_caps_to_string} writes it. */
final class CapsText {
    private static final Pattern HEAD = Pattern.compile("\\s*([\\w.+/:-]+)\\s*(?:\\(([^()]*)\\))?\\s*");

    /** A name, perhaps a type in parentheses, and a value that is quoted, or has no comma. */
    private static final Pattern FIELD = Pattern.compile(
            ",\\s*([\\w-]+)\\s*=\\s*(?:\\(\\s*\\w+\\s*\\)\\s*)?(\"(?:[^\"\\\\]|\\\\.)*\"|[^,;\"]+?)\\s*(?=[,;]|$)");

    /** What a list, or a range, of values begins with. */
    private static final Pattern CHOICE = Pattern.compile("[{\\[<].*", Pattern.DOTALL);

    private final String text;
    private final String mediaType;
    private final Set<String> features;
    private final Map<String, String> fields = new HashMap<>();

    private CapsText(String text, Matcher head) {
        this.text = text;
        this.mediaType = head.group(1);
        String list = head.group(2);
        this.features = list == null ? Set.of() : Set.of(list.trim().split("\\s*,\\s*", 0));
    }

    static CapsText parse(String text) {
        Matcher head = HEAD.matcher(text);
        if (!head.lookingAt()) {
            throw new IllegalArgumentException("not caps of GStreamer: '" + text + "'");
        }
        CapsText caps = new CapsText(text, head);
        caps.readFields(head.end());
        return caps;
    }

    private void readFields(int begin) {
        int at = begin;
        Matcher field = FIELD.matcher(text);
        while (field.region(at, text.length()).lookingAt()) {
            fields.put(field.group(1), unquoted(field.group(2)));
            at = field.end();
        }
        String rest = text.substring(at).trim();
        if (rest.matches(";.*\\w.*")) {
            throw refused("they have several structures, so they do not describe one frame");
        }
        if (!rest.isEmpty() && !rest.equals(";")) {
            throw refused("'" + rest + "' is not a field with one value");
        }
    }

    private static String unquoted(String value) {
        return value.startsWith("\"") ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1") : value;
    }

    String mediaType() {
        return mediaType;
    }

    boolean hasFeature(String feature) {
        return features.contains(feature);
    }

    Optional<String> find(String field) {
        Optional<String> value = Optional.ofNullable(fields.get(field));
        if (value.filter(CHOICE.asMatchPredicate()).isPresent()) {
            throw refused(field + " is not fixed");
        }
        return value;
    }

    String get(String field) {
        return find(field).orElseThrow(() -> refused("they have no " + field));
    }

    int number(String field) {
        String value = get(field);
        if (!value.matches("\\d{1,9}")) {
            throw refused(field + " is not a number of pixels");
        }
        return Integer.parseInt(value);
    }

    IllegalArgumentException refused(String why) {
        return new IllegalArgumentException("cannot read the caps '" + text + "': " + why);
    }
}
