package dev.telecoder.checks.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** What all trials found, as a table for people. */
final class Report {

    private Report() {}

    static String table(String title, int written, List<Trial.Found> all) {
        var text = new StringBuilder("%n%s%n".formatted(title));
        text.append("  %-64s %5s %5s %6s %7s %7s %7s %7s%n".formatted("killed after", "push", "once", "append",
                "unknown", "answers",
                "asked", "repeats"));
        all.stream().sorted(Comparator.comparing(Trial.Found::point)).forEach(found -> {
            text.append("  %-64s %5d %5d %6d %7d %7d %7d %7d%n".formatted(found.point(), found.pushes(), found.once(),
                    found.append(),
                    found.unknown(), found.answers(), found.requests(), found.repeats()));
            found.wrong().forEach(wrong -> text.append("    WRONG: ").append(wrong).append('\n'));
        });
        long effects = 3L * all.size();
        long doubled =
                all.stream().mapToLong(found -> over(found.pushes()) + over(found.once()) + over(found.append())).sum();
        long done =
                all.stream().mapToLong(found -> one(found.pushes()) + one(found.once()) + one(found.append())).sum();
        long unknown = all.stream().mapToLong(Trial.Found::unknown).sum();
        text.append(
                "  points written %d, points tried %d; of %d effects done once %d, unknown and told %d, doubled %d%n"
                        .formatted(
                                written, all.size(), effects, done, unknown, doubled));
        text.append(
                "  answers lost %d, answers doubled %d, repeats dropped by their key %d, trials with something wrong %d%n"
                        .formatted(all.stream().filter(found -> found.answers() == 0).count(),
                                all.stream().filter(found -> found.answers() > 1).count(),
                                all.stream().mapToInt(Trial.Found::repeats).sum(),
                                all.stream().filter(found -> !found.wrong().isEmpty()).count()));
        return text.toString();
    }

    /** Shows it, and keeps it beside the other reports. */
    static void show(String file, String text) throws IOException {
        System.out.println(text);
        Files.writeString(Files.createDirectories(Path.of("target")).resolve(file), text);
    }

    private static long one(int times) {
        return times == 1 ? 1 : 0;
    }

    private static long over(int times) {
        return Math.max(0, times - 1);
    }
}
