package dev.telecoder.plugins.skills.test;

import static dev.telecoder.testkit.ScriptedLlm.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.testkit.ScriptedLlm;
import dev.telecoder.testkit.SkillInputs;
import dev.telecoder.testkit.TestSkillContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestWriteSkillTest {

    private static final String GOOD = "import unittest\nfrom cart import add\n\n\nclass T(unittest.TestCase):\n"
            + "    def test_adds(self):\n        self.assertEqual(3, add(1, 2))\n";
    private static final String BROKEN = "import unittest\nfrom cart import nothing\n";

    @TempDir private Path folder;

    @BeforeEach
    void commitsABugAndMendsIt() throws IOException {
        write("cart.py", "def add(a, b):\n    return a - b\n");
        assumeTrue(
                sh("python3 --version && git init -q . && git add -A && git -c user.name=a -c user.email=a@example.org "
                        + "commit -q -m base") == 0,
                "This machine has no python3 or git.");
        write("cart.py", "def add(a, b):\n    return a + b\n");
    }

    @Test
    void saysThatATestFailsWithoutTheChange() throws IOException {
        SkillResult result = run(input("test_cart.py", GOOD));

        JsonValue data = result.data().orElseThrow();
        assertThat(result.succeeded()).as(result.output()).isTrue();
        assertThat(data.get("passed").asInt(0)).isEqualTo(1);
        assertThat(data.get("fails_without_change").asBoolean(false)).isTrue();
        assertThat(data.get("without_change").get("failed").asInt(0)).isEqualTo(1);
        assertThat(result.files()).containsExactly(Path.of("test_cart.py"));
        assertThat(folder.resolve("cart.py")).content().contains("a + b");
    }

    @Test
    void saysThatATestShowsNothingOfTheChange() {
        SkillResult result = run(input("test_cart.py", GOOD.replace("3, add(1, 2)", "0, add(0, 0)")));

        assertThat(result.succeeded()).isTrue();
        assertThat(result.data().orElseThrow().get("fails_without_change").asBoolean(true)).isFalse();
        assertThat(result.output()).contains("passes without the change too");
    }

    @Test
    void saysThatThereIsNoChangeToCompareWith() throws IOException {
        write("cart.py", "def add(a, b):\n    return a - b\n");

        SkillResult result = run(input("test_cart.py", GOOD.replace("3, add", "-1, add")));

        assertThat(result.data().orElseThrow().get("fails_without_change").isNull()).isTrue();
        assertThat(result.output()).contains("nothing differs from the last commit");
    }

    @Test
    void letsTheModelWriteAndMendItOnce() {
        ScriptedLlm model = ScriptedLlm.answers(text(JsonValue.object().put("content", BROKEN).build().toString()),
                text(JsonValue.object().put("content", GOOD).build().toString()));

        SkillResult result = new TestWriteSkill().run(
                SkillInputs.of("{\"path\": \"test_cart.py\", \"target\": \"cart.py\", \"instructions\": \"adds up\"}"),
                TestSkillContext.in(folder).withModel(model));

        assertThat(result.succeeded()).as(result.output()).isTrue();
        assertThat(folder.resolve("test_cart.py")).hasContent(GOOD.strip());
        assertThat(String.valueOf(model.requests().get(0).messages())).contains("adds up").contains("return a + b")
                .contains("-    return a - b");
        assertThat(String.valueOf(model.requests().get(1).messages())).contains("It does not pass").contains("nothing");
    }

    @Test
    void needsAModelOrTheContent() {
        ScriptedLlm none = ScriptedLlm.answers()
                .thenFails(Failure.CONFIGURATION);

        assertThatThrownBy(() -> new TestWriteSkill().run(SkillInputs.of("{\"path\": \"test_cart.py\"}"),
                TestSkillContext.in(folder).withModel(none))).isInstanceOf(PluginException.class);
        assertThat(folder.resolve("test_cart.py")).doesNotExist();
        assertThat(run("{}").output()).contains("'path' is missing");
    }

    @Test
    void writesNothingOutside(@TempDir Path elsewhere) throws IOException {
        Files.createSymbolicLink(folder.resolve("link"), elsewhere);

        for (String path : new String[]{"../test_a.py", "link/test_a.py", "link/new/test_a.py",
                elsewhere + "/test_a.py"}) {
            assertThat(run(input(path, GOOD)).succeeded()).as(path).isFalse();
        }
        assertThat(elsewhere).isEmptyDirectory();
    }

    private static String input(String path, String content) {
        return JsonValue.object().put("path", path).put("content", content)
                .put("command", "PYTHONDONTWRITEBYTECODE=1 python3 -m unittest -v test_cart").build().toString();
    }

    private SkillResult run(String input) {
        return new TestWriteSkill().run(SkillInputs.of(input), TestSkillContext.in(folder));
    }

    private void write(String path, String text) throws IOException {
        Files.writeString(folder.resolve(path), text);
    }

    private int sh(String line) throws IOException {
        try {
            return new ProcessBuilder("sh", "-c", line).directory(folder.toFile())
                    .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }
}
