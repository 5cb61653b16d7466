package dev.telecoder.support.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No content, however large or strange, makes a reader overflow, hang or throw anything but its own exception. */
@Timeout(240)
class HugeReportsTest {

    static List<String> strange() {
        return List.of("word ".repeat(400_000), "\n".repeat(1_000_000), " ".repeat(1_000_000), "=".repeat(1_000_000),
                "= ".repeat(500_000), "_".repeat(500_000) + "\n", "1 failed, ".repeat(2_000),
                "    ".repeat(100_000) + "ok 1\n",
                "1..2\nnot ok 1\n  ---\n  message: |\n" + "    line\n".repeat(300_000) + "  ...\n",
                "a.b.c/".repeat(200_000),
                "at x.y.Z.m(".repeat(50_000), "file:///".repeat(100_000), "\u001B[".repeat(200_000),
                "1) a\n".repeat(5_000),
                "Ran 1 test in 0.1s\n".repeat(2_000), "{\"Action\":\"run\"".repeat(10_000),
                "--- FAIL: x (0.0s)\n".repeat(5_000));
    }

    @ParameterizedTest
    @MethodSource("strange")
    void comesToAnEnd(String content) {
        long start = System.nanoTime();

        readQuietly(content);
        TestReports.ofOutput(content, new JacksonJson());

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(60));
    }

    @ParameterizedTest
    @MethodSource("strange")
    void findsNoPlaceForEver(String content) {
        assertThat(Location.in(content, "a.B")).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"surefire.xml", "run.trx", "nunit3.xml", "xunit.xml", "go.jsonl", "tap14.tap", "node.tap",
            "jest.json",
            "mocha.json", "rspec.json", "ctrf.json", "pytest.txt", "unittest.txt", "cargo.txt", "node.spec",
            "surefire.txt"})
    void survivesDamage(String file) {
        String whole = Payloads.text(file);
        Random random = new Random(file.hashCode());

        for (int i = 0; i < 300; i++) {
            StringBuilder damaged = new StringBuilder(whole);
            for (int j = 0; j < 1 + i % 5; j++) {
                int at = random.nextInt(damaged.length());
                switch (random.nextInt(4)) {
                    case 0 -> damaged.setLength(Math.max(1, at));
                    case 1 -> damaged.deleteCharAt(at);
                    case 2 -> damaged.setCharAt(at, (char) random.nextInt(128));
                    default -> damaged.insert(at, whole, 0, Math.min(at, 200));
                }
                if (damaged.isEmpty()) {
                    damaged.append(' ');
                }
            }
            readQuietly(damaged.toString());
            TestReports.ofOutput(damaged.toString(), new JacksonJson());
        }
    }

    @Test
    void refusesAnXmlReportCutOffAnywhere() {
        String whole = Payloads.text("surefire.xml").strip();

        for (int end = 0; end < whole.length(); end += 7) {
            assertThat(readQuietly(whole.substring(0, end))).as("cut at " + end).isFalse();
        }
    }

    private static boolean readQuietly(String content) {
        try {
            TestReports.read(content.getBytes(StandardCharsets.UTF_8), new JacksonJson());
            return true;
        } catch (UnreadableReportException expected) {
            assertThat(expected.getMessage()).isNotBlank();
            return false;
        }
    }
}
