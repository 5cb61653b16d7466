package dev.telecoder.platform.memory;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Makes long conversations of two people, and questions about them, each with the turn that holds its answer. Both tell of the
 * same kinds of things, so that a question must find who, what and when among much that is alike. The same seed makes the same.
 */
final class LongConversations {

    /** A turn. */
    record Turn(String id, String conversation, Instant at, String sender, String text) {}

    /** A question: its kind, and the turn that holds the answer. */
    record Question(String kind, String text, String answer) {}

    private static final List<String> PEOPLE = List.of("Caroline", "Melanie", "Joanna", "Nate", "Tim", "John", "Audrey",
            "Andrew", "Maria", "Evan", "Sam", "Deborah", "Jolene", "James", "Calvin", "Dave");

    /** What is told, what was done in other words, and how one asks for it; # is the detail that is asked for. */
    private static final String[][] TOPICS = {
            {"I finally signed up for a # class last weekend.", "What kind of class did % start taking?",
                    "pottery|salsa|archery|calligraphy|welding|sailing|bread baking|improv"},
            {"My # got sick so I spent the whole night at the vet.",
                    "Which pet of % had to be treated by a veterinarian?",
                    "cat|parrot|beagle|rabbit|iguana|ferret|old horse|hedgehog"},
            {"We drove up to # with the kids and camped by the water.", "Where did % go camping with the children?",
                    "Lake Tahoe|the Finger Lakes|Big Sur|Glacier Bay|Crater Lake|Yosemite|Acadia|Zion"},
            {"I just got promoted to # and I'm thrilled!", "What position was % promoted to?",
                    "team lead|head chef|principal engineer|store manager|assistant coach|senior editor|vice principal"},
            {"Grandma gave me # that has been in the family for ages.", "What heirloom did %'s grandmother give away?",
                    "a silver necklace|a pocket watch|a quilt|an old violin|a recipe book|a brass telescope|a music box"},
            {"I've been reading # and can't put it down.", "Which book is % reading?",
                    "Dune|Middlemarch|The Overstory|Circe|Beloved|Piranesi|Emma|Annihilation"},
            {"The doctor told me I'm allergic to #.", "What allergy was % diagnosed with?",
                    "peanuts|shellfish|penicillin|ragweed|latex|strawberries|bee stings"},
            {"I ran the charity race for # and raised more than I hoped.", "For what cause did % run a race?",
                    "mental health|clean water|animal rescue|cancer research|homeless youth|literacy|veterans"},
            {"We painted the living room # and it looks so different.", "What color did % choose for the living room?",
                    "sage green|navy|terracotta|mustard yellow|pale pink|charcoal|off white"},
            {"My brother is moving to # for his new job.", "Which city is the brother of % relocating to?",
                    "Denver|Oslo|Lisbon|Seattle|Kyoto|Nairobi|Montreal|Hamburg"},
            {"I performed at # last night, my hands were shaking!", "At which venue did % perform?",
                    "the jazz cellar|the open mic on Third Street|the county fair|the old theater|a friend's wedding|the rooftop bar"},
            {"I started volunteering at # on Saturdays.", "Where does % volunteer?",
                    "the food bank|the animal shelter|a hospice|the community garden|the city library|the science museum"}};
    private static final String[] SMALL_TALK = {"Wow, that's amazing, %! I'm so happy for you.",
            "How have you been lately, %?",
            "That sounds great. I could use something like that.", "Thanks, %! It means a lot to me.",
            "Haha, I know what you mean.",
            "Life has been busy with work and family, but good.", "The weather has been awful here, so we stayed in.",
            "You always know how to cheer me up, %.", "I totally agree, it's important to make time for yourself.",
            "What a week! I'm so tired.", "Let's catch up soon, %, take care!", "I'd love to see pictures some time.",
            "It's been a while since we talked, %. What's new?",
            "Nature is so calming, I love being outside with my kids.",
            "Work is keeping me on my toes these days.", "I made dinner for friends yesterday and it went well."};
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    final List<Turn> turns = new ArrayList<>();
    final List<Question> questions = new ArrayList<>();
    private final Random random;

    LongConversations(long seed, int conversations) {
        random = new Random(seed);
        for (int i = 0; i < conversations; i++) {
            conversation("c" + seed + "-" + i);
        }
    }

    private void conversation(String id) {
        String one = PEOPLE.get(random.nextInt(PEOPLE.size() / 2) * 2);
        String two = PEOPLE.get(PEOPLE.indexOf(one) + 1);
        Instant at = Instant.parse("2022-01-10T10:00:00Z").plus(random.nextInt(300), ChronoUnit.DAYS);
        List<String> used = new ArrayList<>();
        for (int session = 0; session < 24; session++) {
            at = at.truncatedTo(ChronoUnit.DAYS).plus(6 + random.nextInt(16), ChronoUnit.DAYS)
                    .plus(9 + random.nextInt(10), ChronoUnit.HOURS);
            String speaker = one;
            for (int turn = 0; turn < 22; turn++) {
                String other = speaker.equals(one) ? two : one;
                at = at.plus(2, ChronoUnit.MINUTES);
                if (turn % 4 == 1) {
                    fact(id, at, speaker, other, used);
                    at = at.plus(1, ChronoUnit.MINUTES);
                } else {
                    say(id, at, speaker, pick(SMALL_TALK).replace("%", other));
                }
                speaker = other;
            }
        }
    }

    private void fact(String id, Instant at, String speaker, String other, List<String> used) {
        String[] topic = TOPICS[random.nextInt(TOPICS.length)];
        String detail = pick(topic[2].split("\\|"));
        boolean first = !used.contains(speaker + topic[0]);
        used.add(speaker + topic[0]);
        String asked = topic[1].replace("%", speaker);
        switch (random.nextInt(4)) {
            // The answer is the turn after the one that has the words.
            case 0 -> {
                say(id, at, other, topic[1].replace("%", "your side").replace(" did your side", " was it you"));
                String answer =
                        say(id, at.plusSeconds(30), speaker, "It was " + detail + ", " + other + ", and I loved it.");
                question(first ? "answered in the next turn" : "", asked, answer);
            }
            case 1 -> {
                String answer = say(id, at, speaker, topic[0].replace("#", detail));
                question("when", asked.replace("?", " on " + DAY.format(at) + "?"), answer);
            }
            case 2 -> {
                String answer =
                        say(id, at, speaker, pick(SMALL_TALK).replace("%", other) + " " + topic[0].replace("#", detail)
                                + " " + pick(SMALL_TALK).replace("%", other));
                question(first ? "amid small talk" : "", asked, answer);
            }
            default -> {
                String answer = say(id, at, speaker, topic[0].replace("#", detail));
                question(first ? "other words" : "detail", first ? asked
                        : "Did " + speaker + " tell about " + detail + "? " + asked, answer);
            }
        }
    }

    private void question(String kind, String text, String answer) {
        if (!kind.isEmpty()) {
            questions.add(new Question(kind, text, answer));
        }
    }

    private String say(String conversation, Instant at, String sender, String text) {
        String id = conversation + ":" + turns.size();
        turns.add(new Turn(id, conversation, at, sender, text));
        return id;
    }

    private String pick(String[] from) {
        return from[random.nextInt(from.length)];
    }
}
