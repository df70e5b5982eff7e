// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.report;

import com.samskivert.mustache.Mustache;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A self-contained page of HTML: no script, no other file, no network. The template escapes all names, and the page's content
 * security policy forbids a browser to load or run anything, whatever a name contains.
 */
public final class ReportPage {
    private final Timeline timeline;
    private final Optional<Timeline> before;

    /**
     * Creates a page about a recording.
     *
     * @param timeline contains at least one sample
     * @param before the recording to compare it with, if any, with at least one sample
     */
    public ReportPage(Timeline timeline, Optional<Timeline> before) {
        this.timeline = timeline;
        this.before = before;
    }

    /**
     * Writes the page.
     *
     * @param limits sentences about what the figures lack; names in them are printable
     * @param program name and version of the program
     * @param now the time to print as that of the page
     * @return HTML
     */
    public String html(List<String> limits, String program, Instant now) {
        String css = resource("report.css");
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("css", css);
        model.put("cssHash", hash(css));
        model.put("program", program);
        model.put("written", TimeFormat.full(now));
        addHeadline(model);
        new ChartModel(timeline).addTo(model);
        addTables(model);
        addLimits(model, limits);
        // strictSections: a section whose key is not in the model is an error.
        return Mustache.compiler()
                .escapeHTML(true)
                .strictSections(true)
                .withLoader(name -> new StringReader(resource(name + ".html.mustache")))
                .compile(resource("report.html.mustache"))
                .execute(model);
    }

    private void addHeadline(Map<String, Object> model) {
        Headline headline = new Headline(timeline);
        model.put("facts", headline.facts());
        model.put("cards", headline.cards());
        model.put("summary", headline.summary());
    }

    private void addTables(Map<String, Object> model) {
        List<HtmlTable> tables = new ArrayList<>();
        before.ifPresent(other -> tables.addAll(new ComparisonTables(other, timeline).tables()));
        tables.addAll(new EndedTable(timeline).tables());
        tables.addAll(new UsageTables(timeline).tables());
        tables.addAll(new BufferTables(timeline).tables());
        model.put("tables", tables.stream().map(HtmlTable::model).toList());
    }

    private void addLimits(Map<String, Object> model, List<String> ofLast) {
        SourcesSection sources = new SourcesSection(timeline);
        List<String> limits = new ArrayList<>(sources.sentences());
        limits.addAll(ofLast);
        model.put("hasLimits", !limits.isEmpty());
        model.put("limits", limits);
        model.put("sources", sources.tables().stream().map(HtmlTable::model).toList());
    }

    /** The hash by which the content security policy allows the style sheet. */
    private static String hash(String style) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }

    private static String resource(String name) {
        try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the program was built without its file " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
