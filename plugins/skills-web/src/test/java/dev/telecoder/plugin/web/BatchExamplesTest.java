package dev.telecoder.plugin.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.testkit.LoopbackServer;
import dev.telecoder.testkit.LoopbackServer.Reply;
import dev.telecoder.testkit.ScriptedLlm;
import dev.telecoder.testkit.SkillExample;
import dev.telecoder.testkit.SkillInputs;
import dev.telecoder.testkit.TestContext;
import dev.telecoder.testkit.TestSkillContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs lines as {@code skills run --batch} takes them against a server on loopback, and checks what scripts would read. */
class BatchExamplesTest {

    @TempDir private Path temp;

    static List<SkillExample> examples() {
        return SkillExample.in(Path.of("src/test/resources/batch"));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void answersAsTheExampleSays(SkillExample example) {
        try (LoopbackServer server = LoopbackServer.start()) {
            server.answer(BatchExamplesTest::reply);
            JsonValue.ObjectBuilder input = JsonValue.object();
            example.input().members().forEach((name, value) -> input.put(name, name.equals("url")
                    ? value.text().replace("http://server", server.url().toString()) : value));

            SkillResult result =
                    new FetchSkill(TestContext.with()).run(SkillInputs.of(input.build()), TestSkillContext.in(temp)
                            .withModel(ScriptedLlm.answers(ScriptedLlm.text("It is about baskets."))));

            assertThat(example.differences(result)).isEmpty();
        }
    }

    private static Reply reply(LoopbackServer.Request request) {
        return switch (request.target()) {
            case "/page" -> Reply.of(200, page()).withHeader("content-type", "text/html; charset=utf-8");
            case "/data.json" -> Reply.of(200, "{\"a\": [1, 2]}");
            case "/moved" -> Reply.of(302, "").withHeader("location", "http://127.0.0.1:1/");
            case "/paper.pdf" -> Reply.of(200, "%PDF-1.7 …").withHeader("content-type", "application/pdf");
            case "/image" -> Reply.of(200, "GIF89a").withHeader("content-type", "image/gif");
            case "/broken" -> Reply.of(503, "down for maintenance");
            case "/empty" -> Reply.of(200, "<html><body><script>go()</script></body></html>").withHeader("content-type",
                    "text/html");
            default -> Reply.of(404, "no such page");
        };
    }

    private static String page() {
        try {
            return Files.readString(Path.of("src/test/resources/page.html"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
