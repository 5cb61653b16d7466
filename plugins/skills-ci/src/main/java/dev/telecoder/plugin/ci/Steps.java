package dev.telecoder.plugin.ci;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds out which lines belong to which step, in the ways of the services: each marks its steps in its own way. */
final class Steps {

    private static final Pattern JOB = Pattern.compile("^Complete job name: (.+)$");
    private static final Pattern RUNNER = Pattern.compile("^Current runner version: '");
    private static final Pattern RUN = Pattern.compile("^##\\[group](Run .+|Getting action download info)$");
    private static final Pattern AZURE = Pattern.compile("^##\\[section](Starting|Finishing): (.+)$");
    private static final Pattern GITLAB = Pattern.compile("^section_(start|end):\\d+:([\\w.-]+)");
    private static final Pattern GITLAB_STAGE = Pattern.compile("^Executing \"([\\w-]+)\" stage of the job script");
    private static final Pattern JENKINS = Pattern.compile("^\\[Pipeline] \\{ \\((.+)\\)$");
    private static final Pattern JENKINS_JOB =
            Pattern.compile("(?:Running on .* in|Building .*in workspace) .*/workspace/(\\S+)");
    private static final Pattern BUILDKITE =
            Pattern.compile("^(?:---|\\+\\+\\+|~~~) (?![ab]/|/dev/null|FAIL|PASS|SKIP)(.+)$");
    private static final Pattern SKIPPED = Pattern.compile("^Stage \".*\" skipped due to earlier failure");
    private static final Pattern TRAVIS = Pattern.compile("^travis_fold:start:([\\w.-]+)");
    private static final Pattern CLEANING =
            Pattern.compile("^(Post job cleanup\\.|Post .*|Complete job|Cleaning up orphan.*"
                    + "|cleanup_file_variables|after_script.*|after_failure.*|after_success.*|cache\\..*|store build cache.*|Finalize Job"
                    + "|upload_artifacts.*|archive_cache.*|Declarative: Post Actions.*)$");

    private final List<LogLine> lines;
    private final List<Step> steps = new ArrayList<>();
    private final BitSet headers = new BitSet();
    private String job = "";
    private String name = "";
    private int from;

    private Steps(List<LogLine> lines) {
        this.lines = lines;
    }

    static Steps of(List<LogLine> lines) {
        Steps found = new Steps(lines);
        found.read();
        return found;
    }

    List<Step> all() {
        return steps;
    }

    /** Whether a line is what a step was called with, not what came of it. */
    boolean header(int index) {
        return headers.get(index);
    }

    Step at(int index) {
        int low = 0;
        int high = steps.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (steps.get(middle).from() <= index) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return steps.get(low);
    }

    private void read() {
        boolean buildkite = lines.stream().limit(2_000).anyMatch(line -> line.shown().startsWith("~~~ "));
        int header = -1;
        for (int i = 0; i < lines.size(); i++) {
            LogLine line = lines.get(i);
            String text = line.body();
            String step = line.step();
            if (line.named() && (!line.job().equals(job) || !step.isEmpty() && !step.equals(name))) {
                begin(i, line.job(), step);
            }
            if (step.isEmpty()) {
                mark(i, text, buildkite);
            }
            if (text.startsWith("##[group]Run ")) {
                header = i + 1;
            } else if (text.startsWith("##[endgroup]") && header >= 0) {
                // Only what is closed is a header: a log that was cut, or ended early, would be nothing else.
                headers.set(header, i);
                header = -1;
            } else if (text.startsWith("##[error]") || text.startsWith("##[group]")) {
                header = -1;
            }
        }
        close(lines.size());
    }

    private void mark(int i, String text, boolean buildkite) {
        if (text.isEmpty()) {
            return;
        }
        Matcher found;
        if (text.startsWith("##[") && (found = RUN.matcher(text)).find()) {
            begin(i, job, found.group(1).startsWith("Run ") ? found.group(1) : "Set up job");
        } else if (text.startsWith("##[section]") && (found = AZURE.matcher(text)).find()) {
            begin(i, job, found.group(1).equals("Starting") ? found.group(2) : "");
        } else if (text.startsWith("Post job cleanup.")) {
            begin(i, job, "Post job cleanup.");
        } else if (RUNNER.matcher(text).find()) {
            begin(i, "", "Set up job");
        } else if ((found = JOB.matcher(text)).find()) {
            job = found.group(1).strip();
        } else if (text.startsWith("section_") && (found = GITLAB.matcher(text)).find()) {
            begin(i, job, found.group(1).equals("start") ? found.group(2) : "");
        } else if (text.startsWith("Executing \"") && (found = GITLAB_STAGE.matcher(text)).find()
                && !name.equals(found.group(1))) {
            begin(i, job, found.group(1));
        } else if (text.startsWith("[Pipeline] {") && (found = JENKINS.matcher(text)).find()) {
            begin(i, job, found.group(1));
        } else if (text.startsWith("Stage \"") && SKIPPED.matcher(text).find()) {
            // It did nothing, so it is not the one that failed.
            name = "";
        } else if (text.startsWith("travis_fold:end")) {
            begin(i, job, "");
        } else if (text.startsWith("travis_fold") && (found = TRAVIS.matcher(text)).find()) {
            begin(i, job, found.group(1));
        } else if (text.contains("/workspace/") && (found = JENKINS_JOB.matcher(text)).find()) {
            job = job.isEmpty() ? found.group(1) : job;
        } else if (buildkite && (found = BUILDKITE.matcher(text)).find()) {
            begin(i, job, found.group(1).replaceAll(":[\\w+-]+:\\s*", "").strip());
        }
    }

    private void begin(int index, String newJob, String newName) {
        close(index);
        from = index;
        job = newJob;
        name = newName;
    }

    private void close(int end) {
        if (end > from) {
            steps.add(new Step(job, name, from, end, CLEANING.matcher(name).find()));
        } else if (steps.isEmpty() && end == lines.size()) {
            steps.add(new Step(job, name, 0, end, false));
        }
    }
}
