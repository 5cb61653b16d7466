package dev.telecoder.plugin.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.skill.Risk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RiskTableTest {

    static List<String> rows() throws IOException {
        return Files.readAllLines(Path.of("src/test/resources/risks.txt")).stream()
                .filter(line -> !line.startsWith("#") && !line.isBlank()).toList();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void tellsTheRiskOfACommand(String row) {
        Risk expected = Risk.valueOf(row.substring(0, row.indexOf(' ')));
        String command = row.substring(row.indexOf(' ') + 1).replaceAll("\\\\n(?!')", "\n");

        Assessment assessment = Assessor.of(command);

        assertThat(assessment.risk()).as("%s: %s", command, assessment.reason()).isEqualTo(expected);
        assertThat(assessment.reason()).isNotBlank();
    }

    @Test
    void isNeverLessRiskyBehindAWrapper() throws IOException {
        for (String row : rows()) {
            Risk expected = Risk.valueOf(row.substring(0, row.indexOf(' ')));
            String command = row.substring(row.indexOf(' ') + 1).replaceAll("\\\\n(?!')", "\n");
            for (String wrapped : List.of("sh -c '" + command.replace("'", "'\\''") + "'", "ls; " + command,
                    "if true; then\n" + command + "\nfi", "f() {\n" + command + "\n}\nf", "(" + command + "\n)",
                    "bash <<'END_OF_IT'\n" + command + "\nEND_OF_IT")) {
                assertThat(Assessor.of(wrapped).risk()).as(wrapped)
                        // Whether a condition holds is not known, so what a variable then is, is not either: that asks.
                        .isGreaterThanOrEqualTo(
                                command.contains("$") && expected == Risk.DANGEROUS ? Risk.EXTERNAL : expected);
            }
        }
    }

    @Test
    void readsAnythingInBearableTimeWithoutFailing() {
        List<String> odd = List.of("$(".repeat(5_000), "(".repeat(5_000), "\"$(".repeat(2_000), "`".repeat(999),
                "$(".repeat(18) + "ls" + ")".repeat(18), "\"$(".repeat(15) + "ls" + ")\"".repeat(15),
                "{ ".repeat(3_000),
                "if ".repeat(3_000), "a=".repeat(9_000), "\\".repeat(9_999), "<<".repeat(500), "x\0y", "\uD800", "",
                "\n\n",
                "alias a=b; alias b=a; a", "alias a='a a'; a", "f() { g; }; g() { f; }; f", "ls\r\nls");

        for (String script : odd) {
            Assertions.assertTimeoutPreemptively(Duration.ofSeconds(5),
                    () -> assertThat(Assessor.of(script)).isNotNull());
        }
    }
}
