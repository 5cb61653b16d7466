package dev.telecoder.plugin.code;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.plugin.code.Edited.Applied;
import dev.telecoder.plugin.code.Edited.Reason;
import dev.telecoder.plugin.code.Edited.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Makes edits with the faults that models make, and counts what becomes of them. */
class EditFaultsTest {

    private static final int EACH = 250;

    private enum Fault {
        NONE, TRAILING_SPACE, INDENT_LESS, INDENT_MORE, TABS_FOR_SPACES, SMART_QUOTES, BLANK_LINE_MORE, BLANK_LINE_LESS,
        WRONG_CONTEXT, MISSING_CONTEXT, ELLIPSIS, LINE_ENDS, FINAL_NEWLINE, TWO_FAULTS, LINE_NUMBERS, FENCED, ESCAPED,
        EDGE_BLANKS, PARTIAL_LINE, AMBIGUOUS, ALREADY_APPLIED
    }

    private record Edit(String file, String old, String now, String expected) {}

    private record Count(int applied, int wrong, int refused) {

        Count plus(boolean didApply, boolean wasWrong) {
            return new Count(applied + (didApply && !wasWrong ? 1 : 0), wrong + (wasWrong ? 1 : 0),
                    refused + (didApply ? 0 : 1));
        }
    }

    @Test
    void appliesEditsWithRealisticFaultsAndRefusesWhatIsUnclear() throws IOException {
        List<String> sources = sources();
        var table = new EnumMap<Fault, Count>(Fault.class);
        var wrong = new ArrayList<String>();

        for (Fault fault : Fault.values()) {
            var random = new Random(20261122L + fault.ordinal());
            Count count = new Count(0, 0, 0);
            for (int made = 0, tries = 0; made < EACH && tries < EACH * 60; tries++) {
                Edit edit = Faults.make(fault.name(), sources.get(random.nextInt(sources.size())), random)
                        .map(e -> new Edit(e[0], e[1], e[2], e[3])).orElse(null);
                if (edit == null) {
                    continue;
                }
                made++;
                Edited result = new Ladder(TextFile.split(edit.file())).replace(edit.old(), edit.now(), false);
                boolean bad = result instanceof Applied done && !text(done.lines()).equals(edit.expected());
                count = count.plus(result instanceof Applied, bad);
                if (bad || result instanceof Refused && refusesWrongly(fault)) {
                    wrong.add(fault + "\n--- old\n" + edit.old() + "\n--- now\n" + edit.now() + "\n--- " + result);
                }
                if (fault == Fault.AMBIGUOUS) {
                    assertThat(result).isInstanceOfSatisfying(Refused.class,
                            no -> assertThat(no.reason()).isEqualTo(Reason.AMBIGUOUS));
                }
                if (fault == Fault.ALREADY_APPLIED) {
                    assertThat(result).isInstanceOfSatisfying(Refused.class,
                            no -> assertThat(no.reason()).isEqualTo(Reason.ALREADY_APPLIED));
                }
            }
            table.put(fault, count);
        }

        report("edit-faults.txt", table, wrong);
        var meant =
                table.entrySet().stream().filter(row -> refusesWrongly(row.getKey())).map(Map.Entry::getValue).toList();
        int all = meant.stream().mapToInt(row -> row.applied() + row.wrong() + row.refused()).sum();
        assertThat(meant.stream().mapToInt(Count::applied).sum()).isGreaterThanOrEqualTo((int) Math.ceil(all * 0.97));
        assertThat(meant.stream().mapToInt(Count::wrong).sum()).isLessThanOrEqualTo(all / 200);
        assertThat(table.get(Fault.AMBIGUOUS).refused()).isEqualTo(EACH);
    }

