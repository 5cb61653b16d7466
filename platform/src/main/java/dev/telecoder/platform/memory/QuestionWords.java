package dev.telecoder.platform.memory;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The words of a question that say what it is about. */
final class QuestionWords {

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}\\p{M}]*");
    private static final int MOST_WORDS = 32;
    /** What questions are made of, in English, and in German where it is no English word; the rest is what was said. */
    private static final Set<String> EMPTY =
            Set.copyOf(Arrays.asList(("a an the this that these those there here i me my mine we us our you your"
                    + " he him his she her hers it its they them their what which who whom whose when where why how is am are was were"
                    + " be been being do does did done doing has have had having will would shall should can could may might must of"
                    + " in on at by for with about against between into through during before after to from up down out off over under"
                    + " again then once and but or nor not no so than too very s t d ll re ve m don didn doesn isn wasn aren if as"
                    + " because while any some all both each few more most other such only own same just also ever tell told say said"
                    + " remember recall mention mentioned talk talked many much long"
                    + " der das ein eine einer eines einem einen ich du er sie es wir ihr mich dich uns euch mein dein sein was wer"
                    + " wie wo wann warum welche welcher welches ist sind waren haben hatte und oder aber nicht kein keine von"
                    + " zu mit auf im am an bei für dass wenn").split(" ")));

    private static final double LITTLE = 0.4;
    /** What many questions have and many answers have not. */
    private static final Set<String> WEAK =
            Set.of(("kind kinds type sort name names called thing things stuff happen happened happens"
                    + " get got go went goes going make made makes take took feel felt people person time day new used use give gave try"
                    + " tried trying good like lot way part want wanted").split(" "));

    private QuestionWords() {}

    /** {@return what may have been said for a word of a question, itself first, each with how much it counts} */
    static Map<String, Double> withRelated(String word) {
        double tells = WEAK.contains(word) ? LITTLE : 1;
        Map<String, Double> said = new LinkedHashMap<>();
        said.put(word, tells);
        Related.to(Porter.stem(word)).forEach((other, counts) -> said.put(other, counts * tells));
        return said;
    }

    /** {@return the words, without those that are in every question; all of them if there are no others} */
    static List<String> of(String question) {
        List<String> all =
                WORD.matcher(question).results().map(MatchResult::group).map(word -> word.toLowerCase(Locale.ROOT))
                        .distinct().limit(2L * MOST_WORDS).toList();
        List<String> telling = all.stream().filter(word -> !EMPTY.contains(word)).limit(MOST_WORDS).toList();
        return telling.isEmpty() ? all.stream().limit(MOST_WORDS).toList() : telling;
    }

    /** {@return the words of a name, in lower case} */
    static Stream<String> ofName(String name) {
        return WORD.matcher(name).results().map(MatchResult::group).map(word -> word.toLowerCase(Locale.ROOT));
    }
}
