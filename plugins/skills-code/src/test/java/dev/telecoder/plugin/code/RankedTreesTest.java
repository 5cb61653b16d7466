package dev.telecoder.plugin.code;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.SkillResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Asks the skill itself, over trees that somebody laid out: {@code -Dcode.questions=DIR} names a folder in which each
 * {@code TREE/VARIANT} is a working tree and {@code TREE/VARIANT.tsv} its questions, lines of path, line, name and
 * sentence. Prints for each how often the definition is the first, and among the first ten.
 */
class RankedTreesTest {

    private record Question(String path, int line, String name, String text) {}

    @Test
    void countsHowOftenTheDefinitionIsAmongTheFirstTen() throws IOException {
        String given = System.getProperty("code.questions", "");
        Assumptions.assumeFalse(given.isEmpty(), "-Dcode.questions=DIR names no trees to ask about");
        var misses = new StringBuilder();
        try (Stream<Path> files = Files.walk(Path.of(given), 2, java.nio.file.FileVisitOption.FOLLOW_LINKS)) {
            for (Path list : files.filter(file -> file.toString().endsWith(".tsv")).sorted().toList()) {
                ask(list, misses);
            }
        }
        Files.writeString(Path.of("target", "ranked-trees-misses.txt"), misses);
    }

    private static void ask(Path list, StringBuilder misses) throws IOException {
        Path tree = Path.of(list.toString().replaceAll("\\.tsv$", ""));
        List<Question> questions = Files.readAllLines(list).stream().map(line -> line.split("\t", 4))
                .map(part -> new Question(part[0], Integer.parseInt(part[1]), part[2], part[3])).toList();
        var bench = new Bench(tree);
        int first = 0;
        int ten = 0;
        long slowest = 0;
        long began = System.nanoTime();
        for (Question question : questions) {
            long start = System.nanoTime();
            SkillResult result = bench.run(new CodeSearchSkill(), JsonValue.object().put("query", question.text())
                    .put("mode", "ranked").put("limit", 10).build().toString());
            slowest = Math.max(slowest, System.nanoTime() - start);
            List<JsonValue> hits = Bench.data(result).get("hits").items();
            int rank = 0;
            while (rank < hits.size() && !(hits.get(rank).get("path").text().equals(question.path())
                    && hits.get(rank).get("line").asInt(0) == question.line())) {
                rank++;
            }
            first += rank == 0 ? 1 : 0;
            ten += rank < hits.size() ? 1 : 0;
            if (rank >= hits.size()) {
                misses.append(list.getParent().getFileName()).append('/').append(list.getFileName()).append(' ')
                        .append(question.path()).append(':').append(question.line()).append(' ')
                        .append(question.name()).append(": ").append(question.text()).append('\n');
                hits.forEach(hit -> misses.append("      ").append(hit.get("score").text()).append(' ')
                        .append(hit.get("path").text()).append(':').append(hit.get("line").text()).append(' ')
                        .append(hit.get("symbol").text()).append('\n'));
            }
        }
        System.out.printf("%-24s %4d questions: first %.2f, among ten %.2f; %d ms each, slowest %d ms%n",
                list.getParent().getFileName() + "/" + tree.getFileName(), questions.size(),
                first / (double) questions.size(), ten / (double) questions.size(),
                (System.nanoTime() - began) / 1_000_000 / questions.size(), slowest / 1_000_000);
    }
}
