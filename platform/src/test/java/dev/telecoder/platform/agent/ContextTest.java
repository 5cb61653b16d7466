package dev.telecoder.platform.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.llm.ChatMessage;
import dev.telecoder.api.llm.Content;
import dev.telecoder.platform.conversation.Conversations;
import dev.telecoder.platform.task.Entry;
import dev.telecoder.platform.task.Turn;
import dev.telecoder.testkit.ManualCancellation;
import dev.telecoder.testkit.ScriptedLlm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContextTest {

    @TempDir Path folder;
    private Rig rig;
    private Memories memories;
    private ScriptedLlm model;
    private Context context;

    @BeforeEach
    void open() {
        model = ScriptedLlm.by(request -> ScriptedLlm.text("## Done\nA summary."));
        rig = new Rig(folder, folder, model);
        memories = new Memories(rig.database, rig.json);
        context = new Context(memories, new Summaries(rig.router));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void neverDropsWordsPartsACallFromItsResultOrBreaksTheOrder() {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            List<Past> turns = new ArrayList<>();
            int count = random.nextInt(40);
            for (int i = 0; i < count; i++) {
                turns.add(new Past("t" + i, turn("t" + i, random, true)));
            }
            turns.add(new Past("now", turn("now", random, false)));
            for (int budget : new int[]{200_000, 20_000, 8_000, 2_000}) {
                List<ChatMessage> fit = fit(turn(fresh(), Entry.CHAT), turns, budget);

                Rig.alternates(fit);
                String words = fit.toString();
                for (int i = 0; i < count; i++) {
                    assertThat(words).contains("said in t" + i + ".");
                }
                assertThat(words).contains("said in now.");
                paired(fit);
            }
        }
    }

    @Test
    void leavesAloneWhatFits() {
        List<ChatMessage> one = turn("one", new Random(1), true);
        List<ChatMessage> now = turn("now", new Random(2), false);

        List<ChatMessage> fit = fit(turn(fresh(), Entry.CHAT), List.of(new Past("one", one), new Past("now", now)),
                1_000_000);

        assertThat(fit).hasSize(one.size() + now.size()).startsWith(one.toArray(ChatMessage[]::new));
    }

    @Test
    void shrinksToTheBudgetWhereThePersonSaidLittle() {
        Random random = new Random(3);
        List<Past> turns = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            turns.add(new Past("t" + i, turn("t" + i, random, true)));
        }
        turns.add(new Past("now", turn("now", random, false)));

        List<ChatMessage> fit = fit(turn(fresh(), Entry.CHAT), turns, 12_000);

        assertThat(Window.size(fit)).isLessThanOrEqualTo(12_000);
    }

    @Test
    void staysTheSameFromOneStepToTheNextMostOfTheTime() {
        List<Past> earlier = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            earlier.add(new Past("t" + i, turn("t" + i, new Random(i), true)));
        }
        List<ChatMessage> now = new ArrayList<>(List.of(ChatMessage.text(ChatMessage.Role.USER, "go")));
        List<ChatMessage> before = List.of();
        Turn turn = turn(fresh(), Entry.CHAT);
        int kept = 0;
        int steps = 60;
        for (int i = 0; i < steps; i++) {
            List<Past> turns = new ArrayList<>(earlier);
            turns.add(new Past("now", List.copyOf(now)));
            List<ChatMessage> fit = fit(turn, turns, 60_000);
            kept += fit.size() >= before.size() && fit.subList(0, before.size()).equals(before) ? 1 : 0;
            before = fit;
            now.add(new ChatMessage(ChatMessage.Role.ASSISTANT, List.of(new Content.ToolCall("n" + i, "read", "{}"))));
            now.add(new ChatMessage(ChatMessage.Role.USER,
                    List.of(new Content.ToolResult("n" + i, "x".repeat(6_000), false))));
        }
        assertThat(kept).isGreaterThanOrEqualTo(steps - 5);
    }

    @Test
    void goesOnWhereNoSummaryCanBeHad() {
        context = new Context(memories, new Summaries(rig.router));
        model = ScriptedLlm.by(request -> {
            throw PluginException.of(Failure.REJECTED, "no summaries today");
        });
        rig.start(model);
        context = new Context(memories, new Summaries(rig.router));
        List<Past> turns = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            turns.add(new Past("t" + i, List.of(ChatMessage.text(ChatMessage.Role.USER, "This was said in t" + i + "."),
                    ChatMessage.text(ChatMessage.Role.ASSISTANT, "Answer " + i + ". " + "y".repeat(400)))));
        }
        turns.add(new Past("now", List.of(ChatMessage.text(ChatMessage.Role.USER, "and now?"))));

        List<ChatMessage> fit = fit(turn(fresh(), Entry.CHAT), turns, 12_000);

        assertThat(model.requests()).hasSize(1);
        assertThat(Window.size(fit)).isLessThanOrEqualTo(12_000);
        assertThat(fit.getFirst().text()).contains("What you answered", "Answer 370", "This was said in t0.");
        assertThat(fit.getLast().text()).endsWith("and now?");
    }

    @Test
    void aCommandAtTheTerminalAsksForNoSummary() {
        List<Past> turns = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            turns.add(new Past("t" + i, turn("t" + i, new Random(i), true)));
        }

        fit(turn(fresh(), Entry.CLI), turns, 12_000);

        assertThat(model.requests()).isEmpty();
    }

    @Test
    void remembersWhetherOthersWroteWhatWasSummarised() {
        List<Past> turns = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            turns.add(new Past("t" + i, turn("t" + i, new Random(i), true)));
        }
        Turn turn = turn(fresh(), Entry.CHAT);

        context.fit(turn, turns, true, 12_000, new ManualCancellation());

        assertThat(memories.of(turn.conversation()).outside()).isTrue();
        assertThat(new Memories(rig.database, rig.json).of(turn.conversation()).summary()).contains("A summary.");
    }

    private List<ChatMessage> fit(Turn turn, List<Past> turns, int tokens) {
        return context.fit(turn, turns, false, tokens, new ManualCancellation()).messages();
    }

    private String fresh() {
        return rig.database.write(h -> new Conversations(rig.database, rig.clock).open(h, rig.anna, "", "test")).id();
    }

    private Turn turn(String conversation, Entry entry) {
        return new Turn("now", "now", conversation, rig.anna.id(), entry, null, Turn.State.RUNNING, false,
                rig.clock.instant(), null, null, null, null);
    }

    private static void paired(List<ChatMessage> all) {
        Set<String> calls = new HashSet<>();
        Set<String> results = new HashSet<>();
        for (int i = 0; i < all.size(); i++) {
            for (Content content : all.get(i).content()) {
                if (content instanceof Content.ToolCall call) {
                    calls.add(call.id());
                    assertThat(all.get(i + 1).content()).anyMatch(next -> next instanceof Content.ToolResult result
                            && result.callId().equals(call.id()));
                } else if (content instanceof Content.ToolResult result) {
                    results.add(result.callId());
                }
            }
        }
        assertThat(results).isEqualTo(calls);
    }

    private static List<ChatMessage> turn(String name, Random random, boolean ended) {
        List<ChatMessage> turn = new ArrayList<>();
        turn.add(ChatMessage.text(ChatMessage.Role.USER, "This was said in " + name + "."));
        int steps = random.nextInt(12);
        for (int i = 0; i < steps; i++) {
            String id = name + "-" + i;
            turn.add(new ChatMessage(ChatMessage.Role.ASSISTANT, List.of(new Content.ToolCall(id, "read", "{}"))));
            turn.add(new ChatMessage(ChatMessage.Role.USER,
                    List.of(new Content.ToolResult(id, "x".repeat(random.nextInt(8_000)), false))));
        }
        if (ended) {
            turn.add(ChatMessage.text(ChatMessage.Role.ASSISTANT, "Done with " + name + "."));
        }
        return turn;
    }
}
