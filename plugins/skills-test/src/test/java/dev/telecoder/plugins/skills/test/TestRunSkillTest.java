package dev.telecoder.plugins.skills.test;

import static dev.telecoder.plugins.skills.test.TestRun.counts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.api.skill.SkillResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestRunSkillTest {

    private static final String JUNIT = "<testsuite name='s'><testcase classname='a.CartTest' name='adds'>"
            + "<failure message='no'>x\n\tat a.CartTest.adds(CartTest.java:7)</failure></testcase><testcase name='b'/></testsuite>";

    @TempDir private Path folder;
    private TestRun run;

    @BeforeEach
    void makesAWorkspace() {
        run = new TestRun(folder);
    }

    @Test
    void presentsItself() {
        TestRunSkill skill = new TestRunSkill();

        assertThat(skill.spec().name()).isEqualTo("test.run");
        assertThat(skill.spec().risk()).isEqualTo(Risk.WRITE);
        assertThat(skill.spec().outsideText()).isFalse();
        assertThat(new TestJson().parse(skill.spec().inputSchemaJson()).get("type").text()).isEqualTo("object");
        assertThat(skill.risk(run.input("{}"))).isEqualTo(Risk.WRITE);
        assertThat(skill.risk(run.input("{\"report\":\"a.xml\"}"))).isEqualTo(Risk.READ);
    }

    @Test
    void reportsFailingTestsWithTotalsFirst() {
        run.file("out.tap",
                "1..2\nok 1 - a\nnot ok 2 - adds up\n  ---\n  message: expected 3\n  at: tests/cart.js:7:1\n  ...\n")
                .file("tests/cart.js", "");

        SkillResult result = run.run("{\"command\":\"cat out.tap; exit 3\"}");

        assertThat(result.succeeded()).isFalse();
        assertThat(counts(result)).isEqualTo("2 1 1 0 0 3");
        assertThat(result.data().orElseThrow().get("command").text()).isEqualTo("cat out.tap; exit 3");
        JsonValue failure = result.data().orElseThrow().get("failures").at(0);
        assertThat(failure.get("name").text() + " " + failure.get("file").text() + " " + failure.get("line").text())
                .isEqualTo("adds up tests/cart.js 7");
        assertThat(result.output()).startsWith("1 failed, 1 passed (2 tests, tap)\n")
                .contains("FAILED adds up\n  at tests/cart.js:7")
                .contains("Output:").endsWith("Exit code: 3\n");
    }

    @Test
    void succeedsWhenAllTestsPass() {
        SkillResult result = run.run("{\"command\":\"printf '1..1\\\\nok 1\\\\n'\"}");

        assertThat(result.succeeded()).isTrue();
        assertThat(counts(result)).isEqualTo("1 1 0 0 0 0");
    }

    @Test
    void failsWhenNoTestWasExecuted() {
        SkillResult none = run.run("{\"command\":\"echo 'Ran 0 tests in 0.000s'; echo; echo OK\"}");
        SkillResult skipped = run.run("{\"command\":\"printf '1..1\\\\nok 1 # SKIP\\\\n'\"}");

        assertThat(none.succeeded()).isFalse();
        assertThat(none.output()).contains("No test was executed");
        assertThat(skipped.succeeded()).isFalse();
    }

    @Test
    void failsWhenTheCommandFailsThoughTheTestsPass() {
        SkillResult result = run.run("{\"command\":\"printf '1..1\\\\nok 1\\\\n'; exit 2\"}");

        assertThat(result.succeeded()).isFalse();
        assertThat(result.output()).contains("All tests passed, but the command itself failed");
    }

    @Test
    void failsWhenTestsFailThoughTheCommandSucceeds() {
        assertThat(run.run("{\"command\":\"printf '1..1\\\\nnot ok 1\\\\n'\"}").succeeded()).isFalse();
    }

    @Test
    void trustsTheExitCodeOfACommandWithoutTotalsAndSaysSo() {
        SkillResult result = run.run("{\"command\":\"echo fine\"}");

        assertThat(result.succeeded()).isTrue();
        assertThat(result.output()).contains("how many tests ran is unknown").contains("fine");
        assertThat(run.run("{\"command\":\"echo bad; exit 1\"}").succeeded()).isFalse();
    }

    @Test
    void saysWhichProgramIsMissing() {
        run.file("Cargo.toml", "");

        assertThat(run.run("{\"command\":\"no-such-tool --all\"}").output())
                .contains("the program 'no-such-tool' is not there");
        run.file("go.mod", "");
        boolean go =
                Stream.of(System.getenv("PATH").split(":")).anyMatch(path -> Files.isExecutable(Path.of(path, "go")));
        assumeTrue(!go, "go is installed");
        SkillResult result = run.run("{}");
        assertThat(result.succeeded()).isFalse();
        assertThat(result.output()).contains("the program 'go' is not there");
        assertThat(result.data().orElseThrow().get("exit_code").asInt(0)).isEqualTo(127);
    }

    @Test
    void saysThatThereAreNoTests() {
        SkillResult result = run.file("README.md", "x").run("{}");

        assertThat(result.succeeded()).isFalse();
        assertThat(result.output()).contains("No tests were found").contains("'command'");
        assertThat(result.data()).isEmpty();
    }

    @Test
    void stopsWhatTakesTooLong() {
        run.sandbox.limit = Duration.ofSeconds(1);

        SkillResult result = run.run("{\"command\":\"echo before; sleep 30\"}");

        assertThat(result.succeeded()).isFalse();
        assertThat(result.output()).contains("longer than the 10 minutes").contains("before");
        assertThat(result.data().orElseThrow().get("exit_code").asInt(0)).isEqualTo(-1);
    }

    @Test
    void readsOnlyTheReportsOfThisRun() {
        run.file("pom.xml", "<project/>").file("src/test/java/a/CartTest.java", "")
                .file("target/surefire-reports/TEST-old.xml", JUNIT.replace("CartTest", "OldTest"))
                .file("mvnw", "#!/bin/sh\nprintf '%s' \"" + JUNIT.replace("\n", "&#10;").replace("\t", "&#9;")
                        + "\" > target/surefire-reports/TEST-new.xml\nexit 1\n");
        assertThat(folder.resolve("mvnw").toFile().setExecutable(true)).isTrue();

        SkillResult result = run.run("{}");

        assertThat(counts(result)).isEqualTo("2 1 1 0 0 1");
        assertThat(result.data().orElseThrow().get("failures").at(0).get("file").text())
                .isEqualTo("src/test/java/a/CartTest.java");
        assertThat(result.data().orElseThrow().get("command").text()).isEqualTo("./mvnw -B -ntp test");
    }

    @Test
    void namesFilesAsTheWorkspaceDoesNotAsTheSandbox() {
        run = new TestRun(folder, "/workspace/repo");

        SkillResult result = run.run(
                "{\"command\":\"printf '1..1\\\\nnot ok 1\\\\n  ---\\\\n  at: /workspace/repo/lib/a.js:3:1\\\\n  ...\\\\n'\"}");

        assertThat(result.data().orElseThrow().get("failures").at(0).get("file").text()).isEqualTo("lib/a.js");
    }

    @Test
    void findsTheFunctionOfAGoTestThatNamesNoPlace() {
        run.file("mux_test.go", "package mux\n\nfunc TestRedirect(t *testing.T) {}\n");
        run.file("go.txt", """
                {"Action":"run","Package":"example.com/mux","Test":"TestRedirect"}
                {"Action":"run","Package":"example.com/mux","Test":"TestRedirect/strict"}
                {"Action":"fail","Package":"example.com/mux","Test":"TestRedirect/strict","Elapsed":0}
                {"Action":"fail","Package":"example.com/mux","Test":"TestRedirect","Elapsed":0}
                {"Action":"fail","Package":"example.com/mux","Elapsed":0.1}
                """);

        SkillResult result = run.run("{\"command\":\"cat go.txt; exit 1\"}");

        assertThat(result.data().orElseThrow().get("failures").items()).isNotEmpty().allSatisfy(failure -> {
            assertThat(failure.get("file").text()).isEqualTo("mux_test.go");
            assertThat(failure.get("line").asInt(0)).isEqualTo(3);
        });
    }

    @Test
    void keepsItsAnswerShortAndItsDataWhole() {
        String message = "x".repeat(5_000);
        StringBuilder tap = new StringBuilder("1..100\n");
        for (int i = 1; i <= 100; i++) {
            tap.append("not ok ").append(i).append("\n  ---\n  message: ").append(message).append("\n  ...\n");
        }
        run.file("out.tap", tap.toString());

        SkillResult result = run.run("{\"command\":\"cat out.tap\"}");

        assertThat(result.output()).hasSizeLessThan(30_000).contains("more failures").contains("more characters")
                .contains("Exit code: 0");
        assertThat(result.data().orElseThrow().get("failures").items()).hasSize(100);
        assertThat(result.data().orElseThrow().get("failures").at(99).get("message").text()).isEqualTo(message);
    }

    @Test
    void refusesPathsOutsideAndCombinationsWithoutMeaning(@TempDir Path elsewhere) throws IOException {
        Files.createSymbolicLink(folder.resolve("link"), elsewhere);
        run.file("a.txt", "");

        assertThat(run.run("{\"path\":\"../x\"}").output()).contains("There is no '../x' in the workspace");
        assertThat(run.run("{\"path\":\"link\",\"command\":\"true\"}").succeeded()).isFalse();
        assertThat(run.run("{\"path\":\"a.txt\",\"command\":\"true\"}").output()).contains("folder to run it in");
        assertThat(run.run("{\"test\":\"a\",\"command\":\"true\"}").succeeded()).isFalse();
        assertThat(run.run("{\"report\":\"a.txt\",\"command\":\"true\"}").output()).contains("cannot be combined");
        assertThat(run.sandbox.commands).isEmpty();
    }

    @Test
    void runsACommandInAFolder() {
        run.file("sub/out.tap", "1..1\nok 1\n");

        assertThat(run.run("{\"command\":\"cat out.tap\",\"path\":\"sub\"}").succeeded()).isTrue();
    }

    @Test
    void readsAReportByFileFolderAndPattern() {
        run.file("r/a.xml", JUNIT).file("r/b.xml", "<testsuite><testcase name='c'/></testsuite>").file("r/coverage.xml",
                "<coverage/>");

        assertThat(counts(run.run("{\"report\":\"r/a.xml\"}"))).isEqualTo("2 1 1 0 0");
        assertThat(counts(run.run("{\"report\":\"r\"}"))).isEqualTo("3 2 1 0 0");
        assertThat(counts(run.run("{\"report\":\"r/[ab].xml\"}"))).isEqualTo("3 2 1 0 0");
        assertThat(counts(run.run("{\"report\":\"**/b.xml\"}"))).isEqualTo("1 1 0 0 0");
        assertThat(counts(run.run("{\"report\":\"" + folder.resolve("r/a.xml") + "\"}"))).isEqualTo("2 1 1 0 0");
        assertThat(run.run("{\"report\":\"r/b.xml\"}").succeeded()).isTrue();
        assertThat(run.run("{\"report\":\"r/a.xml\"}").succeeded()).isFalse();
        assertThat(run.sandbox.commands).isEmpty();
    }

    @Test
    void refusesAReportThatIsBrokenMissingOrOutside(@TempDir Path elsewhere) throws IOException {
        Path outside = Files.writeString(elsewhere.resolve("a.xml"), JUNIT);
        Files.createSymbolicLink(folder.resolve("link.xml"), outside);
        run.file("broken.xml", "<testsuite>").file("empty.xml", "").file("dir/note.txt", "").file("other.xml",
                "<html/>");

        for (String report : new String[]{"broken.xml", "empty.xml", "none.xml", "dir", "other.xml", "link.xml",
                "../a.xml",
                outside.toString(), "*.nothing", "[", "broken.*"}) {
            SkillResult result = run.run(JsonValue.object().put("report", report).build().toString());
            assertThat(result.succeeded()).as(report).isFalse();
            assertThat(result.data()).as(report).isEmpty();
            assertThat(result.output()).as(report).isNotBlank().doesNotContain("adds");
        }
        assertThat(run.run("{\"report\":\"../a.xml\"}").output()).contains("outside the workspace");
        assertThat(run.run("{\"report\":\"broken.xml\"}").output())
                .contains("The report broken.xml is not well-formed XML");
    }

    @Test
    void runsAPlainJavaProject() {
        run.file("tests/RunTests.java", """
                package tests;
                public final class RunTests {
                    public static void main(String[] arguments) {
                        System.out.println("1..2\\nok 1 - a\\nnot ok 2 - b\\n  ---\\n  message: m\\n  at: tests/RunTests.java:4\\n  ...");
                        System.exit(1);
                    }
                }
                """);

        SkillResult result = run.run("{}");

        assertThat(counts(result)).isEqualTo("2 1 1 0 0 1");
        assertThat(result.output()).contains("at tests/RunTests.java:4");
    }
}
