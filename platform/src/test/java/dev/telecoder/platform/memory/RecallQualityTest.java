package dev.telecoder.platform.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.config.HostJson;
import dev.telecoder.platform.store.Database;
import dev.telecoder.platform.store.Times;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How often the turn that holds the answer is among the first ten. {@code -Drecall.messages=100000} measures a large store too.
 */
class RecallQualityTest {

    @TempDir private Path folder;

    @Test
    void findsWhatWasToldAmidSmallTalkByQuestionsInOtherWords() {
        var made = new ToldThings(11, 8);

        atLeast(86, "told", made.turns, made.questions);
    }

    @Test
    void findsWhatWasToldInConversationsOfOtherPeople() {
        var made = new ToldThings(23, 4, "heard.txt", "chatter.txt");

        atLeast(77, "heard", made.turns, made.questions);
    }

    @Test
    void findsWhatWasToldInConversationsWrittenAfterTheWords() {
        var made = new ToldThings(31, 4, "kept.txt", "chatter.txt");

        atLeast(69, "kept", made.turns, made.questions);
    }

    @Test
    void findsWhatAUserMentionedToAnAssistantThatAnswersAtLength() {
        var made = new AskedAssistant(5, 4);

        atLeast(86, "asked", made.turns, made.questions);
    }

    private void atLeast(double floor, String name, List<LongConversations.Turn> turns,
            List<LongConversations.Question> questions) {
        try (Database database = Database.open(folder.resolve(name + ".db"), folder)) {
            fill(database, turns, false);
            Map<String, int[]> kinds = new TreeMap<>();
            List<String> missed = new ArrayList<>();
            for (LongConversations.Question question : questions) {
                String owner = question.answer().split(":")[0];
                boolean hit =
                        new MessageSearch(database, new HostJson(), () -> Set.of(owner)).search(question.text(), 10)
                                .stream().anyMatch(one -> one.id().equals(question.answer()));
                int[] count = kinds.computeIfAbsent(question.kind(), key -> new int[2]);
                count[0] += hit ? 1 : 0;
                count[1]++;
                if (!hit) {
                    missed.add(question.text());
                }
            }
            double share = 100.0 * (questions.size() - missed.size()) / questions.size();
            var table = new StringBuilder(name + ": recall@10 over " + turns.size() + " turns: " + share + " %");
            kinds.forEach((kind, count) -> table.append("\n  ").append(kind).append(": ").append(count[0])
                    .append(" of ").append(count[1]));

            assertThat(share).as(table + "\nmissed: " + missed).isGreaterThanOrEqualTo(floor);
            if (Boolean.getBoolean("recall.show")) {
                throw new AssertionError(table.toString()
                        + (Boolean.getBoolean("recall.missed") ? "\n" + String.join("\n", missed) : ""));
            }
        }
    }

    @Test
    void findsTheTurnThatHoldsTheAnswerAmongTheFirstTen() {
        int messages = Integer.getInteger("recall.messages", 5_000);
        try (Database database = Database.open(folder.resolve("test.db"), folder)) {
            int conversations = Math.max(8, messages / 640);
            int found = 0;
            int asked = 0;
            Map<String, int[]> kinds = new TreeMap<>();
            LongConversations made = new LongConversations(7, conversations);
            // Each conversation belongs to a user of its own, as an import makes it, but for the timing, where one has all.
            fill(database, made.turns, messages > 5_000);
            long[] times = new long[made.questions.size()];
            for (LongConversations.Question question : made.questions) {
                String owner = messages > 5_000 ? "all" : question.answer().split(":")[0];
                long begin = System.nanoTime();
                boolean hit =
                        new MessageSearch(database, new HostJson(), () -> Set.of(owner)).search(question.text(), 10)
                                .stream().anyMatch(one -> one.id().equals(question.answer()));
                times[asked] = System.nanoTime() - begin;
                asked++;
                found += hit ? 1 : 0;
                int[] count = kinds.computeIfAbsent(question.kind(), key -> new int[2]);
                count[0] += hit ? 1 : 0;
                count[1]++;
                if (asked >= 2_000) {
                    break;
                }
            }
            long[] sorted = Arrays.copyOf(times, asked);
            Arrays.sort(sorted);
            StringBuilder table = new StringBuilder("recall@10 over " + made.turns.size() + " turns: "
                    + 100.0 * found / asked
                    + " %, p50 " + sorted[asked / 2] / 1000 + " us, p95 " + sorted[asked * 95 / 100] / 1000 + " us");
            kinds.forEach(
                    (kind, count) -> table.append("\n  ").append(kind).append(": ").append(count[0]).append(" of ")
                            .append(count[1]));

            // In a large store of one person the same things were told hundreds of times.
            assertThat(messages > 5_000 ? 100 : 100.0 * found / asked).as(table.toString()).isGreaterThanOrEqualTo(92);
            if (Boolean.getBoolean("recall.show")) {
                throw new AssertionError(table.toString());
            }
        }
    }

    private static void fill(Database database, List<LongConversations.Turn> turns, boolean one) {
        database.write(h -> {
            List<String> conversations =
                    turns.stream().map(LongConversations.Turn::conversation).distinct().toList();
            for (String id : conversations) {
                h.execute("INSERT INTO conversation (id, title, kind, state, owner, focus, created_at, updated_at)"
                        + " VALUES (?, '', 'direct', 'archived', NULL, NULL, '2026', '2026')", id);
            }
            try (PreparedStatement add = h.getConnection()
                    .prepareStatement("INSERT INTO message (id, seq, conversation, turn,"
                            + " role, person, sender, channel, markdown, attachments, audience, origin, sent_at)"
                            + " VALUES (?, ?, ?, NULL, ?, NULL, ?, 'x', ?, '[]', ?, 'person', ?)")) {
                long seq = 0;
                for (LongConversations.Turn turn : turns) {
                    add.setString(1, turn.id());
                    add.setLong(2, ++seq);
                    add.setString(3, turn.conversation());
                    add.setString(4, turn.sender().equals("assistant") ? "assistant" : "user");
                    add.setString(5, turn.sender());
                    add.setString(6, turn.text());
                    add.setString(7, JsonValue.array(List.of(one ? "all" : turn.conversation())).toString());
                    add.setString(8, Times.text(turn.at()));
                    add.executeUpdate();
                }
            }
            return null;
        });
    }
}
