package dev.telecoder.plugin.deps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.support.osv.PackageVersion;
import dev.telecoder.testkit.SkillInputs;
import dev.telecoder.testkit.TestSkillContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpdateSkillTest {

    private static final String POM = """
            <project><properties><x.version>1.0</x.version></properties><dependencies>
              <!-- kept --><dependency><groupId>g</groupId><artifactId>x</artifactId><version>${x.version}</version></dependency>
              <dependency><groupId>g</groupId><artifactId>y</artifactId><version>1.0</version></dependency>
            </dependencies></project>
            """;

    @TempDir private Path workspace;

    @ParameterizedTest
    @CsvSource({"g:x, <x.version>2.0</x.version>", "g:y, <artifactId>y</artifactId><version>2.0</version>"})
    void setsTheVersionWhereThePomHasItAndNothingElse(String name, String expected) throws IOException {
        Files.writeString(workspace.resolve("pom.xml"), POM);

        SkillResult result = run("{\"package\": \"" + name + "\", \"version\": \"2.0\", \"test\": false}", 0, 0);

        assertThat(result.succeeded()).as(result.output()).isTrue();
        String text = Files.readString(workspace.resolve("pom.xml"));
        assertThat(text).contains(expected).hasSameSizeAs(POM);
        assertThat(text.split("2\\.0", -1)).hasSize(2);
        assertThat(result.files()).containsExactly(Path.of("pom.xml"));
    }

    @Test
    void comparesTheTestsBeforeAndAfter() throws IOException {
        Files.writeString(workspace.resolve("requirements.txt"), "django-x==1.0\nDjango[a]==4.2.1  # here\n");

        SkillResult same = run("{\"package\": \"django\", \"version\": \"4.2.9\"}", 1, 1);
        SkillResult worse = run("{\"package\": \"django\", \"version\": \"5.0\"}", 1, 2);

        assertThat(Files.readString(workspace.resolve("requirements.txt")))
                .isEqualTo("django-x==1.0\nDjango[a]==5.0  # here\n");
        assertThat(same.succeeded()).as(same.output()).isTrue();
        assertThat(same.output()).contains("is now 4.2.9", "Tests before: 9 passed, 1 failed");
        assertThat(worse.succeeded()).isFalse();
        assertThat(worse.output()).contains("More fail than before");
        assertThat(worse.data().orElseThrow().get("after").get("failed").asInt(0)).isEqualTo(2);
        assertThat(worse.data().orElseThrow().get("from").text()).isEqualTo("4.2.9");
    }

    @Test
    void runsThePackageManagerInTheSandboxAndTellsItsLastWords() throws IOException {
        Files.writeString(workspace.resolve("Cargo.lock"), """
                [[package]]
                name = "rand"
                version = "0.8.5"
                source = "registry"
                """);
        Path bin = Files.createDirectories(workspace.resolve("bin"));
        SkillResult failed = run("{\"package\": \"rand\", \"version\": \"99.0.0\", \"test\": false}", 0, 0);

        assertThat(bin).exists();
        assertThat(failed.succeeded()).isFalse();
        assertThat(failed.output()).contains("cargo update -p rand@0.8.5 --precise 99.0.0");
    }

    @ParameterizedTest
    @CsvSource({"package-lock.json, npm, a, npm install --save-exact --ignore-scripts a@2.0.0",
            "x/go.mod, Go, golang.org/x/net, go get golang.org/x/net@v2.0.0",
            "uv.lock, PyPI, a, uv lock --upgrade-package a==2.0.0",
            "composer.lock, Packagist, v/p, composer require --with-all-dependencies v/p:2.0.0"})
    void knowsTheCommandsOfPackageManagers(String file, String ecosystem, String name, String command) {
        Dependency one = new Dependency(new PackageVersion(ecosystem, name, "1.0.0"), List.of(name), file);

        assertThat(String.join(" ", Updater.of(one, "2.0.0", "").orElseThrow().commands().getFirst()))
                .isEqualTo(command);
        assertThat(Updater.of(one, "--registry=http://evil", "")).isEmpty();
        assertThat(Updater.of(one, "1; rm", "")).isEmpty();
    }

    private SkillResult run(String input, int failingBefore, int failingAfter) {
        AtomicInteger runs = new AtomicInteger();
        return new UpdateSkill().run(SkillInputs.of(input),
                TestSkillContext.in(workspace).withSkill("test.run", wanted -> {
                    int failing = runs.getAndIncrement() == 0 ? failingBefore : failingAfter;
                    JsonValue data =
                            JsonValue.object().put("tests", 10).put("passed", 10 - failing).put("failed", failing)
                                    .put("errors", 0).put("exit_code", failing > 0 ? 1 : 0).build();
                    return (failing > 0 ? SkillResult.failed("red") : SkillResult.ok("green")).withData(data);
                }));
    }
}
