package dev.telecoder.plugins.skills.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.testkit.SkillInputs;
import dev.telecoder.testkit.TestSkillContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LintRunSkillTest {

    @TempDir private Path folder;

    @Test
    void readingAReportOnlyLooksAndRunningOneDoesMore() {
        LintRunSkill skill = new LintRunSkill();

        assertThat(skill.risk(SkillInputs.of("{\"report\": \"a.xml\"}"))).isEqualTo(Risk.READ);
        assertThat(skill.risk(SkillInputs.of("{}"))).isEqualTo(Risk.WRITE);
    }

    @Test
    void runsShellcheckAndNamesFilesOfTheWorkspace() throws IOException {
        assumeTrue(installed("shellcheck"), "This machine has no shellcheck.");
        write("bin/run.sh", "#!/bin/sh\nrm -rf $1\n");

        SkillResult result = run("{}");

        assertThat(result.succeeded()).isTrue();
        assertThat(findings(result)).containsExactly("shellcheck bin/run.sh:2 SC2086");
        assertThat(result.output()).contains("1 finding").contains("bin/run.sh:2:8: info SC2086");
    }

    @Test
    void runsClippyAndRustfmtAndMendsTheFormat() throws IOException {
        assumeTrue(installed("cargo-clippy") && installed("rustfmt"), "This machine has no clippy or rustfmt.");
        write("Cargo.toml", "[package]\nname = \"cart\"\nversion = \"0.1.0\"\nedition = \"2021\"\n");
        write("rustfmt.toml", "");
        write("src/lib.rs", "pub fn f() -> i32 {\n    return 1;\n}\npub fn g( ) {}\n");

        SkillResult looked = run("{}");
        SkillResult mended = run("{\"tool\": \"rustfmt\", \"fix\": true}");

        assertThat(findings(looked)).contains("clippy src/lib.rs:2 clippy::needless_return").anySatisfy(
                one -> assertThat(one).startsWith("rustfmt src/lib.rs:"));
        assertThat(mended.succeeded()).as(mended.output()).isTrue();
        assertThat(findings(mended)).isEmpty();
        assertThat(mended.files()).containsExactly(Path.of("src/lib.rs"));
        assertThat(folder.resolve("src/lib.rs")).content().contains("pub fn g() {}");
    }

    @Test
    void runsTheCompilerOfJava() throws IOException {
        write("A.java", "class A {\n    java.util.List raw;\n}\n");

        SkillResult result = run("{\"tool\": \"javac\"}");

        assumeTrue(!result.output().contains("is not there"), "This machine has no javac on its path.");
        assertThat(findings(result)).contains("javac A.java:2 rawtypes");
    }

    @Test
    void saysWhichProgramIsMissing() throws IOException {
        assumeTrue(!installed("hadolint"), "This machine has hadolint.");
        write("Dockerfile", "FROM scratch\n");

        SkillResult result = run("{}");

        assertThat(result.succeeded()).isFalse();
        assertThat(result.output()).contains("hadolint").contains("not there in the sandbox");
    }

    @Test
    void failsWhenALinterFailsWithoutAFinding() throws IOException {
        write("go.mod", "module a\n");
        write("bin/gofmt", "#!/bin/sh\necho 'panic: broken'\nexit 2\n");
        assertThat(folder.resolve("bin/gofmt").toFile().setExecutable(true)).isTrue();

        SkillResult result = new LintRun(new Workspace(folder), TestSkillContext.in(folder),
                java.time.Duration.ofMinutes(1)).run(List.of(Linter.of("gofmt", "bin/gofmt -l .", "")), false);

        assertThat(result.succeeded()).isFalse();
        assertThat(result.output()).contains("exit code 2").contains("panic: broken");
    }

    @Test
    void namesTheFilesThatAreNotFormatted() throws IOException {
        write("a.go", "package a\n");

        SkillResult result = new LintRun(new Workspace(folder), TestSkillContext.in(folder),
                java.time.Duration.ofMinutes(1)).run(List.of(Linter.naming("gofmt", "echo a.go", "")), false);

        assertThat(findings(result)).containsExactly("gofmt a.go:0 format");
    }

    @Test
    void saysWhatCanBeSetUpWhenNothingIs() {
        assertThat(run("{}").output()).contains("No linter is set up").contains("ruff").contains("spotless");
        assertThat(run("{\"tool\": \"nonesuch\"}").output()).contains("no known way to run 'nonesuch'");
        assertThat(run("{\"path\": \"../x\"}").output()).contains("There is no '../x'");
        assertThat(run("{\"report\": \"a.xml\", \"fix\": true}").output()).contains("cannot be combined");
    }

    private SkillResult run(String input) {
        return new LintRunSkill().run(SkillInputs.of(input), TestSkillContext.in(folder));
    }

    private static List<String> findings(SkillResult result) {
        return result.data().orElseThrow(() -> new AssertionError(result.output())).get("findings").items().stream()
                .map(LintRunSkillTest::words).toList();
    }

    private static String words(JsonValue one) {
        return one.get("tool").text() + " " + one.get("file").text() + ":" + one.get("line").text() + " "
                + one.get("rule").text();
    }

    private void write(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static boolean installed(String program) {
        return Stream.of(System.getenv("PATH").split(":")).anyMatch(path -> Files.isExecutable(Path.of(path, program)));
    }
}
