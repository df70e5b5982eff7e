// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmabuf4j.stats.Sample;
import io.github.dmabuf4j.support.Samples;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class ChartTest {

    private static SampleSummary summary(int second, String boot, String reason, long size) {
        return new SampleSummary(
                Samples.START.plusSeconds(second),
                boot,
                reason,
                List.of(),
                1,
                size,
                OptionalLong.of(size / 2),
                true,
                Map.of("system", size / 2, "<udmabuf>", size - size / 2));
    }

    private static List<SampleSummary> summaries(int count, LongUnaryOperator size) {
        return IntStream.range(0, count)
                .mapToObj(i -> summary(i, "a", Sample.INTERVAL, size.applyAsLong(i)))
                .toList();
    }

    private static String svg(List<SampleSummary> summaries) {
        return new Chart(summaries, ChartBand.of(summaries), ChartSize.WIDE).svg("title <&>");
    }

    private static Document parsed(String svg) throws IOException, SAXException, ParserConfigurationException {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    private static List<Element> paths(String svg, String style)
            throws IOException, SAXException, ParserConfigurationException {
        NodeList all = parsed(svg).getElementsByTagName("path");
        List<Element> found = new ArrayList<>();
        for (int i = 0; i < all.getLength(); i++) {
            Element path = (Element) all.item(i);
            if (path.getAttribute("class").equals(style)) {
                found.add(path);
            }
        }
        return found;
    }

    private static double highest(Element path) {
        String[] numbers =
                path.getAttribute("d").replaceAll("[MLZ]", " ").strip().split("\\s+", -1);
        return IntStream.iterate(1, i -> i < numbers.length, i -> i + 2)
                .mapToDouble(i -> Double.parseDouble(numbers[i]))
                .min()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 4096, 1L << 40, Long.MAX_VALUE})
    void equalValuesOfAnySizeAreDrawn(long size) throws IOException, SAXException, ParserConfigurationException {
        String svg = svg(summaries(5, i -> size));

        assertThat(paths(svg, "total")).hasSize(1);
        assertThat(paths(svg, "band")).hasSize(2);
        assertThat(svg).doesNotContain("NaN", "Infinity").doesNotContainPattern("[0-9]E");
        assertThat(highest(paths(svg, "total").get(0))).isGreaterThanOrEqualTo(ChartSize.WIDE.top());
    }

    @Test
    void oneMomentHasAWidth() throws IOException, SAXException, ParserConfigurationException {
        assertThat(paths(svg(summaries(1, i -> 4096)), "total").get(0).getAttribute("d"))
                .matches("M75 .*L77 .*");
    }

    @Test
    void manyMomentsBecomeFewAndThePeakStays() throws IOException, SAXException, ParserConfigurationException {
        String svg = svg(summaries(10_000, i -> i == 7_777 ? 4L << 30 : 1L << 30));

        Element total = paths(svg, "total").get(0);
        assertThat(svg.length()).isLessThan(200_000);
        assertThat(highest(total)).isEqualTo(ChartSize.WIDE.top());
        assertThat(total.getAttribute("d").chars().filter(c -> c == 'L').count())
                .isBetween(400L, 1_500L);
    }

    @Test
    void noLineIsDrawnFromBootToBoot() throws IOException, SAXException, ParserConfigurationException {
        List<SampleSummary> summaries = new ArrayList<>(summaries(3, i -> 4096));
        summaries.add(summary(10, "b", Sample.START, 8192));
        summaries.add(summary(11, "b", Sample.INTERVAL, 8192));

        String svg = svg(summaries);

        assertThat(paths(svg, "total")
                        .get(0)
                        .getAttribute("d")
                        .chars()
                        .filter(c -> c == 'M')
                        .count())
                .isEqualTo(2);
        assertThat(paths(svg, "boot")).hasSize(1);
        assertThat(svg).contains("other boot");
    }

    @Test
    void whatHappenedIsMarkedOnceAPlace() throws IOException, SAXException, ParserConfigurationException {
        List<SampleSummary> summaries = IntStream.range(0, 5_000)
                .mapToObj(i -> summary(i, "a", i == 9 ? Sample.OOM_KILL : i == 4_999 ? "<x>" : Sample.PRESSURE, 4096))
                .toList();

        List<String> shapes = paths(svg(summaries), "shape").stream()
                .map(shape -> shape.getAttribute("d"))
                .toList();

        assertThat(shapes)
                .hasSizeLessThan(250)
                .containsOnlyOnce(MarkerKind.OOM_KILL.shape(), MarkerKind.OTHER.shape())
                .contains(MarkerKind.PRESSURE.shape());
    }

    @Test
    void smallExportersShareABand() {
        SampleSummary summary = new SampleSummary(
                Samples.START,
                "a",
                Sample.START,
                List.of(),
                20,
                210,
                OptionalLong.empty(),
                false,
                IntStream.rangeClosed(1, 20)
                        .boxed()
                        .collect(Collectors.toMap(i -> "exporter " + i, Integer::longValue)));

        List<ChartBand> bands = ChartBand.of(List.of(summary));

        assertThat(bands).hasSize(7);
        assertThat(bands.get(0).name()).isEqualTo("exporter 20");
        assertThat(bands.get(6).name()).isEqualTo("14 others");
        assertThat(bands.stream()
                        .mapToLong(band -> band.size().applyAsLong(summary))
                        .sum())
                .isEqualTo(210);
    }
}
