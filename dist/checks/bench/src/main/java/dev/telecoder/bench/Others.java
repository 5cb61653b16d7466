package dev.telecoder.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What other checks of the distribution found, in the reports they left in this build: stops and crashes. */
record Others(Path reports) {

    private static final Pattern STOP =
            Pattern.compile("^  (\\S.*?) {2,}(\\d+) ?/ ?(\\d+) ?/ ?(\\d+) +(\\d+) ?/ ?(\\d+) ?/ ?(\\d+)\\s*$",
                    Pattern.MULTILINE);
    private static final Pattern CRASH = Pattern.compile("points tried (\\d+); of (\\d+) effects done once (\\d+),"
            + " unknown and told (\\d+), doubled (\\d+)\\s+answers lost (\\d+), answers doubled (\\d+)");

    void measure(List<Row> rows) throws IOException {
        stop(rows);
        crash(rows);
    }

    private void stop(List<Row> rows) throws IOException {
        String what = "/stop of a sandboxed command whose child called setsid, 50 others busy: last process gone";
        double worst = Double.NaN;
        String detail = "no report of StopIT in this build; run mvn -Pbench verify in the whole tree";
        Path report = reports.resolve("stop.txt");
        if (Files.exists(report)) {
            Matcher row = STOP.matcher(Files.readString(report));
            while (row.find()) {
                double most = Double.parseDouble(row.group(7));
                if (!(most <= worst)) {
                    worst = most;
                    detail = row.group(1) + ": slowest; median " + row.group(6) + " ms (StopIT)";
                }
            }
        }
        rows.add(new Row("stop", what, "ms", 1_000, 200, worst, detail));
    }

    private void crash(List<Row> rows) throws IOException {
        double lost = Double.NaN;
        double doubled = Double.NaN;
        double unknown = Double.NaN;
        String detail = "no report of CrashIT in this build; run mvn -Pbench verify in the whole tree";
        Path report = reports.resolve("crash-random.txt");
        if (Files.exists(report)) {
            Matcher sum = CRASH.matcher(Files.readString(report));
            if (sum.find()) {
                lost = Double.parseDouble(sum.group(6));
                doubled = Double.parseDouble(sum.group(5)) + Double.parseDouble(sum.group(7));
                unknown = 100 * Double.parseDouble(sum.group(4)) / Double.parseDouble(sum.group(2));
                detail = "kill -9 at " + sum.group(1) + " random moments (CrashIT)";
            }
        }
        rows.add(new Row("crash.lost", "accepted messages lost by kill -9", "", 0, 0, lost, detail));
        rows.add(new Row("crash.doubled", "effects or answers doubled", "", 0, 0, doubled, detail));
        rows.add(new Row("crash.unknown", "outcomes that nobody knows", "%", 100, 1, unknown, detail));
    }
}
