package dev.telecoder.bench.parse;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.config.Config;
import dev.telecoder.platform.config.ConfigFile;
import dev.telecoder.platform.config.HostJson;
import dev.telecoder.support.report.TestReport;
import dev.telecoder.support.report.TestReports;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it takes to read what comes in: reports of tests, settings, a long message, JSON. JMH makes one for its threads. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ParserBenchmark {

    private static final int TESTS = 1_000;

    private final HostJson json = new HostJson();
    private final Parser markdown = Parser.builder().extensions(List.of(TablesExtension.create())).build();
    private byte[] junit = new byte[0];
    private String pytest = "";
    private String config = "";
    private String message = "";
    private String document = "";

    /** Made by JMH. */
    public ParserBenchmark() {}

    /** Makes the texts: a thousand tests, forty repositories, a message of 20 kB, JSON of 100 kB. */
    @Setup
    public void write() {
        var xml = new StringBuilder("<?xml version=\"1.0\"?><testsuite name=\"s\" tests=\"1000\">");
        var text = new StringBuilder("===== test session starts =====\ncollected 1000 items\n\n");
        for (int i = 0; i < TESTS; i++) {
            boolean fails = i % 50 == 0;
            xml.append("<testcase classname=\"a.b.C").append(i % 20).append("\" name=\"t").append(i)
                    .append("\" time=\"0.01\">")
                    .append(fails ? "<failure message=\"expected 1\">at a.b.C(C.java:" + i + ")</failure>" : "")
                    .append("</testcase>");
            text.append("tests/test_m").append(i % 20).append(".py::test_").append(i)
                    .append(fails ? " FAILED" : " PASSED")
                    .append('\n');
        }
        text.append("\n===== short test summary info =====\n");
        for (int i = 0; i < TESTS; i += 50) {
            text.append("FAILED tests/test_m").append(i % 20).append(".py::test_").append(i)
                    .append(" - assert 1 == 2\n");
        }
        junit = xml.append("</testsuite>").toString().getBytes(StandardCharsets.UTF_8);
        pytest = text.append("===== 20 failed, 980 passed in 3.21s =====\n").toString();
        var yaml = new StringBuilder("server: {port: 7080}\nllm: {provider: openai, model: m, api_key: k}\nrepos:\n");
        for (int i = 0; i < 40; i++) {
            yaml.append("  - name: org/repo").append(i).append("\n    url: https://example.org/org/repo").append(i)
                    .append(".git\n    branch: main\n    host: none\n");
        }
        config = yaml.toString();
        message =
                ("# Title\n\nSome *words* with `code` and [a link](https://example.org).\n\n- one\n- two\n\n```java\nint a = 1;\n```\n\n"
                        + "| a | b |\n|---|---|\n| 1 | 2 |\n\n").repeat(140);
        var items = new StringBuilder("{\"items\":[");
        for (int i = 0; i < 700; i++) {
            items.append(i == 0 ? "" : ",").append("{\"id\":\"").append(i)
                    .append("\",\"title\":\"Item with \\\"quotes\\\" and ä\",\"count\":").append(i)
                    .append(",\"tags\":[\"a\",\"b\"],\"done\":true,\"nested\":{\"x\":1.5,\"y\":null}}");
        }
        document = items.append("]}").toString();
    }

    /**
     * Reads JUnit's XML.
     *
     * @return the report
     * @throws Exception if it cannot be read
     */
    @Benchmark
    public TestReport junitXmlOfAThousandTests() throws Exception {
        return TestReports.read(junit, json);
    }

    /** {@return the report that stands in pytest's output} */
    @Benchmark
    public Optional<TestReport> pytestOutputOfAThousandTests() {
        return TestReports.ofOutput(pytest, json);
    }

    /** {@return settings with forty repositories} */
    @Benchmark
    public Config configOfFortyRepositories() {
        return ConfigFile.parse(config, Map.of());
    }

    /** {@return the tree of a message of 20 kB} */
    @Benchmark
    public Node commonMarkOfTwentyKilobytes() {
        return markdown.parse(message);
    }

    /** {@return the tree of 100 kB of JSON} */
    @Benchmark
    public JsonValue jsonOfAHundredKilobytes() {
        return json.parse(document);
    }

    /** {@return the text of that tree} */
    @Benchmark
    public String jsonThereAndBack() {
        return json.parse(document).toString();
    }
}
