package dev.telecoder.plugin.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.testkit.SkillInputs;
import dev.telecoder.testkit.TestCheckout;
import dev.telecoder.testkit.TestRepository;
import dev.telecoder.testkit.TestSkillContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Hooks of the repository, run by a shell of this machine in place of the sandbox. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class CommitHooksTest {

    @TempDir Path temp;

    private TestCheckout checkout;

    @Test
    void aHookSeesWhatIsToBeCommittedAndMayRefuseIt() throws Exception {
        open(Map.of(".husky/pre-commit", "git diff --cached --name-only\n! git diff --cached | grep -q 'int bad'\n"));
        write("src/A.java", "class A { int bad; }\n");
        write("src/B.java", "class B { int bad; }\n");

        SkillResult refused = commit("{\"message\": \"Add bad\", \"paths\": [\"src/A.java\"]}");

        assertThat(refused.succeeded()).isFalse();
        assertThat(refused.output()).contains("The hook .husky/pre-commit refused the commit (exit 1)",
                "Nothing was committed", "src/A.java").doesNotContain("src/B.java");
        assertThat(refused.data().orElseThrow().get("hook").text()).isEqualTo(".husky/pre-commit");
        assertThat(checkout.log("", 5)).hasSize(1);

        write("src/A.java", "class A { int good; }\n");
        SkillResult made = commit("{\"message\": \"Add good\", \"paths\": [\"src/A.java\"]}");
        assertThat(made.succeeded()).isTrue();
        assertThat(made.data().orElseThrow().get("files").items()).extracting(JsonValue::text)
                .containsExactly("src/A.java");
    }

    @Test
    void whatAHookChangesIsLookedAtBeforeItIsCommitted() throws Exception {
        open(Map.of(".githooks/pre-commit", "sed -i.was 's/ *$//' src/A.java && rm -f src/A.java.was\n"));
        write("src/A.java", "class A {}   \nclass C {}\n");

        SkillResult changed = commit("{\"message\": \"Add C\"}");
        assertThat(changed.succeeded()).isFalse();
        assertThat(changed.output()).contains("changed src/A.java", "commit again");
        assertThat(changed.data().orElseThrow().get("changed").items()).extracting(JsonValue::text)
                .containsExactly("src/A.java");

        assertThat(commit("{\"message\": \"Add C\"}").succeeded()).isTrue();
        assertThat(Files.readString(checkout.directory().resolve("src/A.java"))).isEqualTo("class A {}\nclass C {}\n");
    }

    @Test
    void theMessageIsShownToItsHook() throws Exception {
        open(Map.of(".husky/commit-msg", "grep -q '^fix: ' \"$1\"\n"));
        write("src/A.java", "class A { int x; }\n");

        assertThat(commit("{\"message\": \"It's x\"}").output()).contains(".husky/commit-msg refused");
        assertThat(commit("{\"message\": \"fix: it's x\"}").succeeded()).isTrue();
    }

    @Test
    void whatCannotRunIsToldAndKeepsNobodyFromCommitting() throws Exception {
        open(Map.of(".husky/pre-commit", ". \"$(dirname -- \"$0\")/_/husky.sh\"\nfalse\n"));
        write("src/A.java", "class A { int x; }\n");
        assertThat(commit("{\"message\": \"Add x\"}").output()).startsWith("Committed ")
                .contains("The hook .husky/pre-commit was not run: what it needs is not in the sandbox.");

        write("src/A.java", "class A { int y; }\n");
        SkillResult refused = new CommitSkill().run(SkillInputs.of("{\"message\": \"Add y\"}"), context()
                .withSkill("shell.exec", input -> {
                    throw PluginException.of(Failure.REJECTED, "There is no sandbox here.");
                }));
        assertThat(refused.output()).startsWith("Committed ").contains("was not run: There is no sandbox here.");
    }

    @Test
    void findsTheToolsThatTheRepositoryInstalled() throws Exception {
        open(Map.of(".husky/pre-commit", "lint-staged --quiet\n", ".husky/commit-msg", "commitlint --edit \"$1\"\n",
                ".gitignore", "node_modules/\n"));
        program("node_modules/.bin/lint-staged", "#!/bin/sh\necho \"lint-staged $*\"\nexit 1\n");
        write("src/A.java", "class A { int x; }\n");

        assertThat(commit("{\"message\": \"Add x\"}").output())
                .contains("The hook .husky/pre-commit refused the commit (exit 1)", "lint-staged --quiet");

        program("node_modules/.bin/lint-staged", "#!/bin/sh\nexit 0\n");
        program("node_modules/.bin/commitlint", "#!/bin/sh\nsh ./node_modules/rule \"$2\"\n");
        write("node_modules/rule", "grep -q '^fix: ' \"$1\" || { echo 'no type'; exit 1; }\n");
        assertThat(commit("{\"message\": \"Add x\"}").output())
                .contains("The hook .husky/commit-msg refused the commit (exit 1)", "no type");
        assertThat(commit("{\"message\": \"fix: add x\"}").succeeded()).isTrue();
    }

    @Test
    void aHookOfAFolderIsStartedAsItsFirstLineSays() throws Exception {
        open(Map.of(".githooks/pre-commit", "#!/usr/bin/env -S sed -n 2p\nsed would say this\n"));
        write("src/A.java", "class A { int x; }\n");
        assertThat(checkout.directory().resolve(".githooks/pre-commit").toFile().setExecutable(true)).isTrue();

        SkillResult result = commit("{\"message\": \"Add x\"}");

        assertThat(result.succeeded()).as(result.output()).isTrue();
        assertThat(result.output()).doesNotContain("not run");
    }

    @Test
    void aHookThatTakesTooLongIsNotSaidToHaveRefused() throws Exception {
        open(Map.of(".husky/pre-commit", "sleep 1000\n"));
        write("src/A.java", "class A { int x; }\n");

        SkillResult result = new CommitSkill().run(SkillInputs.of("{\"message\": \"Add x\"}"), context()
                .withSkill("shell.exec", input -> {
                    assertThat(input.get("timeout").asInt(0)).isEqualTo(300);
                    return SkillResult.failed("It ran out of time after 300 s and was stopped.").withData(JsonValue
                            .object().put("exit_code", 137).put("timed_out", true).put("output", "checking all")
                            .build());
                }));

        assertThat(result.succeeded()).isFalse();
        assertThat(result.output())
                .contains("The hook .husky/pre-commit took longer than 300 s", "Nothing was committed",
                        "\"paths\"", "checking all")
                .doesNotContain("refused the commit (exit");
        assertThat(result.data().orElseThrow().get("timed_out").asBoolean(false)).isTrue();
        assertThat(checkout.log("", 5)).hasSize(1);
    }

    @Test
    void aRepositoryWithoutHooksRunsNothing() throws Exception {
        open(Map.of());
        write("src/A.java", "class A { int x; }\n");
        TestSkillContext context = context();

        assertThat(new CommitSkill().run(SkillInputs.of("{\"message\": \"Add x\"}"), context).output())
                .doesNotContain("hook");
        assertThat(context.skillCalls()).isEmpty();
    }

    private void open(Map<String, String> hooks) {
        Map<String, String> files = new HashMap<>(hooks);
        files.put("src/A.java", "class A {}\n");
        checkout = TestCheckout.of(TestRepository.in(temp, files));
    }

    private void write(String path, String text) throws IOException {
        Files.writeString(checkout.directory().resolve(path), text);
    }

    private void program(String path, String text) throws IOException {
        Files.createDirectories(checkout.directory().resolve(path).getParent());
        write(path, text);
        assertThat(checkout.directory().resolve(path).toFile().setExecutable(true)).isTrue();
    }

    private SkillResult commit(String input) {
        return new CommitSkill().run(SkillInputs.of(input), context());
    }

    private TestSkillContext context() {
        return TestSkillContext.in(checkout.directory()).withCheckout(checkout).withRunId("r" + System.nanoTime())
                .withSkill("shell.exec", this::shell);
    }

    private SkillResult shell(JsonValue input) {
        try {
            Process process = new ProcessBuilder(List.of("sh", "-c", input.get("command").text()))
                    .directory(checkout.directory().toFile()).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exit = process.waitFor();
            JsonValue data = JsonValue.object().put("exit_code", exit).put("output", said).build();
            return exit == 0 ? SkillResult.ok(said).withData(data) : SkillResult.failed(said).withData(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
