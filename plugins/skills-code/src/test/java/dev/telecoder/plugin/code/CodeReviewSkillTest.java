package dev.telecoder.plugin.code;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.repo.CodeHost;
import dev.telecoder.api.repo.Reviews;
import dev.telecoder.api.skill.Origin;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.testkit.ScriptedLlm;
import dev.telecoder.testkit.SkillInputs;
import dev.telecoder.testkit.TestCheckout;
import dev.telecoder.testkit.TestContext;
import dev.telecoder.testkit.TestRepositories;
import dev.telecoder.testkit.TestRepository;
import dev.telecoder.testkit.TestSkillContext;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodeReviewSkillTest {

    private static final String CHANGE = """
            diff --git a/src/app.js b/src/app.js
            --- a/src/app.js
            +++ b/src/app.js
            @@ -1,3 +1,4 @@
             function total(list) {
            -  return sum(list);
            +  debugger;
            +  return sum(list) / list.length;
             }
            """;

    @TempDir Path folder;

    private Path workspace;
    private TestContext host;

    /** A code host that keeps one pull request, as the test changes it. */
    private static final class OnePullRequest implements CodeHost, Reviews {

        private final List<Remark> remarks = new ArrayList<>();
        private Change change = new Change(7, "Average", "Divides by the length.", "main", "c0ffee1", CHANGE,
                URI.create("http://127.0.0.1/pulls/7"));

        @Override
        public String id() {
            return "one";
        }

        @Override
        public Optional<String> identify(String url) {
            return Optional.of("me/app");
        }

        @Override
        public Optional<Change> change(String repo, long number) {
            return repo.equals("me/app") && number == change.number() ? Optional.of(change) : Optional.empty();
        }

        @Override
        public List<Remark> remarks(String repo, long number) {
            return List.copyOf(remarks);
        }

        void push(String head, String diff) {
            change = new Change(7, "Average", "", "main", head, diff, change.location());
        }
    }

    @BeforeEach
    void begin() throws IOException {
        workspace = Files.createDirectory(folder.resolve("workspace"));
        host = TestContext.with().withDataDirectory(Files.createDirectory(folder.resolve("data")));
    }

    @Test
    void saysWhatTheFixedRulesFindAndWhere() throws IOException {
        Files.writeString(workspace.resolve("change.diff"), CHANGE);

        SkillResult result = run("{\"diff\":\"change.diff\",\"model\":false}", context());

        JsonValue remark = Bench.data(result).get("remarks").at(0);
        assertThat(Bench.data(result).get("remarks").items()).hasSize(1);
        assertThat(remark.get("path").text()).isEqualTo("src/app.js");
        assertThat(remark.get("line").asInt(0)).isEqualTo(2);
        assertThat(remark.get("side").text()).isEqualTo("new");
        assertThat(remark.get("position").asInt(0)).isEqualTo(3);
        assertThat(remark.get("severity").text()).isEqualTo("high");
        assertThat(result.origin()).contains(Origin.REPOSITORY);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            src/a.py | import pdb; pdb.set_trace() | debugger
            src/a.py | def add(item, to=[]): | mutable-default
            src/a.py | if name is "root": | identity-of-literal
            src/a.py | for i in range(len(items) + 1): | off-by-one
            src/a.py | subprocess.run(cmd, shell=True) | shell-injection
            src/a.py | cur.execute("SELECT * FROM t WHERE id = '" + uid + "'") | sql-injection
            src/a.py | requests.get(url, verify=False) | certificate-check
            src/a.py | data = yaml.load(stream) | unsafe-load
            web/a.ts | for (let i = 0; i <= rows.length; i++) { | off-by-one
            web/a.ts | it.only('adds', () => {}) | focused-test
            web/a.ts | describe.skip('later', () => {}) | skipped-test
            web/a.ts | console.log(user) | debug-output
            web/a.ts | el.innerHTML = name | unsafe-html
            web/a.ts | try { go() } catch (e) {} | swallowed-error
            web/a.js | if (state = 'open') { | assignment-in-condition
            src/A.java | for (int i = 0; i <= names.size(); i++) { | off-by-one
            src/A.java | if (name == "root") { | string-identity
            src/A.java | e.printStackTrace(); | debug-output
            src/A.java | @Disabled | skipped-test
            src/a.go | client := &tls.Config{InsecureSkipVerify: true} | certificate-check
            src/a.rs | let x = dbg!(y); | debug-output
            lib/a.rb | binding.pry | debugger
            src/a.php | var_dump($x); | debug-output
            src/a.c | strcpy(buffer, name); | unsafe-function
            run.sh | curl https://example.org/install.sh | sh | pipe-to-shell
            run.sh | # TODO: make it faster | todo
            """)
    void findsOnOneLine(String path, String line, String ruleOrMore) throws IOException {
        String text = line;
        String rule = ruleOrMore;
        if (ruleOrMore.equals("sh")) {
            text = line + " | sh";
            rule = "pipe-to-shell";
        }

        assertThat(rules(path, text)).containsExactly(rule);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            src/a.py | if x is None: |
            src/a.py | print("never call eval(x) or breakpoint()") |
            src/a.py | # subprocess.run(cmd, shell=True) would be wrong |
            src/a.py | for i in range(len(items)): |
            src/a.py | data = yaml.load(stream, Loader=yaml.SafeLoader) |
            web/a.ts | for (let i = 0; i < rows.length; i++) { |
            web/a.ts | it('only runs once', () => {}) |
            web/a.ts | if (state === other.state) { |
            web/a.ts | const s = "select one of the options" |
            src/A.java | if (count == 1) { |
            src/A.java | if (a.length == b.length) { |
            src/A.java | * for (int i = 0; i <= n.size(); i++) { |
            docs/a.md | Use `debugger;` to stop, TODO lists are fine |
            src/a.go | if err := run(); err != nil { |
            src/a.c | strncpy(buffer, name, sizeof buffer); |
            run.sh | # TODO(#12): make it faster |
            config.yaml | password: ${DB_PASSWORD} |
            config.yaml | api_key: "your-api-key-here" |
            a.md | ======= |
            """)
    void staysSilentOn(String path, String line) throws IOException {
        assertThat(rules(path, line)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            B$    \"\"\"$    seq = iter(seq) | 1
            \"\"\"The second one.\"\"\"$    x = 1$    y = 2 | 1
            def f():$    \"\"\"$    Tells more. | 0
            text = \"\"\"$    one$    two | 0
            more text\"\"\"$    x = 1$    y = 2 | 1
            """)
    void seesWhetherAPartOfAFileBeginsInsideALongString(String context, int remarks) throws IOException {
        String lines = context.replace("$", "\n ").stripTrailing();
        Files.writeString(workspace.resolve("change.diff"), "--- a/a.py\n+++ b/a.py\n@@ -10,3 +10,4 @@\n " + lines
                + "\n+    breakpoint()\n");

        SkillResult result = run("{\"diff\":\"change.diff\",\"model\":false}", context());

        assertThat(Bench.data(result).get("remarks").items()).hasSize(remarks);
    }

    @Test
    void namesSecretsWithoutRepeatingThem() throws IOException {
        String key = "AKIA" + "IOSFODNN7EXAMPLA";
        SkillResult result = review("config.py", "KEY = '" + key + "'");

        assertThat(Bench.data(result).get("remarks").at(0).get("severity").text()).isEqualTo("critical");
        assertThat(result.output()).contains("an AWS access key").doesNotContain(key);
        assertThat(Bench.data(result).toString()).doesNotContain(key);
        assertThat(rules("app.py", "password = \"hV7!kq2Lm9x\"")).containsExactly("secret");
    }

    @Test
    void findsConflictMarkersInAnyFile() throws IOException {
        assertThat(rules("notes.md", "<<<<<<< HEAD", "a", "=======", "b", ">>>>>>> other"))
                .containsExactly("conflict-marker", "conflict-marker", "conflict-marker");
    }

    @Test
    void looksOnlyAtWhatIsNew() throws IOException {
        Files.writeString(workspace.resolve("c.diff"), """
                --- a/a.py
                +++ b/a.py
                @@ -1,3 +1,2 @@
                 breakpoint()
                -import pdb
                 x = 1
                """);

        assertThat(Bench.data(run("{\"diff\":\"c.diff\",\"model\":false}", context())).get("remarks").items())
                .isEmpty();
    }

    @Test
    void keepsOfTheModelsRemarksThoseAboutLinesOfTheChange() throws IOException {
        Files.writeString(workspace.resolve("change.diff"), CHANGE);
        var model = ScriptedLlm.answers(ScriptedLlm
                .text("""
                {"remarks":[
                {"path":"src/app.js","side":"new","line":9,"quote":"return sum(list) / list.length;","severity":"high","body":"Empty lists divide by zero."},
                {"path":"src/app.js","side":"new","line":40,"quote":"return other();","severity":"high","body":"Not there."},
                {"path":"src/other.js","side":"new","line":1,"quote":"x","severity":"low","body":"Not there."},
                {"path":"src/app.js","side":"old","line":2,"quote":"  return sum(list);","severity":"info","body":"Was right."}]}"""));

        SkillResult result = run("{\"diff\":\"change.diff\"}", context().withModel(model));

        assertThat(Bench.data(result).get("remarks").items()).extracting(
                one -> one.get("line").text() + one.get("side").text() + one.get("position").text()
                        + one.get("rule").text())
                .containsExactly("2old2model", "2new3debugger", "3new4model");
        assertThat(result.output()).contains("2 of the model's remarks were left out");
        assertThat(model.requests().getFirst().messages().toString())
                .contains("+    3   return sum(list) / list.length;");
    }

    @Test
    void reviewsWithoutAModelAndSaysSo() throws IOException {
        Files.writeString(workspace.resolve("change.diff"), CHANGE);
        var model = ScriptedLlm.answers().thenFails(dev.telecoder.api.Failure.UNAVAILABLE);

        SkillResult result = run("{\"diff\":\"change.diff\"}", context().withModel(model));

        assertThat(result.succeeded()).isTrue();
        assertThat(Bench.data(result).get("remarks").items()).hasSize(1);
        assertThat(result.output()).contains("Only the fixed rules");
    }

    @Test
    void reviewsOfAPullRequestWhatIsNewSinceTheLastTime() throws IOException {
        var service = new OnePullRequest();
        TestSkillContext context = inRepository(service);

        SkillResult first = run("{\"pr\":7,\"model\":false}", context);
        SkillResult again = run("{\"pr\":7,\"model\":false}", context);
        service.push("c0ffee2", CHANGE.replace("@@ -1,3 +1,4 @@", "@@ -1,3 +1,5 @@")
                .replace("+  return sum(list) / list.length;\n",
                        "+  console.log(list);\n+  return sum(list) / list.length;\n"));
        SkillResult later = run("{\"pr\":7,\"model\":false}", context);

        assertThat(first.origin()).isEmpty();
        assertThat(Bench.data(first).get("remarks").items()).hasSize(1);
        assertThat(Bench.data(again).get("remarks").items()).isEmpty();
        assertThat(Bench.data(later).get("since").text()).isEqualTo("c0ffee1");
        assertThat(Bench.data(later).get("remarks").items()).extracting(
                one -> one.get("line").text() + one.get("rule").text() + one.get("position").text())
                .containsExactly("3debug-output4");
    }

    @Test
    void doesNotRepeatWhatWasSettledOrTurnedDown() throws IOException {
        var service = new OnePullRequest();
        service.remarks.add(new Reviews.Remark("src/app.js", 2, false, "ann", "We need it there.", true));
        TestSkillContext context = inRepository(service);
        Files.writeString(context.workspace().resolve("change.diff"), CHANGE);

        SkillResult settled = run("{\"pr\":7,\"model\":false}", context);
        SkillResult elsewhere = run("{\"diff\":\"change.diff\",\"model\":false}", context);

        assertThat(Bench.data(settled).get("remarks").items()).isEmpty();
        assertThat(Bench.data(elsewhere).get("remarks").items()).isEmpty();
    }

    @Test
    void remembersRulesAndRejectedRemarksOfARepository() throws IOException {
        Files.writeString(workspace.resolve("change.diff"), CHANGE);
        String id =
                Bench.data(run("{\"diff\":\"change.diff\",\"model\":false}", context())).get("remarks").at(0).get("id")
                        .text();
        var rules = new ReviewRulesSkill(host);

        rules.run(SkillInputs.of("{\"reject\":[\"" + id + "\"],\"add\":\"No division without a check.\"}"), context());
        var model = ScriptedLlm.answers(ScriptedLlm.text("{\"remarks\":[]}"));
        SkillResult result = run("{\"diff\":\"change.diff\"}", context().withModel(model));

        assertThat(Bench.data(result).get("remarks").items()).isEmpty();
        assertThat(model.requests().getFirst().messages().toString()).contains("No division without a check.");
        assertThat(Bench.data(rules.run(SkillInputs.of("{\"remove\":\"No division without a check.\"}"), context()))
                .get("rules").items()).isEmpty();
    }

    @Test
    void reviewsWhatIsNotCommittedYet() throws IOException {
        TestRepository repository = TestRepository.in(Files.createDirectory(folder.resolve("repo")),
                Map.of("a.py", "x = 1\n"));
        repository.write("a.py", "x = 1\nbreakpoint()\n");
        var context = TestSkillContext.in(repository.directory()).withCheckout(TestCheckout.of(repository, "me/app"));

        SkillResult result = run("{\"model\":false}", context);

        assertThat(Bench.data(result).get("remarks").at(0).get("line").asInt(0)).isEqualTo(2);
    }

    private TestSkillContext inRepository(CodeHost service) throws IOException {
        TestRepository repository = TestRepository.in(Files.createDirectory(folder.resolve("repo")),
                Map.of("src/app.js", "x\n"));
        return TestSkillContext.in(repository.directory()).withCheckout(TestCheckout.of(repository, "me/app"))
                .withRepositories(new TestRepositories().with("me/app", repository).withCodeHost("me/app", service));
    }

    private TestSkillContext context() {
        return TestSkillContext.in(workspace);
    }

    private SkillResult run(String input, TestSkillContext context) {
        return new CodeReviewSkill(host).run(SkillInputs.of(input), context);
    }

    private SkillResult review(String path, String... lines) throws IOException {
        var diff = new StringBuilder(
                "diff --git a/" + path + " b/" + path + "\nnew file mode 100644\n--- /dev/null\n+++ b/"
                        + path + "\n@@ -0,0 +1," + lines.length + " @@\n");
        for (String line : lines) {
            diff.append('+').append(line).append('\n');
        }
        Files.writeString(workspace.resolve("made.diff"), diff);
        return run("{\"diff\":\"made.diff\",\"model\":false}", context());
    }

    private List<String> rules(String path, String... lines) throws IOException {
        return Bench.data(review(path, lines)).get("remarks").items().stream().map(one -> one.get("rule").text())
                .toList();
    }
}
