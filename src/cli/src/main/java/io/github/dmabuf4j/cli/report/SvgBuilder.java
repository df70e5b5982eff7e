// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.report;

/** Builds SVG text. */
final class SvgBuilder {
    private final StringBuilder text = new StringBuilder();

    /** Adds an element without content. Names must be valid; values are escaped. */
    SvgBuilder empty(String name, String... attributes) {
        start(name, attributes);
        text.insert(text.length() - 1, '/');
        return this;
    }

    SvgBuilder start(String name, String... attributes) {
        text.append('<').append(name);
        for (int i = 0; i < attributes.length; i += 2) {
            text.append(' ')
                    .append(attributes[i])
                    .append("=\"")
                    .append(escaped(attributes[i + 1]))
                    .append('"');
        }
        text.append('>');
        return this;
    }

    SvgBuilder end(String name) {
        text.append("</").append(name).append('>');
        return this;
    }

    SvgBuilder element(String name, String content, String... attributes) {
        start(name, attributes);
        text.append(escaped(content));
        return end(name);
    }

    static String escaped(String value) {
        return value.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
