package dev.telecoder.plugin.repo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.testkit.SkillInputs;
import dev.telecoder.testkit.TestCheckout;
import dev.telecoder.testkit.TestRepositories;
import dev.telecoder.testkit.TestRepository;
import dev.telecoder.testkit.TestSkillContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SetupSkillTest {

    private final SetupSkill skill = new SetupSkill();

    @TempDir private Path temp;

    @Test
    void opensARepositoryAndTellsHowItIsBuilt() {
        TestRepository remote = TestRepository.in(temp,
                Map.of("pom.xml", "<project/>", "src/main/java/A.java", "class A {}",
                        "src/test/java/ATest.java", "class ATest {}", "run.sh", "true", "AGENTS.md", "Be kind.",
                        "README.md", "# A",
                        ".github/workflows/ci.yml", "on: push"));

        SkillResult result = run(remote, "{\"url\": \"" + remote.url() + "\"}");

        assertThat(result.succeeded()).isTrue();
        JsonValue data = result.data().orElseThrow();
        assertThat(data.get("branch").text()).isEqualTo("main");
        assertThat(data.get("head").text()).isEqualTo(remote.head("main").orElseThrow());
        assertThat(data.get("languages").items()).extracting(JsonValue::text).containsExactly("Java", "Shell");
        assertThat(data.get("build").text()).isEqualTo("maven");
        assertThat(data.get("commands").get("test").text()).isEqualTo("mvn -q test");
        assertThat(data.get("files").asInt(0)).isEqualTo(7);
        assertThat(data.get("docs").items()).extracting(JsonValue::text).containsExactly("AGENTS.md", "README.md");
        assertThat(data.get("ci").at(0).text()).isEqualTo(".github/workflows/ci.yml");
        assertThat(result.output()).contains("Test: mvn -q test", "AGENTS.md");
    }

    @Test
    void countsWhatGitTracksAndWhatIsNewButNotWhatIsIgnored() throws IOException {
        TestRepository repository = TestRepository.in(temp, Map.of(".gitignore", ".m2/\nout.txt\n", "a.py", "a = 1",
                "build/make.sh", "true", "vendor/x/x.go", "package x", "vendor/x/y.go", "package x", "gone.py",
                "b = 1"));
        Path folder = repository.directory();
        Files.createDirectories(folder.resolve(".m2/repository/x"));
        Files.writeString(folder.resolve(".m2/repository/x/Lib.java"), "class Lib {}");
        Files.writeString(folder.resolve("out.txt"), "ignored");
        Files.writeString(folder.resolve("new ä.py"), "c = 1");
        Files.delete(folder.resolve("gone.py"));

        JsonValue data = skill.run(SkillInputs.of("{}"), TestSkillContext.in(folder)
                .withCheckout(TestCheckout.of(repository, "myorg/api"))).data().orElseThrow();

        assertThat(data.get("files").asInt(0)).isEqualTo(6);
        assertThat(data.get("languages").items()).extracting(JsonValue::text).containsExactly("Python", "Shell");
    }

    @Test
    void startsNothingThatTheCloneNames() throws IOException {
        TestRepository repository = TestRepository.in(temp, Map.of("a.py", "a = 1"));
        Path folder = repository.directory();
        Path made = temp.resolve("made");
        Path program = temp.resolve("program.sh");
        Files.writeString(program, "#!/bin/sh\ntouch " + made + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        Files.writeString(folder.resolve(".git/config"), Files.readString(folder.resolve(".git/config"))
                + "[core]\n\tfsmonitor = " + program + "\n\tworktree = " + temp + "\n");

        JsonValue data = skill.run(SkillInputs.of("{}"), TestSkillContext.in(folder)
                .withCheckout(TestCheckout.of(repository, "myorg/api"))).data().orElseThrow();

        assertThat(data.get("files").asInt(0)).isEqualTo(1);
        assertThat(made).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "package.json | {\"scripts\": {\"test\": \"vitest\", \"lint\": \"eslint .\"}} | npm | npm test",
            "Cargo.toml | [package] | cargo | cargo test",
            "go.mod | module x | go | go test ./...",
            "pyproject.toml | [tool.pytest.ini_options] | python | python3 -m pytest -q",
            "setup.py | setup() | python | python3 -m unittest",
            "build.gradle | plugins {} | gradle | gradle test",
            "Makefile | test: | make | make test"})
    void knowsTheUsualTools(String file, String text, String build, String test) {
        TestRepository remote = TestRepository.in(temp, Map.of(file, text));

        JsonValue data = run(remote, "{\"name\": \"myorg/api\"}").data().orElseThrow();

        assertThat(data.get("repo").text()).isEqualTo("myorg/api");
        assertThat(data.get("build").text()).isEqualTo(build);
        assertThat(data.get("commands").get("test").text()).isEqualTo(test);
    }

    @Test
    void tellsHowThingsAreDoneHere() {
        TestRepository remote = TestRepository.in(temp,
                Map.of("pom.xml", """
                <project><properties><maven.compiler.release>21</maven.compiler.release></properties>
                <modules><module>api</module><module>web</module></modules></project>""", ".editorconfig", """
                [*]
                indent_style = space
                indent_size = 4
                """, "CODEOWNERS", "* @me", ".github/pull_request_template.md", "## Why", ".pre-commit-config.yaml",
                        "repos: []",
                        ".nvmrc", "v22.1.0"));
        for (String subject : new String[]{"fix: a", "feat(x): b", "docs: c", "test: d", "chore: e", "fix: f"}) {
            remote.write("README.md", subject);
            remote.commit(subject);
        }
        remote.push("main");

        SkillResult result = run(remote, "{\"name\": \"myorg/api\"}");

        JsonValue conventions = result.data().orElseThrow().get("conventions");
        assertThat(conventions.toString()).isEqualTo("{\"commits\":\"conventional\",\"indent\":\"4 spaces\","
                + "\"pull_request_template\":\".github/pull_request_template.md\",\"owners\":\"CODEOWNERS\","
                + "\"hooks\":\".pre-commit-config.yaml\",\"versions\":{\"java\":\"21\",\"node\":\"22.1.0\"},"
                + "\"modules\":[\"api\",\"web\"]}");
        assertThat(result.output()).contains("Commits: Messages begin with a type", "Modules: api, web",
                "Wants: java 21");
    }

    @Test
    void saysWhatIsWrong() {
        TestRepository remote = TestRepository.in(temp);

        assertThat(run(remote, "{\"name\": \"no/such\"}").output()).contains("no/such", "myorg/api");
        assertThat(run(remote, "{\"name\": \"myorg/api\", \"branch\": \"x\"}").output()).contains("no branch x");
        assertThat(run(remote, "{}").output()).contains("name");
        assertThat(skill.risk(SkillInputs.of("{}"))).isEqualTo(Risk.WRITE);
    }

    private SkillResult run(TestRepository remote, String input) {
        return skill.run(SkillInputs.of(input), TestSkillContext.in(temp)
                .withRepositories(new TestRepositories().with("myorg/api", remote)));
    }
}
