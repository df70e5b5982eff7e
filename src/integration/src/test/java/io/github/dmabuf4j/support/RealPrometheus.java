// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.support;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Prometheus of the distribution (Debian: apt-get install prometheus), which scrapes one target of this machine. */
public final class RealPrometheus implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/prometheus");
    private static final int OK = 200;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Process process;
    private final String address;
    private final HttpClient client = HttpClient.newHttpClient();

    /**
     * A stored value.
     *
     * @param time seconds of Unix time
     */
    public record Stored(double time, double value) {}

    private RealPrometheus(Process process, String address) {
        this.process = process;
        this.address = address;
    }

    public static boolean isInstalled() {
        return Files.isExecutable(PROGRAM);
    }

    /** Starts it, and waits until it is ready. It stores in the directory. */
    public static RealPrometheus start(Path directory, String target, Duration interval)
            throws IOException, InterruptedException {
        Path config = Files.writeString(
                directory.resolve("prometheus.yml"), """
                scrape_configs:
                  - job_name: dmabuf
                    scrape_interval: %ds
                    scrape_timeout: %ds
                    static_configs:
                      - targets: ['%s']
                """.formatted(interval.toSeconds(), interval.toSeconds(), target));
        String address = "127.0.0.1:" + freePort();
        Process process = new ProcessBuilder(
                        PROGRAM.toString(),
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + directory.resolve("data"),
                        "--web.listen-address=" + address,
                        "--log.level=warn")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .start();
        RealPrometheus started = new RealPrometheus(process, address);
        started.awaitReady();
        return started;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitReady() throws InterruptedException {
        long start = System.nanoTime();
        while (!isReady()) {
            if (!process.isAlive() || System.nanoTime() - start > PATIENCE.toNanos()) {
                close();
                throw new AssertionError("prometheus does not start");
            }
            Thread.sleep(200);
        }
    }

    private boolean isReady() throws InterruptedException {
        try {
            return get("/-/ready").statusCode() == OK;
        } catch (IOException notYet) {
            return false;
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://" + address + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** The value of a query that gives one; empty if it gives none. */
    public OptionalDouble value(String query) throws IOException, InterruptedException {
        List<?> result = result(query);
        if (result.isEmpty()) {
            return OptionalDouble.empty();
        }
        List<?> pair = (List<?>) ((Map<?, ?>) result.get(0)).get("value");
        return OptionalDouble.of(Double.parseDouble(pair.get(1).toString()));
    }

    /** Waits for the value of a query. Names the query where it gives none in time, or where the test's own time is over before. */
    public double awaitValue(String query) throws IOException {
        long start = System.nanoTime();
        try {
            OptionalDouble value = value(query);
            while (value.isEmpty() && System.nanoTime() - start < PATIENCE.toNanos()) {
                Thread.sleep(500);
                value = value(query);
            }
            return value.orElseThrow(() -> new AssertionError("prometheus has no value of " + query));
        } catch (InterruptedException overtime) {
            throw new AssertionError("prometheus has no value yet of " + query, overtime);
        }
    }

    /** All values of one series in a time until now. */
    public List<Stored> stored(String series, Duration time) throws IOException, InterruptedException {
        List<?> result = result(series + "[" + time.toSeconds() + "s]");
        List<Stored> stored = new ArrayList<>();
        for (Object one : result) {
            for (Object pair : (List<?>) ((Map<?, ?>) one).get("values")) {
                List<?> timeAndValue = (List<?>) pair;
                stored.add(new Stored(
                        Double.parseDouble(timeAndValue.get(0).toString()),
                        Double.parseDouble(timeAndValue.get(1).toString())));
            }
        }
        return stored;
    }

    private List<?> result(String query) throws IOException, InterruptedException {
        HttpResponse<String> answer = get("/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
        if (answer.statusCode() != OK) {
            throw new AssertionError(query + ": " + answer.body());
        }
        Map<?, ?> data = (Map<?, ?>) JSON.std.mapFrom(answer.body()).get("data");
        return (List<?>) data.get("result");
    }

    @Override
    public void close() {
        process.destroy();
        client.close();
        try {
            process.waitFor();
        } catch (InterruptedException interrupt) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
