package dev.telecoder.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Cold start, and what a host takes that does nothing. */
record Starts(Settings settings, Peer model, Peer platform) {

    private static final String BENCH = "the bench channel configured";
    private static final String EVERYTHING = "everything configured";

    void measure(List<Row> rows) throws IOException, InterruptedException {
        Path home = settings.home("starts", model, platform, "");
        Path full = settings.home("full", model, platform, Settings.everything());
        for (int i = 0; i < 20; i++) {
            Files.createDirectories(full.resolve("skills"));
            Files.writeString(full.resolve("skills/bench" + i + ".yaml"), """
                    name: bench.echo%d
                    description: Says what it is told.
                    risk: read
                    parameters: {text: {type: string, description: what to say}}
                    steps: [{run: 'echo "$text"'}]
                    """.formatted(i));
        }
        // A host that ends by itself leaves the archive that later ones start from, as after the first day of use.
        HostUnderTest.start(settings.distribution(), home, settings.cache(), Map.of()).close();
        start(rows, "start", BENCH, home, 3_000, 1_000, 250, 128, true);
        start(rows, "start.full", EVERYTHING, full, 5_000, 2_000, 350, 200, false);
    }

    private void start(List<Row> rows, String id, String what, Path home, double bar, double aim, double memoryBar,
            double memoryAim, boolean idle) throws IOException, InterruptedException {
        int times = settings.times(7, 3);
        double[] ready = new double[times];
        double[] resident = new double[times];
        for (int i = 0; i < times; i++) {
            try (HostUnderTest host = HostUnderTest.start(settings.distribution(), home, settings.cache(), Map.of())) {
                ready[i] = host.readyMillis();
                boolean last = i == times - 1;
                // What is made ready after the start belongs to it.
                TimeUnit.SECONDS.sleep(last ? 8 : 2);
                resident[i] = host.proc().residentKb() / 1024.0;
                if (last && idle) {
                    idle(rows, host.proc());
                }
            }
        }
        rows.add(new Row(id, "cold start to ready, " + what, "ms", bar, aim, Figures.median(ready),
                "median of " + times + ": " + range(ready)));
        rows.add(new Row(id + ".rss", "resident memory idle, " + what, "MB", memoryBar, memoryAim,
                Figures.median(resident), "median of " + times + ": " + range(resident)));
    }

    private void idle(List<Row> rows, Proc host) throws IOException, InterruptedException {
        int seconds = settings.times(30, 10);
        long cpu = host.cpuMillis();
        long wakeups = host.wakeups();
        TimeUnit.SECONDS.sleep(seconds);
        rows.add(new Row("idle.cpu", "idle CPU, share of a core", "%", 1, 0.3,
                (host.cpuMillis() - cpu) / (seconds * 10.0), "over " + seconds + " s"));
        rows.add(Row.shown("idle.wakeups", "idle wake-ups", "/s", (host.wakeups() - wakeups) / (double) seconds,
                "voluntary context switches of all threads"));
    }

    private static String range(double[] values) {
        double[] sorted = values.clone();
        java.util.Arrays.sort(sorted);
        return Row.number(Math.rint(sorted[0])) + " to " + Row.number(Math.rint(sorted[sorted.length - 1]));
    }
}
