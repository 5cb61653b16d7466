package dev.telecoder.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * {@code memory.recall} for one person with a hundred thousand messages, asked of the running host. The words are made up, but as
 * frequent as those of a language; a question has the words of one message, the commonest too, and must find it.
 */
record Recall(Settings settings, Peer model, Peer platform) {

    private static final int MESSAGES = 100_000;
    private static final int AT_ONCE = 10_000;
    private static final int WARM = 60;
    private static final int WORDS = 40_000;
    private static final double ZIPF = 1.05;

    void measure(List<Row> rows) throws IOException, InterruptedException {
        rows.add(Row.missing("recall.vectors", "memory.recall over 100,000 messages, p95, with vectors",
                "no embedder is bundled"));
        String what = "memory.recall over 100,000 messages, p95, without vectors";
        Path home = settings.home("recall", model, platform, "");
        var random = new Random(1);
        var language = new Language(random);
        try (HostUnderTest host = HostUnderTest.start(settings.distribution(), home, settings.cache(), Map.of())) {
            String user = host.json("GET", "/api/v1/me", "").path("name").asText();
            List<String> texts = new ArrayList<>();
            while (texts.size() < MESSAGES) {
                send(host, user, language, texts);
            }
            int times = settings.times(300, 60);
            double[] millis = new double[times];
            int found = 0;
            for (int i = -WARM; i < times; i++) {
                int about = random.nextInt(MESSAGES);
                String body = Peer.JSON.createObjectNode()
                        .set("input", Peer.JSON.createObjectNode().put("query", question(texts.get(about), random)))
                        .toString();
                long begin = System.nanoTime();
                JsonNode answer = host.json("POST", "/api/v1/skills/memory.recall/run", body);
                if (i >= 0) {
                    millis[i] = (System.nanoTime() - begin) / 1e6;
                    found += answer.path("data").path("hits").findValuesAsText("id").contains("m" + about) ? 1 : 0;
                }
            }
            Arrays.sort(millis);
            if (found < times / 2) {
                throw new IOException("Only " + found + " of " + times + " messages were found by their own words.");
            }
            var figures = new Figures(millis, 0);
            rows.add(new Row("recall", what, "ms", 50, 10, figures.at(0.95), figures + ", with request and answer; "
                    + found + " of " + times + " found by three of their words"));
        } catch (IOException e) {
            rows.add(new Row("recall", what, "ms", 50, 10, Double.NaN, String.valueOf(e.getMessage())));
        }
    }

    private static void send(HostUnderTest host, String user, Language language, List<String> texts)
            throws IOException, InterruptedException {
        var lines = new StringBuilder();
        for (int i = 0; i < AT_ONCE; i++) {
            int number = texts.size();
            texts.add(language.message());
            ObjectNode line = Peer.JSON.createObjectNode().put("id", "m" + number)
                    .put("conversation", "c" + number / 500)
                    .put("user", user).put("channel", "api").put("sender", number % 2 == 0 ? "Anna" : "Bert")
                    .put("sent_at", Instant.parse("2024-01-01T00:00:00Z").plus(number, ChronoUnit.MINUTES).toString())
                    .put("role", "user").put("text", texts.get(number));
            lines.append(line).append('\n');
        }
        JsonNode answer = host.json("POST", "/api/v1/conversations.jsonl", lines.toString());
        if (answer.path("taken").asInt() != AT_ONCE) {
            throw new IOException("The import answered " + answer);
        }
    }

    /** Three words of a message as they come, amid those of a question. */
    private static String question(String text, Random random) {
        List<String> words = Arrays.asList(text.split(" "));
        Set<String> chosen = new LinkedHashSet<>();
        for (int i = 0; i < 40 && chosen.size() < 3; i++) {
            String word = words.get(random.nextInt(words.size()));
            if (word.length() > 4) {
                chosen.add(word);
            }
        }
        return "What did " + (random.nextBoolean() ? "Anna" : "Bert") + " say about the " + String.join(" ", chosen)
                + "?";
    }

    /** Words, the commoner the shorter, as often as by Zipf's law. */
    private static final class Language {

        private final String[] words = new String[WORDS];
        private final double[] upTo = new double[WORDS];
        private final Random random;

        Language(Random random) {
            this.random = random;
            Set<String> made = new LinkedHashSet<>();
            while (made.size() < WORDS) {
                var word = new StringBuilder();
                int syllables = 1 + (int) Math.log10(1 + made.size() / 5.0) + random.nextInt(2);
                for (int i = 0; i < syllables; i++) {
                    word.append("bdfgklmnprstvz".charAt(random.nextInt(14))).append("aeiou".charAt(random.nextInt(5)));
                }
                made.add(word.append("nrtl".charAt(random.nextInt(4))).toString());
            }
            made.toArray(words);
            double sum = 0;
            for (int i = 0; i < WORDS; i++) {
                sum += 1 / Math.pow(i + 2, ZIPF);
                upTo[i] = sum;
            }
        }

        String message() {
            List<String> said = new ArrayList<>();
            for (int left = 6 + random.nextInt(40); left > 0; left--) {
                int at = Arrays.binarySearch(upTo, random.nextDouble() * upTo[WORDS - 1]);
                said.add(words[at < 0 ? Math.min(WORDS - 1, -at - 1) : at]);
            }
            return String.join(" ", said);
        }
    }
}
