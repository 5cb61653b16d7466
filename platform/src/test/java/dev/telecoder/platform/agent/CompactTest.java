package dev.telecoder.platform.agent;

import static dev.telecoder.testkit.ScriptedLlm.text;
import static dev.telecoder.testkit.ScriptedLlm.toolCall;
import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.llm.ChatMessage;
import dev.telecoder.api.llm.Content;
import dev.telecoder.api.llm.LlmRequest;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.platform.skill.FakeSkill;
import dev.telecoder.platform.task.Turn;
import dev.telecoder.testkit.ScriptedLlm;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /compact} where there is little to summarise: nothing gets longer by it, and nothing unpaired. */
class CompactTest {

    private static final String LONG_SUMMARY = "## Done\n" + "A summary that says far more than was said. ".repeat(60);

    @TempDir Path folder;

    @Test
    void whatIsShortStaysAsItIsAndNoModelIsAsked() {
        ScriptedLlm model = ScriptedLlm.by(request -> text(request.tools().isEmpty() ? LONG_SUMMARY : "Hello."));
        try (Rig rig = new Rig(folder, folder, model, FakeSkill.of("code.read", Risk.READ))) {
            assertThat(compacted(rig, "").summary()).as("nothing was said").isEmpty();
            rig.say("hi");
            rig.say("and now?");
            assertThat(compacted(rig, "the greeting").summary()).isEmpty();
            rig.say("still there?");

            assertThat(model.requests()).as("three turns, no summary").hasSize(3);
            assertThat(said(model.requests().getLast())).startsWith(said(model.requests().get(1)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {450, 1_500, 20_000})
    void aSummaryIsNeverLongerThanWhatItReplaces(int answer) {
        ScriptedLlm model = ScriptedLlm.by(request -> request.tools().isEmpty() ? text(LONG_SUMMARY)
                : request.messages().getLast().text().contains("look") ? toolCall("code.read", "{}")
                        : text("y".repeat(answer)));
        FakeSkill read = FakeSkill.of("code.read", Risk.READ).does((input, context) -> SkillResult.ok("the file"));
        try (Rig rig = new Rig(folder, folder, model, read)) {
            rig.say("look at it, the code word is PINEAPPLE");
            LlmRequest before = model.requests().getLast();
            Agent.Compacted compacted = compacted(rig, "");
            rig.say("and now?");
            LlmRequest after = model.requests().getLast();

            int whole = said(before).length() + answer + "and now?".length();
            assertThat(said(after).length()).isLessThanOrEqualTo(whole);
            assertThat(compacted.summary().length()).isLessThan(answer + 100);
            assertThat(said(after)).contains("PINEAPPLE", "and now?");
            assertThat(unpaired(after.messages())).isEmpty();
            Rig.alternates(after.messages());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 600, 30_000})
    void whileATurnRunsItsCallsKeepTheirResults(int resultChars) {
        AtomicReference<Runnable> during = new AtomicReference<>(() -> {});
        AtomicBoolean later = new AtomicBoolean();
        ScriptedLlm model = ScriptedLlm.by(request -> request.tools().isEmpty() ? text(LONG_SUMMARY)
                : said(request).contains("zz") && !request.messages().getLast().text().contains("look")
                        ? text("Done.") : toolCall("code.read", "{}"));
        FakeSkill read = FakeSkill.of("code.read", Risk.READ).does((input, context) -> {
            during.get().run();
            return SkillResult.ok("z".repeat(resultChars));
        });
        try (Rig rig = new Rig(folder, folder, model, read)) {
            during.set(() -> later.set(compactedNow(rig)));
            Turn turn = rig.say("look, the code word is PINEAPPLE");
            rig.say("and now?");

            assertThat(turn.state()).isEqualTo(Turn.State.DONE);
            assertThat(later).as("the person was told that it comes later").isTrue();
            List<LlmRequest> turns = model.requests().stream().filter(request -> !request.tools().isEmpty()).toList();
            assertThat(turns).hasSizeGreaterThanOrEqualTo(3);
            for (LlmRequest request : turns) {
                assertThat(unpaired(request.messages())).as(request.toString()).isEmpty();
                Rig.alternates(request.messages());
                assertThat(said(request)).contains("PINEAPPLE");
            }
        }
    }

    private static boolean compactedNow(Rig rig) {
        return rig.agent.compact(rig.conversation, rig.anna.id(), "the file").later();
    }

    /** What is left of a turn that ended is over soon. */
    private static Agent.Compacted compacted(Rig rig, String focus) {
        Rig.until(() -> !rig.agent.stop(rig.conversation).join());
        Agent.Compacted compacted = rig.agent.compact(rig.conversation, rig.anna.id(), focus);
        assertThat(compacted.later()).isFalse();
        return compacted;
    }

    private static String said(LlmRequest request) {
        StringBuilder all = new StringBuilder();
        request.messages().forEach(message -> message.content().forEach(content -> all.append(content.plainText())));
        return all.toString();
    }

    private static Set<String> unpaired(List<ChatMessage> messages) {
        Set<String> open = new HashSet<>();
        Set<String> wrong = new HashSet<>();
        for (ChatMessage message : messages) {
            for (Content content : message.content()) {
                if (content instanceof Content.ToolResult result && !open.remove(result.callId())) {
                    wrong.add("result of " + result.callId());
                }
            }
            if (message.role() == ChatMessage.Role.USER) {
                wrong.addAll(open);
                open.clear();
            }
            message.content().forEach(content -> {
                if (content instanceof Content.ToolCall call) {
                    open.add(call.id());
                }
            });
        }
        wrong.addAll(open);
        return wrong;
    }
}
