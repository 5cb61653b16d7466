package dev.telecoder.platform.skill.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.api.skill.SkillResult.Artifact;
import dev.telecoder.platform.config.Decision;
import dev.telecoder.platform.config.HostJson;
import dev.telecoder.platform.config.PermissionsConfig;
import dev.telecoder.platform.consent.Consent;
import dev.telecoder.platform.consent.Question;
import dev.telecoder.platform.consent.QuestionListener;
import dev.telecoder.platform.identity.People;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.identity.Role;
import dev.telecoder.platform.skill.Call;
import dev.telecoder.platform.skill.Catalog;
import dev.telecoder.platform.skill.Executor;
import dev.telecoder.platform.skill.FakeExtensions;
import dev.telecoder.platform.skill.FakePlace;
import dev.telecoder.platform.skill.Outcome;
import dev.telecoder.platform.store.Database;
import dev.telecoder.platform.task.Entry;
import dev.telecoder.platform.task.JournalWatch;
import dev.telecoder.platform.task.Runs;
import dev.telecoder.testkit.ManualCancellation;
import dev.telecoder.testkit.TestSkillContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Skills of files, run through the executor and its gate by a real shell. */
@Timeout(240)
class YamlSkillTest {

    @TempDir Path home;
    @TempDir Path files;
    @TempDir Path workspace;

    private final Map<String, String> variables = new HashMap<>();
    private final List<String> progress = new CopyOnWriteArrayList<>();
    private final HostJson json = new HostJson();
    private Database database;
    private Consent consent;
    private Runs runs;
    private Person owner;
    private FakePlace place;

