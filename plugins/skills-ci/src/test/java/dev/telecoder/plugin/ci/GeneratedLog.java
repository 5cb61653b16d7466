package dev.telecoder.plugin.ci;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A log as a service would keep it: set-up, steps that succeed and print what looks like failures, the step that fails,
 * and what is cleaned up afterwards. The same kind, service and seed give the same log.
 *
 * @param text the log
 * @param causes the lines that say why it failed, as they stand in it without time stamps
 * @param numbers their line numbers
 */
record GeneratedLog(String text, List<String> causes, List<Integer> numbers) {

    private static final List<String> WORDS =
            List.of("basket", "ledger", "router", "parser", "quota", "mailer", "thumbnail",
                    "scheduler", "invoice", "gateway", "crawler", "matrix", "beacon", "falcon", "orchid");

    /** How services write their logs. */
    enum Service {
        GITHUB, GITHUB_CLI, GITLAB, JENKINS, BUILDKITE, AZURE, TRAVIS, PLAIN
    }

    static Map<String, String> kinds() {
        Map<String, String> kinds = new LinkedHashMap<>();
        try {
            for (String part : Files.readString(Path.of("src/test/resources/kinds.txt")).split("(?m)^=== ")) {
                int end = part.indexOf('\n');
                if (part.contains(" | ") && !part.startsWith("#")) {
                    kinds.put(part.substring(0, part.indexOf(" | ")),
                            part.substring(part.indexOf(" | ") + 3, end) + "\n"
                                    + part.substring(end + 1));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return kinds;
    }

    static GeneratedLog of(String kind, Service service, long seed, int teardown) {
        return new Writer(service, new Random(seed * 31 + kind.hashCode())).write(kinds().get(kind), teardown);
    }

    /** Writes one log. */
    private static final class Writer {

        private final Service service;
        private final Random random;
        private final StringBuilder text = new StringBuilder();
        private final List<String> causes = new ArrayList<>();
        private final List<Integer> numbers = new ArrayList<>();
        private final String[] values;
        private int number;
        private int second;
        private String step = "Set up job";

        Writer(Service service, Random random) {
            this.service = service;
            this.random = random;
            this.values =
                    new String[]{String.valueOf(11 + random.nextInt(80)), String.valueOf(101 + random.nextInt(800)),
                            word(), Character.toUpperCase(word().charAt(0)) + word().substring(1)};
        }

        private String word() {
            return WORDS.get(random.nextInt(WORDS.size()));
        }

        GeneratedLog write(String kind, int teardown) {
            String[] lines = kind.split("\n");
            begin();
            step("npm install -g tools", "Run setup-tools");
            noise(40 + random.nextInt(200));
            step("./lint.sh", "Run ./lint.sh");
            passing(30 + random.nextInt(100));
            step(lines[0], "Run " + lines[0]);
            if (random.nextBoolean()) {
                passing(random.nextInt(60));
            }
            for (int i = 1; i < lines.length; i++) {
                boolean cause = lines[i].startsWith("§");
                String line =
                        (cause ? lines[i].substring(1) : lines[i]).replace("{n}", values[0]).replace("{m}", values[1])
                                .replace("{w}", values[2]).replace("{v}", values[3]);
                line(line);
                if (cause && !line.isBlank()) {
                    causes.add(line.strip());
                    numbers.add(number);
                }
            }
            end(teardown);
            return new GeneratedLog(text.toString(), causes, numbers);
        }

        private void begin() {
            switch (service) {
                case GITHUB, GITHUB_CLI -> {
                    line("Current runner version: '2.330.0'");
                    line("##[group]Operating System");
                    line("Ubuntu");
                    line("##[endgroup]");
                    line("Complete job name: build (17)");
                }
                case GITLAB -> {
                    line("Running with gitlab-runner 17.4.0 (b92ee590)");
                    line("  on green-4.saas-linux-small-amd64.runners-manager.gitlab.com/default");
                    line("section_start:1700000000:prepare_executor\r\u001b[0K\u001b[0K\u001b[36;1mPreparing the \"docker\" executor\u001b[0;m");
                }
                case JENKINS -> {
                    line("Started by an SCM change");
                    line("Running on agent-3 in /var/jenkins_home/workspace/nightly");
                    line("[Pipeline] node");
                }
                case BUILDKITE -> line("~~~ Preparing working directory");
                default -> line("starting");
            }
        }

        private void step(String command, String name) {
            step = name;
            switch (service) {
                case GITHUB, GITHUB_CLI -> {
                    line("##[group]Run " + command);
                    line("\u001b[36;1m" + command + "\u001b[0m");
                    line("shell: /usr/bin/bash -e {0}");
                    line("env:");
                    line("  FAIL_ON_ERROR: true");
                    line("##[endgroup]");
                }
                case GITLAB -> {
                    line("section_end:1700000001:x\r\u001b[0K");
                    line("section_start:1700000001:step_script\r\u001b[0K\u001b[0K\u001b[36;1mExecuting \"step_script\" stage of the job script\u001b[0;m");
                    line("\u001b[32;1m$ " + command + "\u001b[0;m");
                }
                case JENKINS -> {
                    line("[Pipeline] stage");
                    line("[Pipeline] { (" + name.replaceAll("[()]", "") + ")");
                    line("+ " + command);
                }
                case BUILDKITE -> {
                    line("--- :hammer: " + name);
                    line("$ " + command);
                }
                case AZURE -> {
                    line("##[section]Starting: " + name);
                    line("Generating script.");
                    line("========================== Starting Command Output ===========================");
                }
                case TRAVIS -> {
                    line("travis_time:start:0a1b\r\u001b[0K$ " + command);
                }
                default -> line("+ " + command);
            }
        }

        private void noise(int lines) {
            for (int i = 0; i < lines; i++) {
                switch (random.nextInt(9)) {
                    case 0 ->
                            line("Downloading from central: https://repo.maven.apache.org/maven2/com/acme/error-prone/"
                                    + i + "/a.pom");
                    case 1 -> line("npm warn deprecated request@2.88." + i + ": request has been deprecated");
                    case 2 -> line("Setting up libgpg-error0:amd64 (1.47-" + i + ") ...");
                    case 3 -> line("Get:" + i
                            + " http://deb.debian.org/debian trixie/main amd64 liberror-perl all 0.17 [26.9 kB]");
                    case 4 -> line("Collecting exceptiongroup==" + i + ".2");
                    case 5 -> line("[INFO] Copying failsafe-report-" + i + ".xml");
                    case 6 -> line("#" + i + " CACHED");
                    case 7 -> line("added " + i + " packages, and audited 900 packages, found 0 vulnerabilities");
                    default -> line("  inflating: assets/" + word() + i + ".png");
                }
            }
        }

        private void passing(int lines) {
            for (int i = 0; i < lines; i++) {
                switch (random.nextInt(10)) {
                    case 0 -> line("test_errors.py::test_raises_" + i + " PASSED [ 12%]");
                    case 1 -> line("  ✓ shows an error when the request failed (" + i + " ms)");
                    case 2 -> line("WARN  " + word() + " retry " + i + ": connection was slow");
                    case 3 -> line("src/" + word() + ".c:" + (i + 1)
                            + ":3: warning: unused variable 'error' [-Wunused-variable]");
                    case 4 -> line("0 errors, 0 failures, " + i + " files checked");
                    case 5 -> line("[INFO] Tests run: " + (i + 1) + ", Failures: 0, Errors: 0, Skipped: 1");
                    case 6 -> line("--- PASS: TestFailsOnBadInput" + i + " (0.00s)");
                    case 7 -> line("ok " + (i + 1) + " - throws an exception for bad input");
                    case 8 -> line("test parser::error_recovery_" + i + " ... ok");
                    default -> line("checked " + word() + "/" + i + ".txt");
                }
            }
        }

        private void end(int teardown) {
            switch (service) {
                case GITHUB, GITHUB_CLI -> {
                    line("##[error]Process completed with exit code 1.");
                    step("docker compose logs", "Run docker compose logs");
                    after(teardown);
                    step = "Post job cleanup";
                    line("Post job cleanup.");
                    line("[command]/usr/bin/git version");
                    line("git version 2.51.0");
                    line("Cleaning up orphan processes");
                }
                case GITLAB -> {
                    line("section_end:1700000050:step_script\r\u001b[0K");
                    line("section_start:1700000050:after_script\r\u001b[0KRunning after_script");
                    after(teardown);
                    line("section_end:1700000051:after_script\r\u001b[0K");
                    line("section_start:1700000052:cleanup_file_variables\r\u001b[0KCleaning up project directory and file based variables");
                    line("section_end:1700000053:cleanup_file_variables\r\u001b[0K");
                    line("\u001b[31;1mERROR: Job failed: exit code 1");
                }
                case JENKINS -> {
                    line("[Pipeline] }");
                    line("[Pipeline] // stage");
                    line("[Pipeline] stage");
                    line("[Pipeline] { (Publish)");
                    line("Stage \"Publish\" skipped due to earlier failure(s)");
                    line("[Pipeline] }");
                    line("[Pipeline] // stage");
                    line("[Pipeline] stage");
                    line("[Pipeline] { (Declarative: Post Actions)");
                    after(teardown);
                    line("[Pipeline] }");
                    line("[Pipeline] End of Pipeline");
                    line("ERROR: script returned exit code 1");
                    line("Finished: FAILURE");
                }
                case BUILDKITE -> {
                    line("^^^ +++");
                    line("🚨 Error: The command exited with status 1");
                    line("user command error: exit status 1");
                    line("~~~ Running global pre-exit hook");
                    after(teardown);
                }
                case AZURE -> {
                    line("##[error]Bash exited with code '1'.");
                    line("##[section]Finishing: " + step);
                    line("##[section]Starting: Publish results");
                    after(teardown);
                    line("##[section]Finishing: Publish results");
                    line("##[section]Finishing: Job");
                }
                case TRAVIS -> {
                    line("travis_time:end:0a1b:start=1,finish=2,duration=1\r\u001b[0K");
                    line("\u001b[31;1mThe command \"./run\" exited with 1.\u001b[0m");
                    line("travis_fold:start:after_failure");
                    after(teardown);
                    line("travis_fold:end:after_failure");
                    line("Done. Your build exited with 1.");
                }
                default -> after(teardown);
            }
        }

        private void after(int lines) {
            for (int i = 0; i < lines; i++) {
                switch (random.nextInt(12)) {
                    case 0 -> line("db-1  | 2026-01-01 00:00:00.000 UTC [1] LOG:  received fast shutdown request " + i);
                    case 1 -> line("Stopping " + word() + "-" + i + " ... done");
                    case 2 -> line("web-1  | GET /health 200 " + i + "ms");
                    case 3 -> line("uploading coverage/" + word() + i + ".html");
                    case 4 -> line("web-1  | WARN cache miss " + i);
                    case 5 -> line("db-1  | FATAL:  terminating connection due to administrator command");
                    default -> line("web-1  | handled request " + i + " for " + word());
                }
            }
        }

        private void line(String line) {
            number++;
            second += random.nextInt(3);
            String stamp =
                    String.format("2026-01-01T%02d:%02d:%02d.%07dZ ", second / 3600 % 24, second / 60 % 60, second % 60,
                            number % 10_000_000);
            switch (service) {
                case GITHUB, AZURE -> text.append(stamp);
                case GITHUB_CLI -> text.append("build (17)\t").append(step).append('\t').append(stamp);
                case JENKINS -> text.append('[').append(stamp.strip().replaceAll("\\d{4}Z", "Z")).append("] ");
                case BUILDKITE -> text.append("\u001b_bk;t=17000").append(10_000_000 + number).append('\u0007');
                default -> {}
            }
            text.append(line).append('\n');
        }
    }
}
