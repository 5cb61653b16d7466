package dev.telecoder.platform.memory;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Many sessions of one user with an assistant that answers at length; here and there the user mentions something that is asked for
 * later, or asks later what the assistant said. Nobody is named, so that words alone must tell.
 */
final class AskedAssistant {

    final List<LongConversations.Turn> turns = new ArrayList<>();
    final List<LongConversations.Question> questions = new ArrayList<>();

    AskedAssistant(long seed, int users) {
        var random = new Random(seed);
        List<String[]> asked = ToldThings.parts("asked.txt");
        List<String[]> fillers = ToldThings.parts("answered.txt");
        for (int user = 0; user < users; user++) {
            String id = "a" + seed + "-" + user;
            List<String[]> left = new ArrayList<>(asked);
            Collections.shuffle(left, random);
            Instant at = Instant.parse("2023-05-01T08:00:00Z");
            while (!left.isEmpty()) {
                at = at.plus(1 + random.nextInt(3), ChronoUnit.DAYS);
                int when = random.nextInt(6);
                for (int turn = 0; turn < 6; turn++) {
                    String[] said = turn == when ? left.removeLast() : fillers.get(random.nextInt(fillers.size()));
                    at = at.plus(1, ChronoUnit.MINUTES);
                    String mine = say(id, at, "user", said[0]);
                    String answer = say(id, at.plusSeconds(5), "assistant", said[1]);
                    if (turn == when) {
                        boolean own = said[3].equals("u");
                        questions.add(new LongConversations.Question(own ? "what I said" : "what it answered", said[2],
                                own ? mine : answer));
                    }
                }
            }
        }
    }

    private String say(String conversation, Instant at, String sender, String text) {
        String id = conversation + ":" + turns.size();
        turns.add(new LongConversations.Turn(id, conversation, at, sender, text));
        return id;
    }
}
