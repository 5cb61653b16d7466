package dev.telecoder.plugin.monitor.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

class CoverageTest {

    private static final String JACOCO =
            """
            <?xml version="1.0" encoding="UTF-8"?><!DOCTYPE report PUBLIC "-//JACOCO//DTD Report 1.1//EN" "report.dtd">
            <report name="api"><sessioninfo id="x" start="1" dump="2"/><package name="a"><class name="a/A">
            <counter type="LINE" missed="90" covered="10"/></class><counter type="LINE" missed="90" covered="10"/></package>
            <counter type="INSTRUCTION" missed="1" covered="1"/><counter type="LINE" missed="25" covered="75"/></report>""";
    private static final String LCOV = """
            TN:
            SF:src/a.js
            DA:1,1
            LF:10
            LH:8
            end_of_record
            SF:src/b.js
            LF:10
            LH:2
            end_of_record
            """;
    private static final String COBERTURA = """
            <?xml version="1.0"?><!DOCTYPE coverage SYSTEM "http://cobertura.sourceforge.net/xml/coverage-04.dtd">
            <coverage line-rate="0.5" lines-covered="30" lines-valid="60"><packages/></coverage>""";
    private static final String OLD_COBERTURA = """
            <coverage line-rate="0.5"><packages><package><classes><class><methods><method><lines>
            <line number="1" hits="1"/></lines></method></methods><lines><line number="1" hits="1"/>
            <line number="2" hits="0"/></lines></class></classes></package></packages></coverage>""";

    @Test
    void readsEachFormat() {
        assertThat(Coverage.of(bytes(JACOCO))).contains(new Coverage(75, 100));
        assertThat(Coverage.of(bytes(LCOV))).contains(new Coverage(10, 20));
        assertThat(Coverage.of(bytes(COBERTURA))).contains(new Coverage(30, 60));
        assertThat(Coverage.of(bytes(OLD_COBERTURA))).contains(new Coverage(1, 2));
    }

    @Test
    void addsUpWhatLiesInAZip() throws IOException {
        assertThat(Coverage.of(zip(Map.of("target/jacoco.xml", JACOCO, "lcov.info", LCOV, "pom.xml", "<project/>",
                "broken.xml", "<report", "index.html", "<html>")))).contains(new Coverage(85, 120));
    }

    @Test
    void findsNothingInWhatIsNoReport() throws IOException {
        assertThat(Coverage.of(bytes(""))).isEmpty();
        assertThat(Coverage.of(bytes("<html/>"))).isEmpty();
        assertThat(Coverage.of(bytes("<report"))).isEmpty();
        assertThat(Coverage.of(bytes("LF:x"))).isEmpty();
        assertThat(Coverage.of(bytes("PK but no zip"))).isEmpty();
        assertThat(Coverage.of(zip(Map.of("a.txt", "x")))).isEmpty();
    }

    @Test
    void readsNoFileThatAReportNames() {
        assertThat(Coverage.of(bytes("<!DOCTYPE report [<!ENTITY f SYSTEM \"file:///etc/hostname\">]><report>&f;"
                + "<counter type=\"LINE\" missed=\"0\" covered=\"1\"/></report>"))).isIn(
                        Optional.empty(), Optional.of(new Coverage(1, 1)));
    }

    @Test
    void refusesAZipThatGrowsBeyondAllMeasure() throws IOException {
        byte[] bomb = zip(Map.of("coverage.xml", " ".repeat(40 * 1024 * 1024)));

        assertThat(bomb).hasSizeLessThan(100_000);
        assertThat(Coverage.of(bomb)).isEmpty();
    }

    static byte[] zip(Map<String, String> files) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(bytes(file.getValue()));
            }
        }
        return out.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
