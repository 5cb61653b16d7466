package dev.telecoder.platform.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.platform.consent.Question;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a yes to an offer of the host begins, and what no yes begins. */
@Timeout(240)
class OffersTest {

    private static final String JINJA = "critical: jinja2 (#2), runs what others send; fixed in 2.11.3";
    private static final String NONE = "high: requests (#1), leaks; no fixed version yet";

    @TempDir Path home;
    @TempDir Path folder;

    @Test
    void aYesBeginsWhatWasOfferedAndNothingElse() throws Exception {
        FileWorld world = FileWorld.in(folder, home, true, "deps");
        try (Serving serving = begin(world)) {
            world.event("week", "week", "OPEN", "CRITICAL", "2 dependency alerts", JINJA);
            FileWorld.until("it is told", () -> world.lines("sent").size() > 1);
            String told = world.lines("sent").get(1);
            Question offer = only(serving, Question.State.PENDING);
            assertThat(told).contains(
                    "[fix, log, mute, flaky] **Critical** my/api: 2 dependency alerts//The clock is wrong.//"
                            + "**Offer** " + offer.id()
                            + ": update `jinja2` to 2.11.3 in my/api, run the build and the tests, and"
                            + " open a pull request/**Yes allows**: push, pull-request on my/api, branches `telecoder/*`",
                    "Reply yes or no, or /approve " + offer.id());

            int asked = world.lines("asked").size();
            world.says("2", "Yes!");
            FileWorld.until("the agent has worked", () -> world.lines("asked").size() > asked);
            FileWorld.until("it is said", () -> world.lines("sent").size() > 4);
            assertThat(world.lines("asked")).hasSize(asked + 1).last().asString().contains("Anna said yes to the offer "
                    + offer.id() + ": update `jinja2` to 2.11.3 in my/api");
            assertThat(String.join("\n", world.lines("sent"))).contains("Anna agreed to " + offer.id() + ". I work on",
                    offer.id() + " allowed by Anna.");
            assertThat(states(serving)).containsExactlyInAnyOrder(
                    "plan allowed [push, pull-request] my/api by Anna, of no task",
                    "plan allowed [push, pull-request] my/api by Anna, of a task");
            assertThat(serving.host().consent().grants().agreedBefore(task(serving), "my/api", List.of("push")))
                    .isPresent();
            assertThat(serving.host().consent().grants().agreedBefore(task(serving), "my/api", List.of("comment")))
                    .isEmpty();
            assertThat(serving.host().consent().grants().agreedBefore(task(serving), "my/web", List.of("push")))
                    .isEmpty();

            world.says("3", "/approve " + offer.id());
            FileWorld.until("it is refused",
                    () -> world.lines("sent").getLast().contains(" was already allowed by Anna."));
            assertThat(states(serving)).hasSize(2);
        }
    }

    @Test
    void aYesIsAnOrdinaryMessageOnceSomethingElseWasSaidOrOffered() throws Exception {
        FileWorld world = FileWorld.in(folder, home, true, "deps");
        try (Serving serving = begin(world)) {
            world.event("week", "week", "OPEN", "CRITICAL", "2 dependency alerts", JINJA);
            FileWorld.until("it is told", () -> world.lines("sent").size() > 1);
            world.says("2", "is the build red?");
            FileWorld.until("it is answered", () -> world.lines("sent").getLast().contains("heard is the build red?"));
            world.says("3", "yes");
            FileWorld.until("the agent heard it", () -> world.lines("sent").getLast().contains("heard yes"));
            assertThat(states(serving)).containsExactly("plan pending [push, pull-request] my/api by null, of no task");

            world.says("4", "/deny " + only(serving, Question.State.PENDING).id());
            FileWorld.until("it is denied", () -> world.lines("sent").getLast().contains("denied by Anna"));
            assertThat(states(serving)).containsExactly("plan denied [push, pull-request] my/api by Anna, of no task");

            for (String name : List.of("flask", "django")) {
                int sent = world.lines("sent").size();
                world.event(name, name, "OPEN", "CRITICAL", name + " has a critical weakness",
                        JINJA.replace("jinja2", name));
                FileWorld.until(name + " is told", () -> world.lines("sent").size() > sent);
            }
            world.says("5", "ok");
            FileWorld.until("the agent heard it", () -> world.lines("sent").getLast().contains("heard ok"));
            assertThat(states(serving)).filteredOn(state -> state.startsWith("plan pending")).hasSize(2);
        }
    }

    @Test
    void anOfferEndsWithItsReasonAndWithAButton() throws Exception {
        FileWorld world = FileWorld.in(folder, home, true, "deps");
        try (Serving serving = begin(world)) {
            world.event("none", "none", "OPEN", "CRITICAL", "requests has a critical weakness", NONE);
            FileWorld.until("it is told", () -> world.lines("sent").size() > 1);
            assertThat(serving.host().consent().list(null, 9)).as("nothing can be offered").isEmpty();

            world.event("one", "one", "OPEN", "CRITICAL", "jinja2 has a critical weakness", JINJA);
            FileWorld.until("it is told", () -> world.lines("sent").size() > 2);
            String first = only(serving, Question.State.PENDING).id();
            world.event("worse", "one", "UPDATE", "CRITICAL", "jinja2 has two", JINJA.replace("2.11.3", "3.1.6"));
            FileWorld.until("that is told", () -> world.lines("sent").size() > 3);
            Question second = only(serving, Question.State.PENDING);
            assertThat(second.id()).isNotEqualTo(first);
            assertThat(second.summary()).contains("`jinja2` to 3.1.6").doesNotContain("2.11.3");
            assertThat(only(serving, Question.State.WITHDRAWN).id()).isEqualTo(first);
            world.presses("2", world.lines("sent").get(2).split(" ")[1], "mute");
            FileWorld.until("it is muted", () -> world.lines("sent").getLast().contains("muted"));
            assertThat(serving.host().consent().list(Question.State.PENDING, 9)).isEmpty();

            world.event("other", "other", "OPEN", "CRITICAL", "flask has a critical weakness", JINJA);
            FileWorld.until("it is offered", () -> !serving.host().consent().list(Question.State.PENDING, 9).isEmpty());
            world.event("over", "other", "RESOLVED", "INFO", "flask has none any more", "gone");
            FileWorld.until("it is over", () -> serving.host().consent().list(Question.State.PENDING, 9).isEmpty());
            assertThat(serving.host().consent().list(Question.State.WITHDRAWN, 9)).hasSize(3);
        }
    }

    private Serving begin(FileWorld world) throws Exception {
        Files.createDirectories(home.resolve("plugins"));
        Serving serving = Serving.begin(new Home(home).prepare(), Map.of("PATH", System.getenv("PATH")), 0);
        world.says("1", "/whoami");
        FileWorld.until("anna is known", () -> !world.lines("sent").isEmpty());
        return serving;
    }

    private static Question only(Serving serving, Question.State state) {
        List<Question> all = serving.host().consent().list(state, 9);
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    private static List<String> states(Serving serving) {
        return serving.host().consent().list(null, 9).stream()
                .map(one -> one.kind().word() + " " + one.state().word() + " "
                        + one.effects() + " " + one.repo() + " by " + one.answeredBy() + ", of "
                        + (one.turn() == null ? "no task" : "a task"))
                .toList();
    }

    private static String task(Serving serving) {
        return serving.host().consent().list(null, 9).stream().map(Question::task).filter(java.util.Objects::nonNull)
                .findFirst().orElseThrow();
    }
}
