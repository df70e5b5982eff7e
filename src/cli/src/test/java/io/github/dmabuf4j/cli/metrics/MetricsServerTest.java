// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dmabuf4j.DmaBufException;
import io.github.dmabuf4j.Errno;
import io.github.dmabuf4j.stats.BufferInfo;
import io.github.dmabuf4j.stats.MachineStats;
import io.github.dmabuf4j.stats.Sample;
import io.github.dmabuf4j.stats.SnapshotCache;
import io.github.dmabuf4j.stats.SourceReading;
import io.github.dmabuf4j.stats.StatsCapability;
import io.github.dmabuf4j.stats.StatsSource;
import io.github.dmabuf4j.support.Snapshots;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Over loopback, by the JDK's client. */
class MetricsServerTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0";

    private final Source source = new Source();
    private final Queue<String> log = new ConcurrentLinkedQueue<>();
    private final Queue<LinkageError> losses = new ConcurrentLinkedQueue<>();
    private final EventCounter events = new EventCounter(List.of(Sample.OOM_KILL, Sample.PRESSURE));
    private final HttpClient client = HttpClient.newHttpClient();
    private MetricsServer server;

    @BeforeEach
    void start() throws IOException {
        server = start(Duration.ofHours(1));
    }

    private MetricsServer start(Duration maxAge) throws IOException {
        SnapshotCache cache = SnapshotCache.of(MachineStats.of(List.of(source)), maxAge);
        return MetricsServer.start(
                ANY_PORT, new MachineFeed(cache, new MachineMetrics(20), events), log::add, losses::add);
    }

    @AfterEach
    void stop() {
        server.close();
        client.close();
    }

    private HttpResponse<String> send(String method, String path, String accept) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.address().getPort() + path);
        return client.send(
                HttpRequest.newBuilder(uri)
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .header("Accept", accept)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> scrape() throws Exception {
        return send("GET", MetricsServer.PATH, OPEN_METRICS);
    }

    @Test
    void aScrapeHasTheFormatThatItAsksFor() throws Exception {
        HttpResponse<String> open = scrape();
        assertThat(open.statusCode()).isEqualTo(200);
        assertThat(open.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith(OPEN_METRICS));
        assertThat(open.body())
                .contains("\ndmabuf_size_bytes 4096.0\n", "\ndmabuf_snapshots_total 1.0\n")
                .endsWith("# EOF\n");

        HttpResponse<String> plain = send("GET", MetricsServer.PATH, "*/*");
        assertThat(plain.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain; version=0.0.4"));
        assertThat(plain.body()).contains("\ndmabuf_size_bytes 4096.0\n").doesNotContain("# EOF");
    }

    @Test
    void aHundredScrapersCostOneSnapshot() throws Exception {
        List<Future<HttpResponse<String>>> scrapes = new ArrayList<>();
        URI uri = URI.create("http://127.0.0.1:" + server.address().getPort() + MetricsServer.PATH);
        for (int i = 0; i < 100; i++) {
            scrapes.add(client.sendAsync(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString()));
        }
        // More than the server takes connections at once: those that it has refused come again.
        int answered = 0;
        for (Future<HttpResponse<String>> one : scrapes) {
            try {
                assertThat(one.get().body()).contains("dmabuf_size_bytes 4096.0");
                answered++;
            } catch (java.util.concurrent.ExecutionException refused) {
                assertThat(refused).hasCauseInstanceOf(IOException.class);
            }
        }
        assertThat(answered).isPositive();
        assertThat(source.reads).hasValue(1);
    }

    @Test
    void eventsAreCountersFromZeroOn() throws Exception {
        assertThat(scrape().body())
                .contains(
                        "# TYPE dmabuf_events counter",
                        "dmabuf_events_total{event=\"oom-kill\"} 0.0",
                        "dmabuf_events_total{event=\"pressure\"} 0.0");
        events.sampled(new Sample(Sample.START, Snapshots.of()));
        events.sampled(new Sample(Sample.OOM_KILL, Snapshots.of()));
        events.failed(Sample.OOM_KILL, new DmaBufException("read", "a test", Errno.EIO));
        assertThat(scrape().body())
                .contains("dmabuf_events_total{event=\"oom-kill\"} 2.0")
                .doesNotContain("event=\"start\"");
    }

    @Test
    void aMachineThatCannotBeReadIsNoMetricsAndSaysNothingOfItself() throws Exception {
        server.close();
        server = start(Duration.ZERO);
        source.failing = true;
        for (int i = 0; i < 3; i++) {
            HttpResponse<String> answer = scrape();
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).isEqualTo("no metrics now: the log of dmabuf serve says why\n");
        }
        assertThat(log).as("each failure once").singleElement().asString().contains("secret", "EIO");
        source.failing = false;
        assertThat(scrape().body()).contains("dmabuf_snapshot_failures_total 3.0");
        source.failing = true;
        assertThat(scrape().statusCode()).isEqualTo(503);
        assertThat(log).hasSize(2);
    }

    @Test
    void anErrorThatMayHealIsLoggedAndALostClassIsALoss() throws Exception {
        server.close();
        server = start(Duration.ZERO);
        source.error = new OutOfMemoryError("thrown by a test");
        assertThat(scrape().statusCode()).isEqualTo(503);
        assertThat(log).containsExactly("java.lang.OutOfMemoryError: thrown by a test");
        assertThat(losses).isEmpty();

        NoClassDefFoundError loss = new NoClassDefFoundError("Could not initialize class Some");
        source.error = loss;
        assertThat(scrape().statusCode()).isEqualTo(503);
        assertThat(losses).containsExactly(loss);
        assertThat(log).hasSize(1);
    }

    @Test
    void otherPathsAndMethodsAreRefusedInASentence() throws Exception {
        assertThat(send("GET", "/", "*/*").statusCode()).isEqualTo(404);
        assertThat(send("GET", "/metrics/..", "*/*").body()).isEqualTo("the metrics are at /metrics\n");
        HttpResponse<String> post = send("POST", MetricsServer.PATH, "*/*");
        assertThat(post.statusCode()).isEqualTo(405);
        assertThat(post.headers().firstValue("Allow"))
                .hasValueSatisfying(methods -> assertThat(methods).contains("GET", "HEAD"));
        HttpResponse<String> head = send("HEAD", MetricsServer.PATH, "*/*");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(source.reads).hasValue(1);
    }

    @Test
    void aClientThatSendsHalfARequestDisturbsNoOther() throws Exception {
        try (Socket slow =
                new Socket(InetAddress.getLoopbackAddress(), server.address().getPort())) {
            slow.getOutputStream().write("GET /metrics HT".getBytes(StandardCharsets.US_ASCII));
            assertThat(scrape().statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aPortThatIsTakenIsRefused() {
        assertThatExceptionOfType(BindException.class)
                .isThrownBy(() ->
                        MetricsServer.start(server.address(), java.util.stream.Stream::of, log::add, losses::add));
    }

    /** One buffer of 4096 bytes, or a failure. */
    private static final class Source implements StatsSource {
        private final AtomicInteger reads = new AtomicInteger();
        private volatile boolean failing;
        private volatile @Nullable Error error;

        @Override
        public String name() {
            return "fake";
        }

        @Override
        public SourceReading read() throws DmaBufException {
            reads.incrementAndGet();
            Error thrown = error;
            if (thrown != null) {
                throw thrown;
            }
            if (failing) {
                throw new DmaBufException("read", "/secret", Errno.EIO);
            }
            List<BufferInfo> buffers = List.of(Snapshots.buffer(1, 4096, Snapshots.process(7, "camera")));
            return new SourceReading(Set.of(StatsCapability.values()), buffers, 0, List.of(), List.of());
        }

        @Override
        public Set<Long> inodes() {
            return Set.of(1L);
        }
    }
}
