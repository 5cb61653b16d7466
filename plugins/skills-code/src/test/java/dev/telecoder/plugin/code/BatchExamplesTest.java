package dev.telecoder.plugin.code;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.Skill;
import dev.telecoder.testkit.TestContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs lines as {@code skills run --batch} takes them, and checks what scripts would read. */
class BatchExamplesTest {

    private static final Map<String, Function<TestContext, Skill>> SKILLS = Map.of(
            "code.edit", _ -> new CodeEditSkill(), "code.search", _ -> new CodeSearchSkill(),
            "code.read", _ -> new CodeReadSkill(), "code.explain", _ -> new CodeExplainSkill(),
            "code.review", CodeReviewSkill::new, "code.review-rules", ReviewRulesSkill::new);

    @TempDir Path folder;
    @TempDir Path data;

    static Stream<String> lines() throws IOException {
        try (var files = Files.list(Path.of("src/test/resources/batch"))) {
            return files.sorted().toList().stream().flatMap(file -> {
                try {
                    return Files.readAllLines(file).stream();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
        }
    }

    @ParameterizedTest
    @MethodSource("lines")
    void answersAsTheExampleSays(String text) throws IOException {
        JsonValue line = Bench.parse(text);
        var bench = new Bench(folder);
        for (String sample : List.of("inventory.py", "queue.ts", "cache.go")) {
            bench.write("src/" + sample, Files.readString(Path.of("src/test/resources/samples", sample)));
        }

        bench.write("change.diff", Files.readString(Path.of("src/test/resources/samples/change.diff")));
        Skill skill = SKILLS.get(line.get("skill").text()).apply(TestContext.with().withDataDirectory(data));

        var result = bench.run(skill, line.get("input").toString());

        JsonValue expected = line.get("expect");
        assertThat(result.succeeded()).as(result.output()).isEqualTo(expected.get("succeeded").asBoolean(false));
        assertThat(result.output()).isNotBlank();
        expected.get("files").items().forEach(file -> assertThat(result.files()).contains(Path.of(file.text())));
        expected.get("data").members()
                .forEach((pointer, value) -> assertThat(at(Bench.data(result), pointer).toString()).as(pointer)
                        .isEqualTo(value.toString()));
    }

    private static JsonValue at(JsonValue data, String pointer) {
        JsonValue at = data;
        for (String step : pointer.substring(1).split("/")) {
            at = step.matches("\\d+") ? at.at(Integer.parseInt(step)) : at.get(step);
        }
        return at;
    }
}
