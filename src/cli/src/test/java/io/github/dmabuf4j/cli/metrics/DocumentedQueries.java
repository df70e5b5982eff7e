// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.metrics;

import io.github.dmabuf4j.cli.text.Json;
import io.github.dmabuf4j.support.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The queries that the documents give to Prometheus. */
public final class DocumentedQueries {
    static final Path DOCUMENT = Checkout.root().resolve("docs/metrics.md");

    private static final Path DASHBOARD = Checkout.root().resolve("docs/grafana-dashboard.json");
    private static final Pattern ALERT = Pattern.compile("(?m)^ +expr: (.*)$");

    private DocumentedQueries() {}

    /** Those of each panel of the dashboard, for all instances. */
    public static List<List<String>> panels() throws IOException {
        return Json.parse(Files.readString(DASHBOARD))
                .objects(
                        "panels",
                        panel -> panel.objects(
                                "targets", target -> target.text("expr").replace("$instance", ".*")));
    }

    /** The conditions of the alerts. */
    public static List<String> alerts() throws IOException {
        return ALERT.matcher(Files.readString(DOCUMENT))
                .results()
                .map(alert -> alert.group(1))
                .toList();
    }
}
