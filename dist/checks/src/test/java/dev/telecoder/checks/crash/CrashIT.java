package dev.telecoder.checks.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The built distribution under {@code kill -9}: at every row its journal writes, again while it recovers, and at random
 * moments. Effects are counted where they happen, outside.
 */
@EnabledOnOs(OS.LINUX)
class CrashIT {

    private static final int AT_ONCE = Integer.getInteger("crash.parallel", 3);
    private static final int RANDOM = Integer.getInteger("crash.random", 100);
    private static final long SEED = Long.getLong("crash.seed", System.nanoTime());

    @TempDir static Path folder;

    private static Path plugin;
    private static List<String> rows;
    private static long millis;
    private static Trial.Found undisturbed;

    @BeforeAll
    static void countsTheRowsOfATaskThatNobodyDisturbs() throws Exception {
        plugin = PeerPlugin.compile(Files.createDirectories(folder.resolve("plugin")));
        warmUp();
        try (Trial trial = trial("dry-run", true)) {
            millis = trial.live(Trial.Kill.never());
            rows = trial.rows();
            undisturbed = trial.look("nothing");
        }
    }

    /** A host that ends by itself leaves the start-up archive that all others start from. */
    private static void warmUp() throws IOException, InterruptedException {
        try (Trial trial = trial("warm-up", false)) {
            trial.liveAndEnd();
        }
    }

    @AfterAll
    static void saysHowLongItTook() {
        if (rows == null) {
            return;
        }
        System.out.printf("A task that nobody disturbs writes %d rows in %d ms after its first message was taken.%n",
                rows.size(),
                millis);
    }

    @Test
    void doesATaskThatNobodyDisturbs() {
        assertThat(undisturbed.wrong()).isEmpty();
        assertThat(rows).anyMatch(row -> row.startsWith("steering"))
                .anyMatch(row -> row.contains("waiting git.commit"));
    }

    @Test
    void hasEachEffectOnceWhereverInTheJournalItIsKilled() throws Exception {
        List<Trial.Found> all = each(points(), row -> {
            try (Trial trial = trial("row-" + row, row % 2 == 0)) {
                trial.live(Trial.Kill.atRow(row));
                String reached = trial.rows().get(row - 1);
                trial.live(Trial.Kill.never());
                return found(trial, "%03d %s".formatted(row, withoutId(reached)));
            }
        });

        Report.show("crash-rows.txt", Report.table("kill -9 at every row of the journal", rows.size(), all));
        assertThat(all).hasSameSizeAs(rows);
        assertThat(all).allMatch(found -> found.wrong().isEmpty());
        // The row stands before the question is sent; so nothing that was answered is asked again.
        assertThat(all).allMatch(found -> found.requests() == undisturbed.requests());
        // The rows are the same as undisturbed, so that no point is left out.
        assertThat(all.stream().map(found -> found.point().substring(4)).sorted())
                .containsExactlyElementsOf(rows.stream().map(CrashIT::withoutId).sorted().toList());
    }

    @Test
    void hasEachEffectOnceWhenItIsKilledAgainWhileItRecovers() throws Exception {
        // All rows of runs, and every third of the others.
        List<Integer> points =
                points().stream().filter(row -> row % 3 == 0 || rows.get(row - 1).startsWith("run ")).toList();
        List<Trial.Found> all = each(points, row -> {
            try (Trial trial = trial("again-" + row, row % 2 == 1)) {
                trial.live(Trial.Kill.atRow(row));
                String first = trial.rows().get(row - 1);
                // What a run came to is found out right after the first row; other moments take turns.
                int second = Math.min(first.startsWith("run running") ? 2 : 1 + row % 4, rows.size() - row + 1);
                trial.live(row == rows.size() ? Trial.Kill.never() : Trial.Kill.atRow(second));
                String reached = trial.rows().getLast();
                trial.live(Trial.Kill.never());
                return found(trial, "%03d %s, then %s".formatted(row, withoutId(first), withoutId(reached)));
            }
        });

        Report.show("crash-again.txt",
                Report.table("kill -9 at a row, and again while it recovers", points.size(), all));
        assertThat(all).allMatch(found -> found.wrong().isEmpty());
    }

    @Test
    void hasEachEffectOnceAtRandomMoments() throws Exception {
        var random = new Random(SEED);
        System.out.println("Seed of the random moments: " + SEED + " (crash.seed)");
        List<long[]> moments = new ArrayList<>();
        for (int i = 0; i < RANDOM; i++) {
            moments.add(new long[]{i, i % 10 == 0 ? random.nextLong(1_500) : -1, random.nextLong(millis * 3 / 2)});
        }

        List<Trial.Found> all = each(moments, moment -> {
            try (Trial trial = trial("random-" + moment[0], moment[0] % 2 == 0)) {
                if (moment[1] >= 0) {
                    trial.liveBriefly(moment[1]);
                }
                trial.live(Trial.Kill.after(moment[2]));
                String last = trial.rows().isEmpty() ? "nothing" : withoutId(trial.rows().getLast());
                trial.live(Trial.Kill.never());
                return found(trial, "%05d ms%s, last row: %s".formatted(moment[2],
                        moment[1] < 0 ? "" : " (after " + moment[1] + " ms of starting)", last));
            }
        });

        Report.show("crash-random.txt", Report.table("kill -9 at random moments, seed " + SEED, RANDOM, all));
        assertThat(all).hasSize(RANDOM).allMatch(found -> found.wrong().isEmpty());
    }

    private interface Attempt<P> {

        Trial.Found at(P point) throws Exception;
    }

    private static <P> List<Trial.Found> each(List<P> points, Attempt<P> attempt)
            throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Callable<Trial.Found>> attempts = points.stream().map(point -> (Callable<Trial.Found>) () -> {
                try {
                    return attempt.at(point);
                } catch (Exception e) {
                    return new Trial.Found(point instanceof long[] moment ? "random-" + moment[0] : "row " + point, 0,
                            0, 0, 0, 0, 0,
                            0, 0, List.of(String.valueOf(e.getMessage())));
                }
            }).toList();
            List<Trial.Found> all = new ArrayList<>();
            for (Future<Trial.Found> one : threads.invokeAll(attempts)) {
                all.add(one.get());
            }
            return all;
        }
    }

    private static Trial.Found found(Trial trial, String point) throws IOException {
        Trial.Found found = trial.look(point);
        if (!found.wrong().isEmpty()) {
            System.out.println(point + ": " + found.wrong() + "\n" + trial.transcript());
        }
        return found;
    }

    private static List<Integer> points() {
        return java.util.stream.IntStream.rangeClosed(1, rows.size()).boxed().toList();
    }

    private static Trial trial(String name, boolean presses) throws IOException, InterruptedException {
        return new Trial(name, Files.createDirectories(folder.resolve(name)), plugin, cache(), presses);
    }

    private static Path cache() {
        return folder.resolve("cache");
    }

    private static String withoutId(String row) {
        return row.replaceFirst("^(run (started|ended)|model_call (done|failed)) \\S+$", "$1");
    }
}
