package dev.telecoder.plugin.ollama;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.testkit.Aimock;
import dev.telecoder.testkit.TestContext;
import dev.telecoder.testkit.ToolTask;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A task of four steps with tools, against a service that others wrote. */
class ToolTaskTest {

    @TempDir private Path directory;

    @Test
    void endsATaskOfFourSteps() {
        try (Aimock service = Aimock.start(ToolTask.fixtures(directory))) {
            isDone(ToolTask.work(new OllamaProvider(TestContext.with("base_url", service.url() + "", "api_key", "test"),
                    Map.of()), "qwen3:8b"));
        }
    }

    private static void isDone(ToolTask.Outcome outcome) {
        assertThat(outcome.answer()).isEqualTo("Fixed: the sign in src/Calculator.java was wrong. 42 tests pass.");
        assertThat(outcome.calls()).containsExactly("test_run {\"path\":\"src\"}",
                "code_search {\"query\":\"adds\",\"limit\":3}", "code_read {\"path\":\"src/Calculator.java\"}",
                "code_edit {\"path\":\"src/Calculator.java\",\"old\":\"return a - b;\",\"new\":\"return a + b;\"}",
                "test_run {\"path\":\"src\"}");
        assertThat(outcome.code()).contains("return a + b;");
        assertThat(outcome.messages().get(1).text()).isEqualTo("I run the tests first. ✓");
    }
}