    /** The same edits, told as {@code *** Begin Patch} tells them; an ellipsis has no place there. */
    @Test
    void appliesPatchesWithRealisticFaultsAndRefusesWhatIsUnclear(@TempDir Path folder) throws IOException {
        List<String> sources = sources();
        var bench = new Bench(folder);
        var table = new EnumMap<Fault, Count>(Fault.class);
        var wrong = new ArrayList<String>();
        for (Fault fault : List.of(Fault.NONE, Fault.TRAILING_SPACE, Fault.INDENT_LESS, Fault.INDENT_MORE,
                Fault.SMART_QUOTES,
                Fault.BLANK_LINE_MORE, Fault.BLANK_LINE_LESS, Fault.WRONG_CONTEXT, Fault.MISSING_CONTEXT,
                Fault.LINE_ENDS,
                Fault.AMBIGUOUS, Fault.ALREADY_APPLIED)) {
            var random = new Random(20261123L + fault.ordinal());
            Count count = new Count(0, 0, 0);
            for (int made = 0, tries = 0; made < EACH / 5 && tries < EACH * 60; tries++) {
                Edit edit = Faults.make(fault.name(), sources.get(random.nextInt(sources.size())), random)
                        .map(e -> new Edit(e[0], e[1], e[2], e[3])).orElse(null);
                if (edit == null) {
                    continue;
                }
                made++;
                bench.write("a.txt", edit.file());
                var result = bench.patch(patch(edit));
                String after = bench.read("a.txt");
                boolean bad = result.succeeded() ? !after.equals(edit.expected()) : !after.equals(edit.file());
                count = count.plus(result.succeeded(), bad);
                if (bad || !result.succeeded() && refusesWrongly(fault)) {
                    wrong.add(fault + "\n" + patch(edit) + "\n--- " + result.output());
                }
                if (fault == Fault.AMBIGUOUS) {
                    assertThat(Bench.reason(result)).isEqualTo("ambiguous");
                }
            }
            table.put(fault, count);
        }

        report("patch-faults.txt", table, wrong);
        var meant =
                table.entrySet().stream().filter(row -> refusesWrongly(row.getKey())).map(Map.Entry::getValue).toList();
        int all = meant.stream().mapToInt(row -> row.applied() + row.wrong() + row.refused()).sum();
        assertThat(meant.stream().mapToInt(Count::applied).sum()).isGreaterThanOrEqualTo((int) Math.ceil(all * 0.97));
        assertThat(table.values().stream().mapToInt(Count::wrong).sum()).isLessThanOrEqualTo(all / 200);
    }

    private static String patch(Edit edit) {
        List<String> old = List.of(edit.old().split("\n", -1));
        List<String> now = List.of(edit.now().split("\n", -1));
        var text = new StringBuilder("*** Begin Patch\n*** Update File: a.txt\n@@\n");
        for (LineDiff.Step step : LineDiff.script(old, now)) {
            text.append(switch (step.kind()) {
                case KEEP -> " " + old.get(step.before());
                case DELETE -> "-" + old.get(step.before());
                case INSERT -> "+" + now.get(step.after());
            }).append('\n');
        }
        return text.append("*** End Patch").toString();
    }

    private static boolean refusesWrongly(Fault fault) {
        return fault != Fault.AMBIGUOUS && fault != Fault.ALREADY_APPLIED;
    }

    private static void report(String name, Map<Fault, Count> table, List<String> wrong) throws IOException {
        var text = new StringBuilder("%-18s %8s %8s %8s%n".formatted("fault", "applied", "wrong", "refused"));
        table.forEach((fault, count) -> text.append("%-18s %8d %8d %8d%n".formatted(
                fault, count.applied(), count.wrong(), count.refused())));
        System.out.println(text);
        Files.writeString(Path.of("target", name), text + "\n" + String.join("\n=====\n", wrong));
    }

    private static String text(List<Line> lines) {
        return lines.stream().map(line -> line.text() + line.end()).collect(Collectors.joining());
    }

    /** This module's own sources, and some of other languages made for the purpose. */
    private static List<String> sources() throws IOException {
        var sources = new ArrayList<String>();
        for (Path root : List.of(Path.of("src/main/java"), Path.of("src/test/resources/samples"))) {
            if (Files.isDirectory(root)) {
                try (Stream<Path> files = Files.walk(root)) {
                    for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                        sources.add(Files.readString(file));
                    }
                }
            }
        }
        return sources;
    }
}
