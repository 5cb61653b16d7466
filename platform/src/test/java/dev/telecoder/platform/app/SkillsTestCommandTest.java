package dev.telecoder.platform.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.config.HostJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands about YAML skills, where no plugin and so no sandbox is installed. */
class SkillsTestCommandTest {

    @TempDir Path home;
    @TempDir Path elsewhere;

    @BeforeEach
    void make() throws IOException {
        Files.createDirectories(home.resolve("skills"));
    }

    @Test
    void tellsAWrongFileWithItsPlaceAndExitsWithOne() throws IOException {
        Path file = write(elsewhere, "wrong.yaml", "name: a.b\ndescripton: d\ncommand: make\n");

        Typed typed = Typed.in(home, "skills", "test", file.toString(), "--json");

        JsonValue row = new HostJson().parse(typed.out()).at(0);
        assertThat(typed.exit()).isEqualTo(1);
        assertThat(row.get("state").text()).isEqualTo("failed");
        assertThat(row.get("problem").text()).contains("wrong.yaml:2:1: descripton", "Did you mean description?");
    }

    @Test
    void failsATestThatIsNotAsExpectedAndPassesOneThatIs() throws IOException {
        // Without a sandbox nothing runs, which is a failure like any other.
        write(home.resolve("skills"), "a.yaml", """
                name: a.b
                description: d
                command: echo hello
                tests:
                  - {name: expects success, expect: {succeeded: true}}
                  - {name: expects failure, expect: {succeeded: false}}
                  - {name: expects a file, expect: {succeeded: false, files: [x.txt]}}
                """);

        Typed typed = Typed.in(home, "skills", "test", "a.b");

        assertThat(typed.exit()).isEqualTo(1);
        assertThat(typed.out()).containsPattern("a\\.b +expects success +failed .*No sandbox works")
                .containsPattern("a\\.b +expects failure +passed")
                .containsPattern("a\\.b +expects a file +failed .*There is no file x.txt afterwards");
        assertThat(typed.err()).contains("1 passed, 2 failed, 0 skipped.");
    }

    @Test
    void skipsWhatRequiresSomethingThatIsNotThere() throws IOException {
        write(home.resolve("skills"), "a.yaml",
                "name: a.b\ndescription: d\ncommand: make\nrequires: [sandbox]\ntests: [{expect: {succeeded: true}}]\n");

        Typed typed = Typed.in(home, "skills", "test");

        assertThat(typed.exit()).isZero();
        assertThat(typed.out()).contains("skipped", "requires a sandbox that isolates");
    }

    @Test
    void exitsWithTwoForWhatIsNotThere() throws IOException {
        write(home.resolve("skills"), "a.yaml", "name: deploy.staging\ndescription: d\ncommand: make\n");

        assertThat(Typed.in(home, "skills", "test", "deploy.stagin").err()).contains("Did you mean 'deploy.staging'?");
        assertThat(Typed.in(home, "skills", "test", "deploy.stagin").exit()).isEqualTo(2);
        assertThat(Typed.in(home, "skills", "test", "./none.yaml").exit()).isEqualTo(2);
    }

    @Test
    void saysThatThereAreNone() {
        assertThat(Typed.in(home, "skills", "test").exit()).isZero();
        assertThat(Typed.in(home, "skills", "test", "--json").out()).isEqualTo("[]\n");
    }

    @Test
    void listsFilesWithSourceStateAndReason() throws IOException {
        write(home.resolve("skills"), "1.yaml", "name: a.b\ndescription: d\ncommand: make\nrisk: read\n");
        write(home.resolve("skills"), "2.yaml", "name: a.b\ndescription: d\ncommand: make\n");
        write(home.resolve("skills"), "3.yaml", "name: [\n");

        JsonValue all = new HostJson().parse(Typed.in(home, "skills", "list", "--json").out());

        List<String> shown = new ArrayList<>();
        all.items().forEach(one -> shown.add(one.get("name").text() + " " + one.get("source").text() + " "
                + one.get("state").text() + " " + one.get("risk").text()));
        assertThat(shown).containsExactly("a.b yaml:1.yaml ready READ", "a.b yaml:2.yaml unavailable EXTERNAL",
                "yaml.3 yaml:3.yaml unavailable EXTERNAL");
        assertThat(all.at(2).get("reason").text()).startsWith("3.yaml:2:1: ");
        assertThat(Typed.in(home, "skills", "list").out()).contains("taken by 1.yaml");
        assertThat(Typed.in(home, "skills", "info", "a.b", "--json").out()).contains("yaml:1.yaml");
    }

    @Test
    void readsAllExamples() throws IOException {
        Path examples = Path.of("..", "examples", "skills");
        List<String> files;
        try (Stream<Path> found = Files.list(examples)) {
            files = found.map(Path::toString).filter(name -> name.endsWith(".yaml")).sorted().toList();
        }
        List<String> typed = new ArrayList<>(List.of("skills", "test", "--json"));
        typed.addAll(files);

        JsonValue rows = new HostJson().parse(Typed.in(home, typed.toArray(String[]::new)).out());

        assertThat(files).hasSizeGreaterThanOrEqualTo(4);
        // Nothing runs here, but every file is one, and has tests.
        assertThat(rows.items()).extracting(row -> row.get("source").text()).contains(files.stream()
                .map(file -> "yaml:" + file).toArray(String[]::new));
        assertThat(rows.items()).extracting(row -> row.get("state").text()).doesNotContain("none");
        assertThat(rows.items()).extracting(row -> row.get("problem").text())
                .noneMatch(text -> text.contains(".yaml:"));
    }

    private static Path write(Path folder, String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
