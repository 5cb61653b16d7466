package dev.telecoder.platform.consent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.Effect;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.platform.config.Decision;
import dev.telecoder.platform.config.HostJson;
import dev.telecoder.platform.config.PermissionsConfig;
import dev.telecoder.platform.identity.People;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.identity.Role;
import dev.telecoder.platform.store.Database;
import dev.telecoder.testkit.ManualCancellation;
import dev.telecoder.testkit.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsentTest {

    private static final Verdict ASK = new Verdict(Decision.ASK, "default: EXTERNAL", true);

    @TempDir Path home;

    private final ManualClock clock = ManualClock.at("2026-11-22T10:00:00Z");
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final ManualCancellation stop = new ManualCancellation();
    private Database database;
    private Consent consent;
    private Person anna;
    private Person bert;
    private Person admin;

    @BeforeEach
    void open() {
        database = Database.open(home.resolve("telecoder.db"), home.resolve("backups"));
        People people = new People(database, clock);
        anna = database.write(h -> people.add(h, "Anna", Role.DEVELOPER));
        bert = database.write(h -> people.add(h, "Bert", Role.DEVELOPER));
        admin = database.write(h -> people.add(h, "Ada", Role.ADMIN));
        consent = start();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void theAskerAllowsOnceInTheWordsOfTheContract() {
        Question question = consent.ask(push().build(anna), ASK);

        Answered answered = consent.answer(question.id().toLowerCase(java.util.Locale.ROOT), anna, true, false, null);

        assertThat(question.id()).matches("[2-9A-HJ-NP-Z]{4}");
        assertThat(answered.outcome()).isEqualTo(Answered.Outcome.TAKEN);
        assertThat(told).containsExactly("asked " + question.id(), question.id() + " allowed by Anna");
        assertThat(consent.await(question.id(), stop).state()).isEqualTo(Question.State.ALLOWED);
        assertThat(consent.decide(push().run("run2").build(anna)).decision()).isEqualTo(Decision.ASK);
    }

    @Test
    void saysWhatIsWrongWithALateASecondAForeignAndAnUnknownAnswer() {
        String answeredBefore = consent.ask(push().build(anna), ASK).id();
        consent.answer(answeredBefore, anna, false, false, null);
        String expired = consent.ask(push().run("run2").build(anna), ASK).id();
        clock.advance(Duration.ofHours(9));

        assertThat(consent.answer(answeredBefore, anna, true, false, null).sentence())
                .isEqualTo(answeredBefore + " was already denied by Anna.");
        assertThat(consent.answer(expired, anna, true, false, null).sentence())
                .isEqualTo(expired + " expired. Ask again if you still want it.");
        assertThat(consent.answer(expired, bert, true, false, null).sentence())
                .isEqualTo("Only Anna or an admin can answer " + expired + ".");
        assertThat(consent.answer("ZZZ9", anna, true, false, null).sentence())
                .isEqualTo("There is no question ZZZ9.");
        assertThat(told).contains(expired + " expired");
    }

    @Test
    void onlyTheAskerOrAnAdminAnswers() {
        Question question = consent.ask(push().build(anna), ASK);

        assertThat(consent.answer(question.id(), bert, true, false, null).outcome())
                .isEqualTo(Answered.Outcome.NOT_YOURS);
        assertThat(consent.find(question.id()).orElseThrow().state()).isEqualTo(Question.State.PENDING);
        assertThat(consent.answer(question.id(), admin, true, false, null).sentence())
                .isEqualTo(question.id() + " allowed by Ada.");
    }

    @Test
    void silenceIsANo() {
        Question question = consent.ask(push().build(anna), ASK);
        clock.advance(Duration.ofHours(8));

        assertThat(consent.await(question.id(), stop).state()).isEqualTo(Question.State.EXPIRED);
        assertThat(told).last().isEqualTo(question.id() + " expired");
    }

    @Test
    void whatIsOverdueIsNotOpenAnyMore() {
        consent.ask(push().build(anna), ASK);
        clock.advance(Duration.ofHours(9));
        Question other = consent.ask(push().run("run2").build(anna), ASK);

        assertThat(consent.open("c1")).extracting(Question::id).containsExactly(other.id());
        assertThat(consent.list(Question.State.EXPIRED, 10)).hasSize(1);
    }

    @Test
    void aQuestionIsWithdrawnWhenWhatItBindsHasChanged() {
        Question first = consent.ask(push().build(anna), ASK);

        Question second = consent.ask(push().binds("other").build(anna), ASK);

        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(told).contains(first.id() + " withdrawn: the input changed");
        assertThat(consent.answer(first.id(), anna, true, false, null).outcome()).isEqualTo(Answered.Outcome.OVER);
        assertThat(consent.open("c1")).extracting(Question::id).containsExactly(second.id());
    }

    @Test
    void aDeniedQuestionEndsThatGoalInItsTaskOnly() {
        Question question = consent.ask(push().build(anna), ASK);
        consent.answer(question.id(), anna, false, false, null);

        Verdict again = consent.decide(push().run("run2").binds("reworded").build(anna));
        Verdict otherEffect = consent.decide(push().run("run3").effects(List.of(new Effect("comment", null)))
                .build(anna));
        Verdict otherTask = consent.decide(push().run("run4").task("next").build(anna));

        assertThat(again.decision()).isEqualTo(Decision.DENY);
        assertThat(again.by()).contains(question.id());
        assertThat(otherEffect.decision()).isEqualTo(Decision.ASK);
        assertThat(otherTask.decision()).isEqualTo(Decision.ASK);
    }

    @Test
    void alwaysMakesARuleThatIsListedHoldsAndIsRevoked() {
        Question question = consent.ask(push().build(anna), ASK);

        consent.answer(question.id(), anna, true, true, null);

        JsonValue rule = consent.grants().storedRules().getFirst();
        assertThat(rule.get("skill").text()).isEqualTo("git.commit");
        assertThat(rule.get("repo").text()).isEqualTo("myorg/api");
        assertThat(rule.get("role").text()).isEqualTo("developer");
        assertThat(consent.decide(push().run("r2").task("t2").build(bert)).decision()).isEqualTo(Decision.ALLOW);
        assertThat(consent.decide(push().run("r3").outside(true).build(anna)).decision()).isEqualTo(Decision.ASK);
        assertThat(consent.decide(push().run("r4").repo("myorg/web").build(anna)).decision())
                .isEqualTo(Decision.ASK);
        assertThat(consent.grants().removeRule(rule.get("id").text())).isTrue();
        assertThat(consent.decide(push().run("r5").task("t3").build(anna)).decision()).isEqualTo(Decision.ASK);
    }

    @Test
    void alwaysWhereItWasNotOfferedIsAYesForOnce() {
        Action action = push().outside(true).build(anna);
        Question question = consent.ask(action, consent.decide(action));

        consent.answer(question.id(), anna, true, true, null);

        assertThat(question.always()).isFalse();
        assertThat(consent.find(question.id()).orElseThrow().state()).isEqualTo(Question.State.ALLOWED);
        assertThat(consent.grants().storedRules()).isEmpty();
    }

    @Test
    void aPlanHoldsForItsTaskAndADay() {
        Question plan = consent.propose(Question.Kind.PLAN, "c1", "turn", "task", "planrun", anna, "Fix it", "",
                JsonValue.object().build(), "myorg/api", null, List.of("push"), List.of());
        Action covered = push().outside(true).build(anna);
        Decision before = consent.decide(covered).decision();

        consent.answer(plan.id(), anna, true, false, null);

        assertThat(before).isEqualTo(Decision.ASK);
        assertThat(consent.decide(covered).by()).isEqualTo("plan: " + plan.id());
        assertThat(consent.decide(push().task("other").build(anna)).decision()).isEqualTo(Decision.ASK);
        assertThat(consent.decide(push().askPaths(true).build(anna)).decision()).isEqualTo(Decision.ASK);
        clock.advance(Duration.ofHours(24));
        assertThat(consent.decide(covered).decision()).isEqualTo(Decision.ASK);
    }

    @Test
    void aRestartFindsTheOpenQuestionShowsItAndWaitsForIt() throws Exception {
        Question question = consent.ask(push().build(anna), ASK);
        Consent restarted = start();
        told.clear();

        Question found = restarted.ask(push().build(anna), ASK);
        restarted.ask(push().build(anna), ASK);

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Question> waiter = threads.submit(() -> restarted.await(found.id(), stop));
            restarted.answer(found.id(), anna, true, false, null);
            assertThat(waiter.get(60, TimeUnit.SECONDS).state()).isEqualTo(Question.State.ALLOWED);
        }
        assertThat(found.id()).isEqualTo(question.id());
        assertThat(told).containsExactly("asked " + found.id(), found.id() + " allowed by Anna");
    }

    @Test
    void anAnswerGivenJustBeforeACrashIsNotAskedForAgain() {
        Question question = consent.ask(push().build(anna), ASK);
        consent.answer(question.id(), anna, true, false, null);

        Question found = start().ask(push().build(anna), ASK);

        assertThat(found.id()).isEqualTo(question.id());
        assertThat(found.state()).isEqualTo(Question.State.ALLOWED);
    }

    @Test
    void ofManyAnswersAtOnceOneCounts() throws Exception {
        for (int round = 0; round < 20; round++) {
            Question question = consent.ask(push().run("run" + round).task("task" + round).build(anna), ASK);
            CyclicBarrier together = new CyclicBarrier(8);
            List<Callable<Answered>> answers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                boolean yes = i % 2 == 0;
                Person person = i < 4 ? anna : admin;
                answers.add(() -> {
                    together.await();
                    return consent.answer(question.id(), person, yes, false, null);
                });
            }

            List<Answered> outcomes = new ArrayList<>();
            try (var threads = Executors.newFixedThreadPool(8)) {
                for (Future<Answered> answer : threads.invokeAll(answers)) {
                    outcomes.add(answer.get());
                }
            }

            assertThat(outcomes).filteredOn(o -> o.outcome() == Answered.Outcome.TAKEN).hasSize(1);
            assertThat(outcomes).filteredOn(o -> o.outcome() == Answered.Outcome.ALREADY).hasSize(7);
        }
    }

    @Test
    void aStopEndsTheWaitAndWithdrawsTheQuestion() {
        Question question = consent.ask(push().build(anna), ASK);
        stop.cancel();

        assertThatThrownBy(() -> consent.await(question.id(), stop)).isInstanceOfSatisfying(PluginException.class,
                e -> assertThat(e.failure()).isEqualTo(Failure.CANCELLED));
        assertThat(told).last().isEqualTo(question.id() + " withdrawn: stopped");
    }

    @Test
    void aListenerThatFailsDoesNotChangeWhatIsDecided() {
        Consent clumsy = new Consent(database, new HostJson(), () -> PermissionsConfig.DEFAULTS,
                new QuestionListener() {
                    @Override
                    public void asked(Question question) {
                        throw new IllegalStateException("no chat");
                    }

                    @Override
                    public void settled(Question question, String outcome) {
                        throw new IllegalStateException("no chat");
                    }
                }, clock);

        Question question = clumsy.ask(push().build(anna), ASK);

        assertThat(clumsy.answer(question.id(), anna, true, false, null).outcome()).isEqualTo(Answered.Outcome.TAKEN);
    }

    private static PolicyTest.Builder push() {
        return new PolicyTest.Builder(Risk.EXTERNAL);
    }

    private Consent start() {
        return new Consent(database, new HostJson(), () -> PermissionsConfig.DEFAULTS, new QuestionListener() {
            @Override
            public void asked(Question question) {
                told.add("asked " + question.id());
            }

            @Override
            public void settled(Question question, String outcome) {
                told.add(outcome);
            }
        }, clock);
    }
}
