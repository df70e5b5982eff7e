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

/**
 * A page of HTML that needs nothing else: no script, no other file, no network. What others have named is escaped by
 * the template, and the page's policy lets a browser load and run nothing, whatever should get into it.
 */
public final class ReportPage {
    private final Timeline timeline;
    private final PageText text;

    /**
     * A page about a recording.
     *
     * @param timeline with at least one sample
     * @param text how texts and sizes are written
     */
    public ReportPage(Timeline timeline, PageText text) {
        this.timeline = timeline;
        this.text = text;
    }

    /**
     * The page.
     *
     * @param limits what the figures lack, in sentences; texts of others in them are printable
     * @param program the name and version of what writes it
     * @param now when that is
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
        new ChartModel(timeline, text).addTo(model);
        addTables(model);
        addLimits(model, limits);
        // A key that the template asks for and the model lacks is an error.
        return Mustache.compiler()
                .escapeHTML(true)
                .strictSections(true)
                .withLoader(name -> new StringReader(resource(name + ".html.mustache")))
                .compile(resource("report.html.mustache"))
                .execute(model);
    }

    private void addHeadline(Map<String, Object> model) {
        Headline headline = new Headline(timeline, text);
        model.put("facts", headline.facts());
        model.put("cards", headline.cards());
        model.put("summary", headline.summary());
    }

    private void addTables(Map<String, Object> model) {
        List<HtmlTable> tables = new ArrayList<>(new UsageTables(timeline, text).tables());
        tables.addAll(new BufferTables(timeline, text).tables());
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

    /** As the policy of the page names the one style that it allows. */
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
                throw new IllegalStateException("the program lacks its part " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
