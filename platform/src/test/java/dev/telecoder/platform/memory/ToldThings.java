package dev.telecoder.platform.memory;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Long conversations of two people who tell each other, amid small talk, what was written by hand for this. The weights were
 * chosen by told.txt while the figures of the others were seen; the list of related words was written with told.txt and
 * heard.txt known; kept.txt came after both. Each thing is told once in a conversation, so that the other things of its topic,
 * told by the other, are like it.
 */
final class ToldThings {

    final List<LongConversations.Turn> turns = new ArrayList<>();
    final List<LongConversations.Question> questions = new ArrayList<>();
    private final List<String[]> told;
    private final List<String> small;
    private final Random random;

    ToldThings(long seed, int conversations) {
        this(seed, conversations, "told.txt", "small.txt");
    }

    ToldThings(long seed, int conversations, String things, String talk) {
        random = new Random(seed);
        told = parts(things);
        small = lines(talk);
        for (int i = 0; i < conversations; i++) {
            conversation("t" + seed + "-" + i, i);
        }
    }

    /** {@return the lines of a resource, each in its parts} */
    static List<String[]> parts(String name) {
        return lines(name).stream().map(line -> Arrays.stream(line.split("\\|")).map(String::strip)
                .toArray(String[]::new)).toList();
    }

    private static List<String> lines(String name) {
        try (InputStream in = ToldThings.class.getResourceAsStream("/recall/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void conversation(String id, int number) {
        List<String> people = List.of("Caroline", "Melanie", "Joanna", "Nate", "Maria", "John", "Audrey", "Andrew");
        String one = people.get(2 * number % people.size());
        String two = people.get(2 * number % people.size() + 1);
        List<String[]> left = new ArrayList<>(told);
        Collections.shuffle(left, random);
        Instant at = Instant.parse("2023-01-05T13:00:00Z");
        for (int session = 0; session < 24; session++) {
            at = at.truncatedTo(ChronoUnit.DAYS).plus(5 + random.nextInt(14), ChronoUnit.DAYS)
                    .plus(9 + random.nextInt(10), ChronoUnit.HOURS);
            for (int turn = 0; turn < 20; turn++) {
                at = at.plus(1, ChronoUnit.MINUTES);
                String speaker = random.nextBoolean() ? one : two;
                String other = speaker.equals(one) ? two : one;
                if (turn % 8 == 3 && !left.isEmpty()) {
                    String[] thing = left.removeLast();
                    String text = random.nextInt(3) > 0 ? thing[1] : small(other) + " " + thing[1] + " " + small(other);
                    String answer = say(id, at, speaker, text);
                    at = at.plus(1, ChronoUnit.MINUTES);
                    say(id, at, other, thing[2]);
                    String asked = thing[3].replace("%", speaker).replace("&", other);
                    questions.add(
                            new LongConversations.Question(asked.startsWith("When") ? "when" : "what", asked, answer));
                } else {
                    say(id, at, speaker, small(other));
                }
            }
        }
    }

    private String small(String other) {
        return small.get(random.nextInt(small.size())).replace("%", other);
    }

    private String say(String conversation, Instant at, String sender, String text) {
        String id = conversation + ":" + turns.size();
        turns.add(new LongConversations.Turn(id, conversation, at, sender, text));
        return id;
    }
}