    @BeforeEach
    void open() {
        database = Database.open(home.resolve("telecoder.db"), home.resolve("backups"));
        consent = new Consent(database, json, () -> PermissionsConfig.DEFAULTS, new QuestionListener() {
            @Override
            public void asked(Question question) {}

            @Override
            public void settled(Question question, String outcome) {}
        }, Clock.systemUTC());
        runs = new Runs(database, json, Clock.systemUTC(), JournalWatch.NONE);
        owner = database.write(h -> new People(database, Clock.systemUTC()).add(h, "Anna", Role.OWNER));
        place = new FakePlace(workspace);
        place.sandbox = TestSkillContext.in(workspace).sandbox();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void givesStandardOutputAsOutputAndTheRestAsData() {
        Outcome outcome = run("command: |\n  echo one\n  echo trouble >&2\n  echo two\n", "{}");

        assertThat(outcome.result().succeeded()).isTrue();
        assertThat(outcome.result().output()).isEqualTo("one\ntwo");
        assertThat(outcome.result().data().toString())
                .isEqualTo("{\"exit_code\":0,\"stderr\":\"trouble\",\"left_out\":0}");
        assertThat(progress).contains("one").doesNotContain("trouble");
    }

    @Test
    void runsInTheCheckoutAndTellsWhichFilesItChanged() throws IOException {
        Files.writeString(workspace.resolve("old.txt"), "old");
        Files.writeString(workspace.resolve("same.txt"), "same");
        Files.writeString(workspace.resolve("gone.txt"), "gone");

        Outcome outcome = run(
                "command: |\n  pwd\n  mkdir -p a\n  echo x > a/new.txt\n  echo y >> old.txt\n  rm gone.txt\n", "{}");

        assertThat(outcome.result().output()).isEqualTo(workspace.toRealPath().toString());
        assertThat(outcome.result().files()).containsExactly("a/new.txt", "gone.txt", "old.txt");
    }

    @Test
    void runsInAnEmptyFolderWithoutARepository() {
        Outcome outcome = run("repo: none\ncommand: |\n  ls -A\n  touch here\n  pwd\n", "{}");

        assertThat(outcome.result().succeeded()).isTrue();
        assertThat(outcome.result().output()).doesNotContain("\n").isNotEqualTo(workspace.toString());
        assertThat(Path.of(outcome.result().output())).doesNotExist();
        assertThat(workspace.resolve("here")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"$(touch pwned)", "`touch pwned`", "a'; touch pwned; '", "a\"; touch pwned; \"",
            "a\ntouch pwned\n",
            "\\", "*", "$HOME ${PATH}", "-e -n", "ä 日本 🎉", "", "%s%n", "!!", "a\r\nb", "\t x "})
    void keepsParametersData(String hostile) throws IOException {
        Outcome outcome = run("parameters: {x: {type: string}}\ncommand: printf '<%s>' \"$PARAM_X\" > out\n",
                JsonValue.object().put("x", hostile).build().toString());

        assertThat(outcome.result().succeeded()).as(outcome.result().output()).isTrue();
        assertThat(Files.readString(workspace.resolve("out"))).isEqualTo("<" + hostile + ">");
        assertThat(workspace.resolve("pwned")).doesNotExist();
    }

    @Test
    void takesLongValuesAndRefusesThoseNoVariableHolds() {
        String skill = "parameters: {x: {type: string}}\ncommand: printf %s \"$PARAM_X\" | wc -c\n";

        Outcome fits = run(skill, JsonValue.object().put("x", "x".repeat(100_000)).build().toString());
        Outcome tooLong = run(skill, JsonValue.object().put("x", "x".repeat(200_000)).build().toString());
        Outcome zero = run(skill, JsonValue.object().put("x", "a\0b").build().toString());

        assertThat(fits.result().output().strip()).isEqualTo("100000");
        assertThat(tooLong.result().succeeded()).isFalse();
        assertThat(tooLong.result().output()).contains("x has 200000 bytes", "120000");
        assertThat(zero.result().output()).contains("zero character");
    }

    @Test
    void writesValuesOfEachTypeAndWhatIsLeftOut() {
        Outcome outcome = run("""
                parameters:
                  n: {type: number}
                  big: {type: integer}
                  b: {type: boolean}
                  l: {type: array}
                  o: {type: object}
                  none: {type: string}
                  usual: {type: string, default: so}
                  a.b-c: {type: string}
                command: echo "$PARAM_N|$PARAM_BIG|$PARAM_B|$PARAM_L|$PARAM_O|$PARAM_NONE|$PARAM_USUAL|$PARAM_A_B_C"
                """, "{\"n\":1.50,\"big\":1e3,\"b\":true,\"l\":[1,\"a b\"],\"o\":{\"k\":null},\"a.b-c\":\"x\"}");

        assertThat(outcome.result().output()).isEqualTo("1.50|1000|true|[1,\"a b\"]|{\"k\":null}||so|x");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`',
            value = {"{}|shop", "{\"shop\":5}|string", "{\"shop\":\"A\"}|pattern",
                    "{\"shop\":\"a\",\"shp\":1}|shp"})
    void refusesInputThatDoesNotFit(String input, String why) {
        Outcome outcome =
                run("parameters: {shop: {type: string, pattern: '^[a-z]+$', required: true}}\ncommand: touch ran\n",
                        input);

        assertThat(outcome.result().error().kind()).isEqualTo("INPUT");
        assertThat(outcome.result().error().message()).contains(why);
        assertThat(workspace.resolve("ran")).doesNotExist();
    }

    @Test
    void explainsAFailure() {
        Outcome outcome = run("command: |\n  echo building\n  echo 'no rule to make' >&2\n  exit 3\n", "{}");

        assertThat(outcome.result().succeeded()).isFalse();
        assertThat(outcome.result().output()).isEqualTo("""
                The command ended with exit code 3.
                Standard error:
                no rule to make
                Standard output:
                building""");
        assertThat(outcome.result().data().get("exit_code").asInt(0)).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|',
            value = {"false; echo on|exit code 1.", "echo $UNSET_X|UNSET_X", "nosuchprogram|bin:NAME"})
    void stopsAtTheFirstThingThatFails(String command, String said) {
        Outcome outcome = run("command: |\n  " + command + "\n  touch ran\n", "{}");

        assertThat(outcome.result().succeeded()).isFalse();
        assertThat(outcome.result().output()).contains(said);
        assertThat(workspace.resolve("ran")).doesNotExist();
    }

    @Test
    void makesArtifactsOfTheLastLines() {
        Outcome outcome = run("""
                command: |
                  echo '::artifact early No https://example.com/0'
                  echo done
                  echo '::artifact deployment Staging of shop https://staging.example.com/shop'
                  echo '::artifact report "The report" https://example.com/r?a=1&b=2'
                  echo
                """, "{}");

        assertThat(outcome.result().artifacts()).containsExactly(
                new Artifact("deployment", "Staging of shop", URI.create("https://staging.example.com/shop")),
                new Artifact("report", "The report", URI.create("https://example.com/r?a=1&b=2")));
        assertThat(outcome.result().output()).isEqualTo("::artifact early No https://example.com/0\ndone");
    }

    @ParameterizedTest
    @ValueSource(strings = {"::artifact", "::artifact x", "::artifact x y", "::artifact x title not a:// url",
            "::artifact x y /path"})
    void leavesAWrongArtifactInTheOutput(String line) {
        Outcome outcome = run("command: echo '" + line + "'\n", "{}");

        assertThat(outcome.result().artifacts()).isEmpty();
        assertThat(outcome.result().output()).isEqualTo(line);
    }

    @Test
    void givesVariablesToTheCommandAndShowsTheirValuesNowhere() {
        variables.put("TOKEN", "s3cret-value");
        variables.put("KEY", "-----BEGIN\nline-of-key\n-----END");
        variables.put("OTHER", "other-secret");

        Outcome outcome = run("""
                env: [TOKEN, KEY, NOT_SET]
                command: |
                  echo "token $TOKEN"
                  echo "$KEY"
                  echo "to stderr: $TOKEN" >&2
                  echo "${OTHER:-no other} ${NOT_SET:-not set}"
                  echo "::artifact page The page https://example.com/?t=$TOKEN"
                  [ "$TOKEN" = s3cret-value ]
                """, "{}");

        assertThat(outcome.result().succeeded()).as(outcome.result().output()).isTrue();
        assertThat(outcome.result().output()).isEqualTo("token ***\n***\n***\n***\nno other not set");
        assertThat(outcome.toJson().build().toString() + progress).doesNotContain("s3cret", "line-of-key",
                "other-secret");
        assertThat(outcome.result().data().get("stderr").text()).isEqualTo("to stderr: ***");
        assertThat(runs.find(outcome.run()).orElseThrow().toString()).doesNotContain("s3cret");
    }

    @Test
    void keepsBeginningAndEndOfALongOutput() {
        Outcome outcome =
                run("command: |\n  i=0\n  while [ $i -lt 20000 ]; do i=$((i+1)); echo \"line $i\"; done\n", "{}");

        assertThat(outcome.result().output()).hasSizeLessThan(61_000).startsWith("line 1\n").endsWith("line 20000")
                .contains("characters left out");
        assertThat(outcome.result().data().get("left_out").asInt(0)).isPositive();
        int whole =
                IntStream.rangeClosed(1, 20_000).mapToObj(i -> "line " + i).collect(Collectors.joining("\n")).length();
        assertThat(outcome.result().output().replaceFirst("\\[… \\d+ characters left out …]\n", "").length()
                + outcome.result().data().get("left_out").asInt(0)).isEqualTo(whole);
    }

    @Test
    void endsAfterItsTimeAndTellsWhatItSaidUntilThen() {
        long begin = System.nanoTime();

        Outcome outcome = run("timeout: 1s\ncommand: |\n  echo waiting for the server\n  sleep 60\n", "{}");

        assertThat(System.nanoTime() - begin).isLessThan(20_000_000_000L);
        assertThat(outcome.result().error().kind()).isEqualTo("TIMEOUT");
        assertThat(outcome.result().output()).contains("did not end within 1 s", "waiting for the server");
    }

    @Test
    void letsAProcessItLeavesBehindNotHoldUpTheEnd() {
        Outcome outcome = run("command: |\n  sleep 30 >/dev/null 2>&1 &\n  echo started\n", "{}");

        assertThat(outcome.result().output()).isEqualTo("started");
        assertThat(outcome.millis()).isLessThan(20_000);
    }

    @ParameterizedTest
    @CsvSource({"'', EXTERNAL, ASK", "'risk: READ\n', READ, ALLOW", "'risk: WRITE\n', WRITE, ALLOW",
            "'risk: DANGEROUS\n', DANGEROUS, ASK"})
    void hasTheRiskThatIsWrittenAlsoWithoutIsolation(String line, Risk risk, Decision decision) {
        place.isolating = false;

        Outcome outcome = executor(line + "command: 'true'\n").dryRun(call("{}", null));

        assertThat(outcome.risk()).isEqualTo(risk);
        assertThat(outcome.decision()).isEqualTo(decision);
    }

    @Test
    void isRefusedWhereNobodyConsents() {
        Outcome outcome = executor("command: touch ran\n").run(call("{}", null));

        assertThat(outcome.result().error().kind()).isEqualTo("CONSENT");
        assertThat(workspace.resolve("ran")).doesNotExist();
    }

    @Test
    void neverRunsWithoutTheSandboxItRequires() {
        Surroundings.SandboxView[] view = {new Surroundings.SandboxView("bubblewrap", "", true, false)};
        Executor executor = executor("requires: [sandbox]\ncommand: touch ran\n", () -> view[0]);
        Outcome before = executor.dryRun(call("{}", Risk.EXTERNAL));
        view[0] = new Surroundings.SandboxView("process", "", false, true);

        Outcome outcome = executor.run(call("{}", Risk.EXTERNAL));

        assertThat(before.decision()).isEqualTo(Decision.ASK);
        assertThat(outcome.result().error().kind()).isEqualTo("CONFIGURATION");
        assertThat(outcome.result().error().message()).contains("sandbox.runtime is process");
        assertThat(workspace.resolve("ran")).doesNotExist();
    }

    @Test
    void needsARepositoryOnlyWhereItSaysSo() {
        Outcome without = run("requires: [repo]\ncommand: touch ran\n", "{}");

        assertThat(without.result().error().message()).contains("none is in focus");
    }

    private Outcome run(String rest, String input) {
        return executor(rest).run(call(input, Risk.EXTERNAL));
    }

    private Executor executor(String rest) {
        return executor(rest, () -> new Surroundings.SandboxView("process", "", false, true));
    }

    private Executor executor(String rest, Supplier<Surroundings.SandboxView> sandbox) {
        try {
            Files.writeString(files.resolve("skill.yaml"), "name: te.st\ndescription: Tests.\n" + rest);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        YamlSkills skills = YamlSkills.of(files, new Surroundings(variables, sandbox));
        assertThat(skills.listed()).allSatisfy(one -> assertThat(one.reason()).isEmpty());
        return new Executor(new Catalog(new FakeExtensions(), List.of(), List.of(skills)), consent, runs, json,
                Clock.systemUTC());
    }

    private Call call(String input, @Nullable Risk presumed) {
        return new Call("te.st", json.parse(input), Entry.CLI, owner, null, null, null, 0, null, null, 0, false,
                presumed,
                false, place, progress::add, new ManualCancellation());
    }
}
