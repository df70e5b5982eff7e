// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A table of the page, for the template. Texts must be printable; the template escapes them for HTML. */
final class HtmlTable {
    private final String id;
    private final String title;
    private final String intro;
    private final List<Map<String, Object>> headers = new ArrayList<>();
    private final List<Map<String, Object>> rows = new ArrayList<>();
    private String empty = "None.";
    private String more = "";

    HtmlTable(String id, String title, String intro) {
        this.id = id;
        this.title = title;
        this.intro = intro;
    }

    HtmlTable text(String header) {
        headers.add(Map.of("header", header, "style", "text"));
        return this;
    }

    HtmlTable number(String header) {
        headers.add(Map.of("header", header, "style", "number"));
        return this;
    }

    /** Sets the sentence that replaces an empty table. */
    HtmlTable ifEmpty(String sentence) {
        empty = sentence;
        return this;
    }

    /** Sets the sentence below the rows, about rows that are not shown. */
    HtmlTable more(String sentence) {
        more = sentence;
        return this;
    }

    /** Sets the sentence below the rows, about so many rows that are not shown. */
    HtmlTable others(int number) {
        return more(number > 0 ? "And " + number + " more." : "");
    }

    HtmlTable row(TableCell... cells) {
        rows.add(Map.of("cells", List.of(cells).stream().map(TableCell::model).toList()));
        return this;
    }

    Map<String, Object> model() {
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("id", id);
        model.put("title", title);
        model.put("intro", intro);
        model.put("headers", headers);
        model.put("rows", rows);
        model.put("hasRows", !rows.isEmpty());
        model.put("empty", empty);
        model.put("more", more);
        return model;
    }
}
