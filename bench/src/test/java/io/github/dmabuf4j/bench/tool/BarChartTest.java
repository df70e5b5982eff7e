// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.bench.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class BarChartTest {
    @Test
    void isWellFormedAndHasABarForEach() throws Exception {
        BarChart chart = new BarChart("Times C");
        chart.group("look-up & more", List.of(new BarChart.Bar("C", 1, "10"), new BarChart.Bar("Files", 3, "30")));
        chart.group("nothing", List.of());

        String svg = chart.svg("a < b");

        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
        assertThat(document.getElementsByTagName("rect").getLength()).isEqualTo(3);
        assertThat(svg).doesNotContain("nothing").doesNotContain("href");
    }
}
