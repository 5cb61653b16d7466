package dev.telecoder.example.todo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.Skill;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.testkit.SkillContract;
import dev.telecoder.testkit.SkillInputs;
import dev.telecoder.testkit.TestSkillContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TodoCountSkillTest extends SkillContract {

    @TempDir Path repository;

    @TempDir Path elsewhere;

    @Override
    protected Skill skill() {
        return new TodoCountSkill();
    }

    @Override
    protected List<String> inputs() {
        return List.of("{\"path\": \"A.java\"}");
    }

    @Override
    protected Optional<String> inputNaming(String path) {
        return Optional.of(JsonValue.object().put("path", path).build().toString());
    }

    @Override
    protected Optional<String> failingInput() {
        return Optional.of("{\"path\": \"missing.txt\"}");
    }

    @Test
    void countsTheLinesThatSayTodo() throws IOException {
        Files.writeString(repository.resolve("A.java"), "// TODO one\nint a;\n// TODO two\n");

        SkillResult result = run("A.java");

        assertThat(result.succeeded()).isTrue();
        assertThat(result.output()).isEqualTo("2 TODO lines");
    }

    @Test
    void tellsTheModelWhatToTryWhenThereIsNoSuchFile() {
        SkillResult result = run("missing.txt");

        assertThat(result.succeeded()).isFalse();
        assertThat(result.output()).contains("'missing.txt'").contains("List its directory first");
    }

    @Test
    void doesNotFollowALinkOutOfTheRepository() throws IOException {
        Path secret = Files.writeString(elsewhere.resolve("secret"), "TODO");
        Files.createSymbolicLink(repository.resolve("link"), secret);

        assertThat(run("link").succeeded()).isFalse();
        assertThat(run("../" + elsewhere.getFileName() + "/secret").succeeded()).isFalse();
    }

    @Test
    void saysThatAFileIsNoText() throws IOException {
        Files.write(repository.resolve("picture"), new byte[]{(byte) 0xff, (byte) 0xfe, 0, 1});

        SkillResult result = run("picture");

        assertThat(result.succeeded()).isFalse();
        assertThat(result.output()).contains("cannot be read as text");
    }

    private SkillResult run(String path) {
        return new TodoCountSkill().run(SkillInputs.of("{\"path\": \"" + path + "\"}"),
                TestSkillContext.in(repository));
    }
}
