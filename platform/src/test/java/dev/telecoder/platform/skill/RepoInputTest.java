package dev.telecoder.platform.skill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.repo.Checkout;
import dev.telecoder.api.repo.CiProvider;
import dev.telecoder.api.skill.Effect;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.platform.config.HostJson;
import dev.telecoder.platform.config.PermissionsConfig;
import dev.telecoder.platform.consent.Consent;
import dev.telecoder.platform.consent.Question;
import dev.telecoder.platform.consent.QuestionListener;
import dev.telecoder.platform.conversation.Conversations;
import dev.telecoder.platform.identity.People;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.identity.Role;
import dev.telecoder.platform.repo.Credentials;
import dev.telecoder.platform.repo.PushRules;
import dev.telecoder.platform.repo.RepoSettings;
import dev.telecoder.platform.repo.Repos;
import dev.telecoder.platform.sandbox.SandboxSettings;
import dev.telecoder.platform.sandbox.Sandboxes;
import dev.telecoder.platform.store.Database;
import dev.telecoder.platform.task.Entry;
import dev.telecoder.platform.task.JournalWatch;
import dev.telecoder.platform.task.Run;
import dev.telecoder.platform.task.Runs;
import dev.telecoder.testkit.ManualCancellation;
import dev.telecoder.testkit.TestRepository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Skills on real repositories: which one a run works on, and that the gate decides about that one. */
class RepoInputTest {

    private static final String SCHEMA = """
            {"type":"object","properties":{"branch":{"type":"string"}},"additionalProperties":false}""";

    // git may still measure the disk in the background when a test ends, so the folder is removed with patience.
    @TempDir(cleanup = CleanupMode.NEVER) Path temp;

    private final Clock clock = Clock.systemUTC();
    private final HostJson json = new HostJson();
    private final List<Question> asked = new CopyOnWriteArrayList<>();
    private final List<JsonValue> inputs = new ArrayList<>();
    private TestRepository api;
    private TestRepository web;
    private Database database;
    private Consent consent;
    private Runs runs;
    private Person anna;
    private Sandboxes sandboxes;
    private Places places;
    private Workplace place;
    private FakeSkill push;

    @BeforeEach
    void open() throws IOException {
        api = TestRepository.in(Files.createDirectory(temp.resolve("api")), Map.of("A.java", "class A {}\n"));
        web = TestRepository.in(Files.createDirectory(temp.resolve("web")), Map.of("w.js", "let w\n"));
        database = Database.open(temp.resolve("telecoder.db"), temp.resolve("backups"));
        consent = new Consent(database, json, () -> PermissionsConfig.DEFAULTS, new QuestionListener() {
            @Override
            public void asked(Question question) {
                asked.add(question);
                consent.answer(question.id(), anna, true, false, null);
            }

            @Override
            public void settled(Question question, String outcome) {}
        }, clock);
        runs = new Runs(database, json, clock, JournalWatch.NONE);
        anna = database.write(h -> new People(database, clock).add(h, "Anna", Role.OWNER));
        Conversations conversations = new Conversations(database, clock);
        String conversation = database.write(h -> conversations.direct(h, anna, new ChatAddress("t", "c", null))).id();
        Repos repos = new Repos(temp.resolve("workspaces"),
                () -> List.of(new RepoSettings("myorg/api", api.url().toString()),
                        new RepoSettings("myorg/web", web.url().toString(), "", "none", List.of("second", "first"))),
                Credentials.NONE, () -> PushRules.DEFAULT, clock);
        sandboxes = new Sandboxes(List::of, SandboxSettings.of("auto", "h"), clock);
        places = new Places(database, json, conversations, repos, sandboxes, () -> PushRules.DEFAULT,
                new FakeExtensions(new Builder("first"), new Builder("second"), new Builder("none")),
                (account, cancellation) -> {
                    throw new UnsupportedOperationException();
                });
        place = places.of(conversation);
        place.repositories().open("myorg/api", "");
        push = FakeSkill.of("git.push", Risk.EXTERNAL, SCHEMA, b -> b.needsRepository())
                .shows(new Effect("push", "telecoder/x")).does((input, context) -> {
                    inputs.add(input.value());
                    Checkout checkout = context.checkout();
                    String branch = input.value().get("branch").findText().orElse("telecoder/x");
                    checkout.createBranch(branch, "");
                    write(context.workspace().resolve("new.txt"));
                    checkout.commit("New", List.of());
                    return SkillResult.ok(checkout.push(branch, false).commit());
                });
    }

