package dev.telecoder.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** Cold start, and what a host takes that does nothing. */
record Starts(Settings settings, Peer model, Peer platforms) {

    void measure(List<Row> rows) throws IOException, InterruptedException {
        JsonNode channels = platforms.get("/");
        JsonNode telegram = Peer.JSON.createObjectNode().set("telegram", channels.get("telegram"));
        Path home = settings.home("starts", model, telegram.toString(), "");
        Path full = settings.home("full", model, channels.toString(), Settings.everything());
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
        start(rows, new Row("start", "cold start to ready, Telegram configured", "ms", 3_000, 1_000, Double.NaN, ""),
                new Row("start.rss", "resident memory idle, Telegram configured", "MB", 250, 128, Double.NaN, ""),
                home, names(telegram), true);
        start(rows,
                new Row("start.full", "cold start to ready, everything configured", "ms", 5_000, 2_000, Double.NaN, ""),
                new Row("start.full.rss", "resident memory idle, everything configured", "MB", 350, 200, Double.NaN,
                        ""),
                full, names(channels), false);
    }

    /** A host whose channels are not all connected is not measured, and its rows are missed. */
    private void start(List<Row> rows, Row start, Row memory, Path home, Set<String> channels, boolean idle)
            throws InterruptedException {
        int times = settings.times(7, 3);
        double[] ready = new double[times];
        double[] connected = new double[times];
        double[] resident = new double[times];
        try {
            for (int i = 0; i < times; i++) {
                try (HostUnderTest host =
                        HostUnderTest.start(settings.distribution(), home, settings.cache(), Map.of())) {
                    ready[i] = host.readyMillis();
                    connected[i] = host.channelsMillis(channels);
                    boolean last = i == times - 1;
                    // What is made ready after the start belongs to it.
                    TimeUnit.SECONDS.sleep(last ? 8 : 2);
                    resident[i] = host.proc().residentKb() / 1024.0;
                    if (last && idle) {
                        idle(rows, host.proc());
                    }
                }
            }
        } catch (IOException e) {
            rows.add(start.with(Double.NaN, String.valueOf(e.getMessage())));
            rows.add(memory.with(Double.NaN, String.valueOf(e.getMessage())));
            return;
        }
        rows.add(start.with(Figures.median(ready), "median of " + times + ": " + range(ready)));
        rows.add(Row.shown(start.id() + ".channels", "cold start to connected: " + String.join(", ", channels), "ms",
                Figures.median(connected), "median of " + times + ": " + range(connected)));
        rows.add(memory.with(Figures.median(resident), "median of " + times + ": " + range(resident)));
    }

    private static Set<String> names(JsonNode channels) {
        Set<String> names = new TreeSet<>();
        channels.fieldNames().forEachRemaining(names::add);
        return names;
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
