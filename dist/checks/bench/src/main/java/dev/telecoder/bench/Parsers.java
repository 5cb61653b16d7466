package dev.telecoder.bench;

import dev.telecoder.bench.parse.ParserBenchmark;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The parsers by themselves; nothing is promised of them, they are shown beside those of the last release. */
record Parsers(Settings settings) {

    private static final Pattern MACHINE = Pattern.compile("-X(?:X:|m[sx])[\\w+=-]+");

    void measure(List<Row> rows) throws IOException {
        // The start script's own, since the parsers run under them in the host too.
        String script = Files.readString(settings.distribution().resolve("bin/telecoder"));
        Matcher line = Pattern.compile("^options=\"(.*)", Pattern.MULTILINE).matcher(script);
        List<String> options = !line.find() ? new ArrayList<>()
                : new ArrayList<>(MACHINE.matcher(line.group(1)).results().map(found -> found.group()).toList());
        options.add("--sun-misc-unsafe-memory-access=allow"); // what JMH itself does
        Options how = new OptionsBuilder().include(ParserBenchmark.class.getName()).verbosity(VerboseMode.SILENT)
                .warmupIterations(settings.times(3, 1)).measurementIterations(settings.times(5, 2))
                .measurementTime(TimeValue.milliseconds(settings.times(1_000, 300)))
                .jvmArgs(options.toArray(String[]::new))
                .build();
        for (RunResult result : run(how)) {
            String name = result.getPrimaryResult().getLabel();
            rows.add(Row.shown("parse." + name, "JMH: " + words(name), "µs", result.getPrimaryResult().getScore(),
                    "±" + Row.number(result.getPrimaryResult().getScoreError())));
        }
    }

    private static Collection<RunResult> run(Options how) throws IOException {
        try {
            return new Runner(how).run();
        } catch (RunnerException e) {
            throw new IOException("JMH failed", e);
        }
    }

    private static String words(String name) {
        return name.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
    }
}