    @AfterEach
    void close() {
        sandboxes.close();
        database.close();
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (!deleted(temp) && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
    }

    private static boolean deleted(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
            return true;
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    @Test
    void isBuiltWhereItsEntrySaysElseWhereItIsKept() {
        assertThat(places.lookingAt("test").ci("myorg/web")).extracting(CiProvider::id)
                .containsExactly("second", "first");
        assertThat(places.lookingAt("test").ci("myorg/api")).extracting(CiProvider::id).containsExactly("none");
    }

    /** Builds nothing. */
    private record Builder(String id) implements CiProvider {

        @Override
        public List<Run> runs(String repo, String branch, int limit) {
            return List.of();
        }

        @Override
        public String log(String repo, String runId) {
            return "";
        }
    }

    @Test
    void worksOnTheRepositoryInFocusWhereNoneIsNamed() {
        Outcome outcome = run("{}");

        assertThat(outcome.state()).isEqualTo(Run.State.DONE);
        assertThat(asked).singleElement().extracting(Question::repo).isEqualTo("myorg/api");
        assertThat(api.head("telecoder/x")).contains(outcome.result().output());
        assertThat(web.head("telecoder/x")).isEmpty();
    }

    @Test
    void worksOnTheRepositoryThatIsNamedAndTheGateDecidesAboutThatOne() {
        Outcome outcome = run("{\"repo\":\"myorg/web\"}");

        assertThat(outcome.result().output()).isEqualTo(web.head("telecoder/x").orElseThrow());
        assertThat(api.head("telecoder/x")).isEmpty();
        assertThat(asked).singleElement().extracting(Question::repo).isEqualTo("myorg/web");
        assertThat(runs.find(outcome.run()).orElseThrow().repo()).isEqualTo("myorg/web");
        assertThat(inputs).singleElement().isEqualTo(JsonValue.object().build());
        assertThat(place.checkout().map(Checkout::repo)).contains("myorg/api");
    }

    @Test
    void refusesARepositoryThatIsNotThere() {
        Outcome outcome = run("{\"repo\":\"myorg/secret\"}");

        assertThat(outcome.result().output()).contains("no repository myorg/secret", "myorg/api, myorg/web");
        assertThat(push.runs).hasValue(0);
    }

    @Test
    void aPushTheGateDidNotSeeIsRefused() {
        Outcome outcome = run("{\"branch\":\"telecoder/other\"}");

        assertThat(outcome.state()).isEqualTo(Run.State.FAILED);
        assertThat(outcome.result().output()).contains("telecoder/other", "was not part of what was allowed");
        assertThat(api.head("telecoder/other")).isEmpty();
    }

    @Test
    void theGateSeesProtectedBranchesAndPathsThatAsk() throws IOException {
        Files.createDirectories(place.directory().resolve(".github/workflows"));
        write(place.directory().resolve(".github/workflows/ci.yml"));

        Optional<Workplace.Reach> ours = place.reach("telecoder/x");
        Optional<Workplace.Reach> main = place.reach("main");

        assertThat(ours.orElseThrow().askPaths()).containsExactly(".github/workflows/ci.yml");
        assertThat(ours.orElseThrow().protectedBranch()).isFalse();
        assertThat(main.orElseThrow().protectedBranch()).isTrue();
        assertThat(ours.orElseThrow().binds()).isNotEqualTo(main.orElseThrow().binds());
        assertThat(place.reach(null).orElseThrow().branch()).isEqualTo("main");
    }

    @Test
    void aFolderTakesItsOwnNameAlone() {
        Workplace folder = places.of("cli", api.directory(), temp.resolve("scratch"), anna);
        String name = folder.checkout().orElseThrow().repo();
        FakeSkill look = FakeSkill.of("git.look", Risk.READ, SCHEMA, b -> b.needsRepository());

        Outcome own = executor(look).run(call("git.look", "{\"repo\":\"" + name + "\"}", folder));
        Outcome other = executor(look).run(call("git.look", "{\"repo\":\"myorg/web\"}", folder));

        assertThat(own.result().succeeded()).isTrue();
        assertThat(other.result().output()).contains("no repository myorg/web here", name);
    }

    @Test
    void theSchemaShowsTheNameAndASkillThatHasItsOwnKeepsIt() {
        FakeSkill own = FakeSkill.of("repo.setup", Risk.READ,
                "{\"type\":\"object\",\"properties\":{\"repo\":{\"type\":\"string\"}}}", b -> b.needsRepository())
                .does((input, context) -> SkillResult.ok(input.value().get("repo").text()));
        FakeSkill none = FakeSkill.of("web.get", Risk.READ, SCHEMA, b -> b);
        Catalog catalog = new Catalog(new FakeExtensions(push, own, none), List.of());

        assertThat(json.parse(catalog.find("git.push").orElseThrow().inputSchemaJson()).get("properties").members())
                .containsOnlyKeys("branch", "repo");
        assertThat(catalog.find("web.get").orElseThrow().inputSchemaJson()).isEqualTo(SCHEMA.strip());
        assertThat(executor(own).run(call("repo.setup", "{\"repo\":\"x\"}", place)).result().output()).isEqualTo("x");
        assertThat(executor(none).run(call("web.get", "{\"repo\":\"myorg/web\"}", place)).result().error().kind())
                .isEqualTo("INPUT");
    }

    private Outcome run(String input) {
        return executor(push).run(call("git.push", input, place));
    }

    private Executor executor(FakeSkill skill) {
        return new Executor(new Catalog(new FakeExtensions(skill), List.of()), consent, runs, json, clock);
    }

    private Call call(String skill, String input, Workplace at) {
        return new Call(skill, json.parse(input), Entry.CHAT, anna, null, "turn", "turn", 0, "call", null, 0, false,
                null, true, at, line -> {}, new ManualCancellation());
    }

    private static void write(Path file) {
        try {
            Files.writeString(file, "new\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
