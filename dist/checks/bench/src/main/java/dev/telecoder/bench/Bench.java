package dev.telecoder.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Measures the built distribution and writes the report. Run by {@code mvn -Pbench verify}; README.md beside it tells the
 * options. For one thread.
 */
public final class Bench {

    private static final List<String> PEERS = List.of("-XX:+UseSerialGC", "-Xms64m", "-Xmx192m");

    private final Settings settings;
    private final Set<String> only;

    private Bench(Settings settings, Set<String> only) {
        this.settings = settings;
        this.only = only;
    }

    /**
     * Measures by the options in the system properties {@code bench.*}.
     *
     * @param module the folder of this module, with {@code baseline.json}
     * @return the rows whose bar was missed, a line each
     * @throws IOException if a process could not be run
     * @throws InterruptedException if interrupted
     */
    public static List<String> run(Path module) throws IOException, InterruptedException {
        Path reports = Files.createDirectories(module.resolve("../../../target/bench").normalize());
        Path work = Files.createTempDirectory("telecoder-bench");
        String given = System.getProperty("bench.distribution", "");
        Path distribution = given.isBlank() ? module.resolve("../../target/telecoder").normalize() : Path.of(given);
        String chosen = System.getProperty("bench.only", "");
        try {
            return new Bench(new Settings(distribution, work, module.resolve("../target").normalize(),
                    Boolean.getBoolean("bench.quick")), chosen.isBlank() ? Set.of() : Set.of(chosen.split(",")))
                    .report(reports, module.resolve("baseline.json"));
        } finally {
            delete(work);
        }
    }

    private List<String> report(Path folder, Path baseline) throws IOException, InterruptedException {
        Machine machine = Machine.look();
        List<Row> rows = new ArrayList<>();
        try (Peer model = Peer.start("FakeModel", PEERS); Peer platform = Peer.start("FakeTelegram", PEERS)) {
            if (wanted("starts")) {
                try (Peer channels = Peer.start("ChannelPlatforms", PEERS)) {
                    new Starts(settings, model, channels).measure(rows);
                }
            }
            if (wanted("load")) {
                new Load(settings, model, platform).measure(rows);
            }
            if (wanted("cycles")) {
                new Cycles(settings, model, platform).measure(rows);
            }
            if (wanted("recall")) {
                new Recall(settings, model, platform).measure(rows);
            }
        }
        if (wanted("sandbox")) {
            new SandboxRuns(settings).measure(rows);
        }
        if (wanted("parsers")) {
            new Parsers(settings).measure(rows);
        }
        if (wanted("others")) {
            new Others(settings.reports()).measure(rows);
        }
        Report report = Report.of(rows, machine, baseline);
        System.out.println(report.terminal());
        Files.writeString(folder.resolve("report.md"), report.markdown());
        Files.writeString(folder.resolve("report.svg"), Plot.svg(report));
        String release = System.getProperty("bench.renew", "");
        String json = report.json(release.isBlank() ? "not released" : release).toPrettyString() + "\n";
        Files.writeString(folder.resolve("report.json"), json);
        if (!release.isBlank()) {
            Files.writeString(baseline, json);
        }
        System.out.println("  " + folder.resolve("report.md") + ", .json, .svg");
        return report.missed().stream().map(row -> row.what() + ": "
                + (Double.isNaN(row.value()) ? "not measured, " + row.detail()
                        : Row.number(row.value()) + " " + row.unit() + ", the bar is " + Row.number(row.bar())))
                .toList();
    }

    private boolean wanted(String part) {
        return only.isEmpty() || only.contains(part);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
