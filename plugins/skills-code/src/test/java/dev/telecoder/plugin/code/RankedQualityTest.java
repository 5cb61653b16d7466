package dev.telecoder.plugin.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/**
 * Asks for methods by the first sentence of their documentation, which is taken away from the methods asked for, and
 * counts how often it is among the first ten. With the sources of the JDK where it has them, else with our own.
 */
class RankedQualityTest {

    private static final int QUESTIONS = 400;
    /** What was reached; a change of the weights shall not lose it. */
    private static final double FLOOR = 0.66;
    private static final double FLOOR_OF_OUR_OWN = 0.35;
    private static final long LARGEST = 1_000_000;

    private record Question(String text, int passage, Passage bare) {}

    @Test
    void findsMostMethodsByTheirDescription() throws IOException {
        Map<String, String> files = sources();
        var passages = new ArrayList<Passage>();
        var questions = new ArrayList<Question>();
        files.forEach((path, text) -> read(path, text, passages, questions));
        Collections.shuffle(questions, new Random(20261122));
        // Of methods that are described in the same words, none is the one that is meant.
        Map<String, Long> alike =
                questions.stream().collect(Collectors.groupingBy(Question::text, Collectors.counting()));
        questions.removeIf(question -> alike.get(question.text()) > 1);
        questions.forEach(question -> passages.set(question.passage(), question.bare()));
        List<Question> asked = questions.subList(0, Math.min(QUESTIONS, questions.size()));

        int[] found = asked.parallelStream().mapToInt(question -> rank(question, passages)).toArray();

        double ten = Arrays.stream(found).filter(rank -> rank < 10).count() / (double) found.length;
        double first = Arrays.stream(found).filter(rank -> rank == 0).count() / (double) found.length;
        System.out.printf("ranked: %d files, %d definitions, %d questions: first %.2f, among ten %.2f%n", files.size(),
                passages.size(), found.length, first, ten);
        var misses = new StringBuilder();
        for (int i = 0; i < found.length; i++) {
            if (found[i] >= 10) {
                misses.append(found[i]).append(' ').append(asked.get(i).bare().hit().symbol()).append(": ")
                        .append(asked.get(i).text()).append('\n');
            }
        }
        Files.writeString(Path.of("target", "ranked-misses.txt"), misses);
        assertThat(ten).isGreaterThanOrEqualTo(
                files.keySet().iterator().next().startsWith("java.base") ? FLOOR : FLOOR_OF_OUR_OWN);
    }

    private static int rank(Question question, List<Passage> passages) {
        int[] words = Words.ofQuery(question.text()).stream().mapToInt(String::hashCode).toArray();
        Hit wanted = question.bare().hit();
        List<Hit> hits = Ranking.best(passages, words);
        for (int i = 0; i < Math.min(10, hits.size()); i++) {
            if (hits.get(i).path().equals(wanted.path()) && hits.get(i).line() == wanted.line()) {
                return i;
            }
        }
        return Integer.MAX_VALUE;
    }

    private static void read(String path, String text, List<Passage> passages, List<Question> questions) {
        Language language = Language.of(path).orElseThrow();
        Source source = Source.of(language, text);
        List<Definition> definitions = Definitions.in(language, source);
        for (Passage passage : Index.passages(path, source, definitions).toList()) {
            definitions.stream().filter(one -> one.isCallable() && one.qualified().equals(passage.hit().symbol())
                    && source.line(one.at()) + 1 == passage.hit().line()).findFirst().ifPresent(definition -> {
                        String sentence = sentence(DocComment.of(source, definition));
                        if (Words.ofQuery(sentence).size() >= 3
                                && source.line(definition.end()) > source.line(definition.at())) {
                            questions.add(new Question(sentence, passages.size(),
                                    Passage.of(path, source, definition, List.of(), "")));
                        }
                    });
            passages.add(passage);
        }
    }

    private static String sentence(String doc) {
        if (!doc.startsWith("/**") || doc.contains("{@inheritDoc}")) {
            return "";
        }
        String plain = doc.replaceAll("(?m)^\\s*(/\\*\\*|\\*/|\\*)", " ").replaceAll("\\{@\\w+\\s+([^{}]*)\\}", "$1")
                .replaceAll("<[^>]*>", " ").replaceAll("(?s)(^|\\s)@(param|return|throws|since|see).*", "")
                .replaceAll("\\s+", " ").strip();
        int end = plain.indexOf(". ");
        return end < 0 ? plain.replaceAll("\\*/$|\\.$", "") : plain.substring(0, end);
    }

    private static Map<String, String> sources() throws IOException {
        Path zip = Path.of(System.getProperty("java.home"), "lib", "src.zip");
        var files = new LinkedHashMap<String, String>();
        if (Files.isReadable(zip)) {
            try (var open = new ZipFile(zip.toFile())) {
                for (var entry : open.stream()
                        .filter(one -> one.getName().matches("java\\.base/java/(util|io|time|text)/.*\\.java")
                                && one.getSize() < LARGEST)
                        .sorted((a, b) -> a.getName().compareTo(b.getName())).toList()) {
                    files.put(entry.getName(), TextFile.plain(open.getInputStream(entry).readAllBytes()));
                }
            }
            return files;
        }
        try (Stream<Path> own = Files.walk(Path.of("..", ".."))) {
            for (Path file : own.filter(one -> one.toString().endsWith(".java")).sorted()
                    .collect(Collectors.toList())) {
                files.put(file.toString(), TextFile.plain(Files.readAllBytes(file)));
            }
        }
        return files;
    }
}
