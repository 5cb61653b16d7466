package dev.telecoder.platform.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.llm.ChatMessage;
import dev.telecoder.api.llm.Content;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ContextTest {

    @Test
    void neverDropsWordsPartsACallFromItsResultOrBreaksTheOrder() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            List<List<ChatMessage>> earlier = new ArrayList<>();
            int turns = random.nextInt(40);
            for (int i = 0; i < turns; i++) {
                earlier.add(turn("t" + i, random, true));
            }
            List<ChatMessage> now = turn("now", random, false);
            for (int budget : new int[]{200_000, 20_000, 8_000, 2_000}) {
                List<ChatMessage> fit = Context.fit(earlier, now, budget);

                Rig.alternates(fit);
                String words = fit.toString();
                for (int i = 0; i < turns; i++) {
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

        List<ChatMessage> fit = Context.fit(List.of(one), now, 1_000_000);

        assertThat(fit).hasSize(one.size() + now.size()).startsWith(one.toArray(ChatMessage[]::new));
    }

    @Test
    void shrinksToTheBudgetWhereThePersonSaidLittle() {
        Random random = new Random(3);
        List<List<ChatMessage>> earlier = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            earlier.add(turn("t" + i, random, true));
        }

        List<ChatMessage> fit = Context.fit(earlier, turn("now", random, false), 12_000);

        assertThat(Context.tokens(fit)).isLessThanOrEqualTo(12_000);
    }

    @Test
    void staysTheSameFromOneStepToTheNextMostOfTheTime() {
        List<List<ChatMessage>> earlier = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            earlier.add(turn("t" + i, new Random(i), true));
        }
        List<ChatMessage> now = new ArrayList<>(List.of(ChatMessage.text(ChatMessage.Role.USER, "go")));
        List<ChatMessage> before = List.of();
        int kept = 0;
        int steps = 60;
        for (int i = 0; i < steps; i++) {
            List<ChatMessage> fit = Context.fit(earlier, now, 60_000);
            kept += fit.size() >= before.size() && fit.subList(0, before.size()).equals(before) ? 1 : 0;
            before = fit;
            now.add(new ChatMessage(ChatMessage.Role.ASSISTANT, List.of(new Content.ToolCall("n" + i, "read", "{}"))));
            now.add(new ChatMessage(ChatMessage.Role.USER,
                    List.of(new Content.ToolResult("n" + i, "x".repeat(6_000), false))));
        }
        assertThat(kept).isGreaterThan(steps * 3 / 4);
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
