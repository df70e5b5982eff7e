// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.cli.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code dmabuf serve} in a process of its own, at a free port. */
public final class ServedMetrics implements AutoCloseable {
    private static final String STARTED = "serving ";

    private final Process process;
    private final URI uri;
    private final HttpClient client = HttpClient.newHttpClient();

    private ServedMetrics(Process process, URI uri) {
        this.process = process;
        this.uri = uri;
    }

    public static ServedMetrics start(String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("serve", "--listen", "0"));
        arguments.addAll(List.of(options));
        Process process = Processes.startJvm(Main.class, arguments.toArray(String[]::new));
        // Its only line.
        BufferedReader out = process.inputReader();
        String line = out.readLine();
        assertThat(line).startsWith(STARTED);
        return new ServedMetrics(process, URI.create(line.substring(STARTED.length())));
    }

    public Process process() {
        return process;
    }

    /** Host and port. */
    public String target() {
        return uri.getAuthority();
    }

    /** The values by name and labels, as they are in the text. */
    public Map<String, Double> scrape() throws IOException, InterruptedException {
        HttpResponse<String> answer =
                client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return values(answer.body());
    }

    /** The values in a text of metrics. */
    public static Map<String, Double> values(String text) {
        Map<String, Double> values = new HashMap<>();
        text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            int end = line.lastIndexOf(' ');
            values.put(line.substring(0, end), Double.parseDouble(line.substring(end + 1)));
        });
        return values;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        client.close();
    }
}
