// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.cli.io.LostClass;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Serves metrics by HTTP, at {@code /metrics}. Clients learn no more of a failure than that there is one. */
public final class MetricsServer implements AutoCloseable {
    /** The path of the metrics. */
    public static final String PATH = "/metrics";

    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int UNAVAILABLE = 503;

    /** Of {@link HttpExchange#sendResponseHeaders}. */
    private static final int NO_BODY = -1;

    private static final Set<String> METHODS = Set.of("GET", "HEAD");
    private static final int BACKLOG_OF_SYSTEM = 0;
    private static final int SECONDS_TO_END = 1;

    /** So that a client that sends or takes nothing costs no connection for long; seconds, and connections. */
    private static final Map<String, String> LIMITS = Map.of(
            "sun.net.httpserver.maxReqTime", "10",
            "sun.net.httpserver.maxRspTime", "30",
            "jdk.httpserver.maxConnections", "64");

    private final HttpServer server;
    private final Feed feed;
    private final Consumer<String> log;
    private final Consumer<LinkageError> losses;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("dmabuf-scrape-", 0).factory());

    /** What was logged last; empty after a success. A failure that lasts is logged once. */
    private final AtomicReference<String> problem = new AtomicReference<>("");

    private MetricsServer(HttpServer server, Feed feed, Consumer<String> log, Consumer<LinkageError> losses) {
        this.server = server;
        this.feed = feed;
        this.log = log;
        this.losses = losses;
    }

    /** Has the metrics of now. Is called by several threads at once. */
    @FunctionalInterface
    public interface Feed {
        Stream<MetricSnapshot> metrics() throws DmaBufException;
    }

    /**
     * Starts a server.
     *
     * @param address where it listens
     * @param feed what it serves
     * @param log takes a sentence about each failure to make the metrics
     * @param losses takes the error where a class is lost, in place of a sentence: then no scrape may succeed any more
     * @return the server, for the caller to close
     * @throws IOException if it cannot listen there, such as a {@link java.net.BindException} where another program does
     */
    public static MetricsServer start(
            InetSocketAddress address, Feed feed, Consumer<String> log, Consumer<LinkageError> losses)
            throws IOException {
        LIMITS.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
        MetricsServer server = new MetricsServer(HttpServer.create(address, BACKLOG_OF_SYSTEM), feed, log, losses);
        server.server.createContext("/", server::handle);
        server.server.setExecutor(server.threads);
        server.server.start();
        return server;
    }

    /** Where it listens, with the number of the port. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestURI().getPath().equals(PATH)) {
                answer(exchange, NOT_FOUND, "the metrics are at " + PATH);
            } else if (!METHODS.contains(exchange.getRequestMethod())) {
                exchange.getResponseHeaders().set("Allow", String.join(", ", METHODS));
                answer(exchange, METHOD_NOT_ALLOWED, "the metrics can be read alone");
            } else {
                answerMetrics(exchange);
            }
        } catch (LinkageError error) {
            losses.accept(error);
            throw error;
        }
    }

    private void answerMetrics(HttpExchange exchange) throws IOException {
        MetricsText metrics;
        try {
            metrics = MetricsText.forClient(
                    feed.metrics(), exchange.getRequestHeaders().getFirst("Accept"));
        } catch (Throwable thrown) {
            // Also an OutOfMemoryError: the next scrape may succeed.
            report(thrown);
            answer(exchange, UNAVAILABLE, "no metrics now: the log of dmabuf serve says why");
            return;
        }
        problem.set("");
        answer(exchange, OK, metrics);
    }

    private void report(Throwable thrown) {
        Optional<LinkageError> loss = LostClass.behind(thrown);
        if (loss.isPresent()) {
            losses.accept(loss.get());
        } else {
            report(String.valueOf(thrown instanceof DmaBufException ? thrown.getMessage() : thrown));
        }
    }

    private void report(String sentence) {
        if (!Objects.equals(problem.getAndSet(sentence), sentence)) {
            log.accept(sentence);
        }
    }

    private static void answer(HttpExchange exchange, int status, String sentence) throws IOException {
        answer(exchange, status, new MetricsText("text/plain; charset=utf-8", sentence + "\n"));
    }

    private static void answer(HttpExchange exchange, int status, MetricsText body) throws IOException {
        byte[] bytes = body.text().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", body.contentType());
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(bytes.length));
            exchange.sendResponseHeaders(status, NO_BODY);
            return;
        }
        exchange.sendResponseHeaders(status, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    /** Ends: takes no more requests, and gives those that are under way a second. */
    @Override
    public void close() {
        server.stop(SECONDS_TO_END);
        threads.shutdownNow();
    }
}
