package dev.telecoder.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

class ReportTest {

    private static final Machine MACHINE = new Machine("2 cores of <Something> & more", 0.5);

    @Test
    void tellsAimBarAndMissedApart() {
        assertThat(row(4, "ms").verdict()).isEqualTo(Row.Verdict.AIM);
        assertThat(row(5, "ms").verdict()).isEqualTo(Row.Verdict.BAR);
        assertThat(row(20, "ms").verdict()).isEqualTo(Row.Verdict.MISSED);
        assertThat(new Row("lost", "lost", "", 0, 0, 0, "").verdict()).isEqualTo(Row.Verdict.AIM);
        assertThat(new Row("lost", "lost", "", 0, 0, 1, "").verdict()).isEqualTo(Row.Verdict.MISSED);
    }

    @Test
    void countsAPromiseThatWasNotMeasuredAsMissed() {
        Report report = new Report(List.of(row(Double.NaN, "ms"), Row.missing("later", "later", "not there")), MACHINE,
                Peer.JSON.createObjectNode());

        assertThat(report.missed()).extracting(Row::id).containsExactly("row");
        assertThat(report.terminal()).contains("NOT MEASURED", "not there yet", "WARNING");
    }

    @Test
    void showsTheLastReleaseBeside() throws Exception {
        Report report = new Report(List.of(row(4, "ms")), MACHINE,
                Peer.JSON.readTree("{\"release\":\"0.1.0\",\"figures\":{\"row\":7.5}}"));

        assertThat(report.markdown()).contains("| 4 | 7.5 |", "\"before\" is 0.1.0");
        assertThat(report.json("0.2.0").path("figures").path("row").asDouble()).isEqualTo(4);
    }

    @Test
    void drawsAPictureThatCanBeRead() throws Exception {
        Report report = new Report(List.of(row(4, "ms"), row(100, "ms")), MACHINE, Peer.JSON.createObjectNode());

        var picture = DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new ByteArrayInputStream(Plot.svg(report).getBytes(StandardCharsets.UTF_8)));

        assertThat(picture.getElementsByTagName("rect").getLength()).isEqualTo(3);
        assertThat(Plot.svg(report)).contains("2 cores of &lt;Something&gt; &amp; more");
    }

    @Test
    void takesPercentilesByRank() throws Exception {
        Figures figures = Figures.of(Peer.JSON.readTree("[1000, 2000, 3000, 4000, -1]"));

        assertThat(figures.lost()).isOne();
        assertThat(figures.at(0.5)).isEqualTo(2);
        assertThat(figures.at(0.95)).isEqualTo(4);
        assertThat(Figures.median(3, 1, 2, 4)).isEqualTo(2.5);
    }

    private static Row row(double value, String unit) {
        return new Row("row", "a row", unit, 20, 5, value, "");
    }
}
