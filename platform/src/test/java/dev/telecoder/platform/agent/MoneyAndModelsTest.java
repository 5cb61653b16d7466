package dev.telecoder.platform.agent;

import static dev.telecoder.testkit.ScriptedLlm.text;
import static dev.telecoder.testkit.ScriptedLlm.toolCall;
import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.llm.Content;
import dev.telecoder.api.llm.LlmRequest;
import dev.telecoder.api.llm.LlmResponse;
import dev.telecoder.api.llm.LlmResponse.Usage;
import dev.telecoder.api.skill.Origin;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.platform.conversation.Message;
import dev.telecoder.platform.model.Limits;
import dev.telecoder.platform.model.ModelChoice;
import dev.telecoder.platform.model.Pick;
import dev.telecoder.platform.skill.FakeSkill;
import dev.telecoder.platform.store.Ids;
import dev.telecoder.platform.task.Entry;
import dev.telecoder.platform.task.Turn;
import dev.telecoder.testkit.ScriptedLlm;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MoneyAndModelsTest {

    @TempDir Path folder;

    @Test
    void aTaskThatReachesItsLimitPausesSaysHowToGoOnAndGoesOn() throws Exception {
        Files.writeString(folder.resolve("prices.yaml"), "scripted: {input: 0, output: 30}\n");
        ScriptedLlm model =
                ScriptedLlm.answers(costly(toolCall("code.read", "{}")), costly(toolCall("code.read", "{}")),
                        costly(text("Here it is.")));
        try (Rig rig = new Rig(folder, folder, model, FakeSkill.of("code.read", Risk.READ))) {
            rig.limits = new Limits(Optional.of(new BigDecimal("0.50")), Optional.empty(), Optional.empty());

            Turn turn = rig.say("look at it");

            assertThat(turn.state()).isEqualTo(Turn.State.OVER_BUDGET);
            assertThat(rig.notices.values()).singleElement().asString().contains("0.60", "0.50", "budget.per_task_usd",
                    "go on");
            assertThat(turn.evidence().get("cost_usd").asDouble(0)).isEqualTo(0.6);

            assertThat(rig.say("go on").state()).isEqualTo(Turn.State.DONE);
            assertThat(rig.answers()).last().isEqualTo("Here it is.");
            assertThat(model.requests().getLast().messages().toString()).contains("look at it", "go on", "done");
        }
    }

    @Test
    void theAnswerSaysWhichModelSpokeWhereItWasNotTheFirst() {
        ScriptedLlm model = ScriptedLlm.by(request -> {
            if (request.model().equals("best")) {
                throw PluginException.of(Failure.AUTHENTICATION, "the key is wrong");
            }
            return text("Hello.");
        });
        try (Rig rig = new Rig(folder, folder, model)) {
            rig.choice =
                    new ModelChoice("scripted", "best", null, List.of(new ModelChoice.Fallback(null, "other")), 0, 0,
                            LlmRequest.Thinking.MEDIUM, Set.of());

            rig.say("hi");

            assertThat(rig.answers()).singleElement().asString().startsWith("Hello.\n\n_Answered by scripted/other:")
                    .contains("scripted/best");
        }
    }

    @Test
    void aChosenModelAnswersItsConversationAlone() {
        ScriptedLlm model = ScriptedLlm.by(request -> text("I am " + request.model() + " " + request.thinking()));
        try (Rig rig = new Rig(folder, folder, model)) {
            rig.picks.choose(rig.conversation, new Pick("scripted", "mine", LlmRequest.Thinking.HIGH));

            rig.say("hi");

            assertThat(rig.answers()).containsExactly("I am mine HIGH");
        }
    }

    @Test
    void asksOnceBeforeAModelWithoutAPriceOfSomebodyWhoSendsBills() {
        ScriptedLlm model = ScriptedLlm.by(request -> text("hello")).named("openai");
        try (Rig rig = new Rig(folder, folder, model)) {
            rig.limits = new Limits(Optional.of(BigDecimal.ONE), Optional.empty(), Optional.empty());
            rig.asked = question -> rig.consent.answer(question.id(), rig.anna, true, false, "Go on");

            rig.say("hi");
            rig.asked = question -> {
                throw new AssertionError("asked twice");
            };
            rig.say("hi again");

            assertThat(rig.answers()).containsExactly("hello", "hello");
        }
    }

    @Test
    void theRulesOfTheRepositoryStandInThePrefixAndStay() {
        ScriptedLlm model = ScriptedLlm.by(request -> text("ok"));
        try (Rig rig = new Rig(folder, folder, model)) {
            rig.rules = "Use tabs.";
            rig.say("one");
            rig.rules = "Use spaces.";
            rig.say("two");

            assertThat(model.requests()).allSatisfy(request -> assertThat(request.system()).endsWith("Use tabs."));
            rig.agent.forgetTools(rig.conversation);
            rig.say("three");
            assertThat(model.requests().getLast().system()).endsWith("Use spaces.");
        }
    }

    @Test
    void compactKeepsWordsAndSummarisesTheRest() {
        ScriptedLlm model = ScriptedLlm.by(request -> request.tools().isEmpty() ? text("## Done\nRead the file.")
                : text("Read. " + "z".repeat(2_000)));
        try (Rig rig = new Rig(folder, folder, model)) {
            rig.say("first the file a.txt");
            rig.say("then b.txt");

            Rig.until(() -> !rig.agent.stop(rig.conversation).join());
            Agent.Compacted compacted = rig.agent.compact(rig.conversation, rig.anna.id(), "the files");
            rig.say("and now?");

            assertThat(compacted.summary()).contains("Read the file.");
            assertThat(model.requests().get(2).messages().toString())
                    .contains("Above all, keep what is about: the files");
            LlmRequest last = model.requests().getLast();
            assertThat(last.messages()).hasSize(1);
            assertThat(last.messages().getFirst().text())
                    .contains("Read the file.", "first the file a.txt", "then b.txt")
                    .endsWith("and now?").doesNotContain("zzzz");
            assertThat(rig.agent.compact("nothing here", rig.anna.id(), "").summary()).isEmpty();
        }
    }

    @Test
    void anImageReachesTheModelAndAnotherFileIsTold() throws Exception {
        Files.createDirectories(folder.resolve("attachments"));
        Files.write(folder.resolve("attachments/one"), new byte[]{1, 2, 3});
        ScriptedLlm model = ScriptedLlm.by(request -> text("seen"));
        try (Rig rig = new Rig(folder, folder, model)) {
            String turn = rig.database.write(h -> {
                String id = rig.turns.open(h, rig.conversation, rig.anna.id(), Entry.CHAT, null);
                rig.messages.add(h,
                        new Message(Ids.next(), rig.conversation, id, Message.Role.USER, rig.anna.id(), "Anna",
                                "test", "what is this?",
                                List.of(new Message.StoredFile("shot.png", "image/png", 3, "attachments/one"),
                                        new Message.StoredFile("log.txt", "text/plain", 3, "attachments/one")),
                                List.of(rig.anna.id()), Origin.PERSON, rig.clock.instant()));
                return id;
            });
            rig.agent.enqueue(rig.conversation, turn);
            rig.ended(turn);

            assertThat(model.requests().getFirst().messages().getFirst().content()).containsExactly(
                    new Content.Text(
                            "what is this?\n[file shot.png, image/png, 3 bytes]\n[file log.txt, text/plain, 3 bytes]"),
                    new Content.Image("image/png", "AQID", "shot.png"));
        }
    }

    private static LlmResponse costly(LlmResponse response) {
        return new LlmResponse(response.message(), response.stop(), Usage.of(10, 10_000));
    }

    /** A turn that comes while a conversation is summarised waits, and begins with the summary; none of both is lost. */
    @Test
    void aTurnWaitsForASummaryThatIsBeingMade() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        ScriptedLlm model = ScriptedLlm.by(request -> {
            if (!request.tools().isEmpty()) {
                return text("Noted. " + "It will be kept in mind. ".repeat(40));
            }
            asked.countDown();
            await(go);
            return text("THE SUMMARY");
        });
        try (Rig rig = new Rig(folder, folder, model, FakeSkill.of("code.read", Risk.READ))) {
            rig.say("the code word is PINEAPPLE");
            CompletableFuture<Agent.Compacted> compacted = CompletableFuture
                    .supplyAsync(() -> rig.agent.compact(rig.conversation, rig.anna.id(), ""));
            await(asked);

            String turn = rig.store("and now?");
            rig.agent.enqueue(rig.conversation, turn);
            Agent.Compacted second = rig.agent.compact(rig.conversation, rig.anna.id(), "");
            assertThat(rig.turns.find(turn).orElseThrow().state()).isEqualTo(Turn.State.QUEUED);
            go.countDown();

            assertThat(rig.ended(turn).state()).isEqualTo(Turn.State.DONE);
            assertThat(compacted.get(60, TimeUnit.SECONDS).summary()).isEqualTo("THE SUMMARY");
            assertThat(second.later()).isTrue();
            assertThat(model.requests().getLast().messages().toString()).contains("THE SUMMARY", "PINEAPPLE",
                    "and now?");
            assertThat(model.requests()).as("one turn, one summary, one turn").hasSize(3);
        }
    }

    /** Where a turn runs, it makes the summary before its next call, and goes on with what it had. */
    @Test
    void aTurnThatRunsSummarisesBeforeItsNextCall() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        ScriptedLlm model = ScriptedLlm.by(request -> request.tools().isEmpty() ? text("THE SUMMARY")
                : request.messages().getLast().text().contains("look") ? toolCall("code.read", "{}")
                        : text("Done." + " and more".repeat(4_000)));
        FakeSkill read = FakeSkill.of("code.read", Risk.READ).does((input, context) -> {
            asked.countDown();
            await(go);
            return SkillResult.ok("the file");
        });
        try (Rig rig = new Rig(folder, folder, model, read)) {
            rig.say("the code word is PINEAPPLE");
            String turn = rig.store("look at it");
            rig.agent.enqueue(rig.conversation, turn);
            await(asked);

            assertThat(rig.agent.compact(rig.conversation, rig.anna.id(), "the file").later()).isTrue();
            go.countDown();

            assertThat(rig.ended(turn).state()).isEqualTo(Turn.State.DONE);
            assertThat(model.requests().getLast().messages().toString()).contains("THE SUMMARY", "PINEAPPLE",
                    "the file");
            assertThat(model.requests().stream().filter(request -> request.tools().isEmpty())).singleElement()
                    .satisfies(request -> assertThat(request.messages().getLast().text()).contains("about: the file"));
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
