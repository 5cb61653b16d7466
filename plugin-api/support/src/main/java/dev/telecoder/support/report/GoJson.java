package dev.telecoder.support.report;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The event stream of {@code go test -json}: one JSON object a line. Subtests count like tests, as Go itself prints them.
 * For one thread.
 */
final class GoJson {

    private static final Pattern PLACE = Pattern.compile("(?m)^[ \\t]*(\\S+\\.go):(\\d+):");

    private static final Set<String> ENDS = Set.of("pass", "fail", "skip");

    private final Tally tally = new Tally();
    /** What each running test has printed so far; one that never ends has crashed. */
    private final Map<String, StringBuilder> running = new LinkedHashMap<>();
    private final Map<String, StringBuilder> packages = new LinkedHashMap<>();
    /** Packages that began and did not end so far. */
    private final Set<String> started = new LinkedHashSet<>();
    private final StringBuilder build = new StringBuilder();

    static boolean recognises(String text) {
        return Pattern
                .compile("(?m)^\\{.*\"Action\"\\s*:\\s*\"(start|run|output|pass|fail|skip|build-output|build-fail)\"")
                .matcher(text).find();
    }

    static TestReport read(String text, Json json) throws UnreadableReportException {
        GoJson reader = new GoJson();
        String[] lines = text.split("\\r?\\n");
        for (int i = 0; i < lines.length; i++) {
            try {
                reader.line(lines[i].strip(), json);
            } catch (PluginException broken) {
                throw new UnreadableReportException("Line " + (i + 1) + " of the go test report is not JSON: "
                        + broken.getMessage() + " Was the report cut off?", broken);
            }
        }
        return reader.finish();
    }

    /** Reads the output of a run, among whose events tests of their own may have printed what looks like one. */
    static TestReport lenient(String text, Json json) {
        GoJson reader = new GoJson();
        for (String line : text.split("\\r?\\n")) {
            try {
                reader.line(line.strip(), json);
            } catch (PluginException noEvent) {
                reader.build.append(line).append('\n');
            }
        }
        return reader.finish();
    }

    private void line(String line, Json json) {
        if (line.startsWith("{")) {
            event(json.parse(line));
        } else if (!line.isEmpty()) {
            // What the go command says about a build goes to standard error, between the events.
            build.append(line).append('\n');
        }
    }

    private void event(JsonValue event) {
        String test = event.get("Test").text();
        String owner = event.get("Package").text();
        String key = owner + " " + test;
        if (test.isEmpty() && ENDS.contains(event.get("Action").text())) {
            started.remove(owner);
        }
        switch (event.get("Action").text()) {
            case "start" -> started.add(owner);
            case "run" -> running.putIfAbsent(key, new StringBuilder());
            case "output" -> (test.isEmpty() ? packages.computeIfAbsent(owner, name -> new StringBuilder())
                    : running.computeIfAbsent(key, name -> new StringBuilder())).append(event.get("Output").text());
            case "build-output" -> build.append(event.get("Output").text());
            case "pass" -> end(key, owner, test, Outcome.PASSED);
            case "skip" -> end(key, owner, test, Outcome.SKIPPED);
            case "fail" -> {
                if (test.isEmpty()) {
                    packageFailed(owner, !event.get("FailedBuild").isNull());
                } else {
                    end(key, owner, test, Outcome.FAILED);
                }
            }
            default -> {}
        }
    }

    private void end(String key, String owner, String test, Outcome outcome) {
        if (test.isEmpty()) {
            return;
        }
        StringBuilder output = running.remove(key);
        add(outcome, owner, test, output == null ? "" : output.toString());
    }

    private void add(Outcome outcome, String owner, String test, String output) {
        String words = output.replaceAll("(?m)^[ \\t]*(=== (RUN|PAUSE|CONT|NAME)|--- \\w+:).*\\n?", "").strip();
        Matcher place = PLACE.matcher(words);
        tally.add(outcome, owner, test,
                place.find() ? new Location(place.group(1), Location.number(place.group(2))) : Location.UNKNOWN, words);
    }

    private void packageFailed(String owner, boolean buildFailed) {
        boolean crashed = running.keySet().stream().anyMatch(key -> key.startsWith(owner + " "));
        String printed = packages.getOrDefault(owner, new StringBuilder()).toString();
        crash(owner);
        if (buildFailed || printed.contains("[build failed]") || printed.contains("[setup failed]")) {
            tally.problem(owner + " does not build.\n" + build);
        } else if (!crashed && !tally.anyBad()) {
            tally.problem(owner + " failed outside its tests.\n" + printed);
        }
    }

    /** Counts what never ended as failed: the process died under it. */
    private void crash(String owner) {
        running.entrySet().removeIf(entry -> {
            String[] key = entry.getKey().split(" ", 2);
            if (!key[0].equals(owner)) {
                return false;
            }
            add(Outcome.FAILED, owner, key[1], entry.getValue().toString());
            return true;
        });
    }

    private TestReport finish() {
        running.keySet().stream().map(key -> key.split(" ", 2)[0]).distinct().toList().forEach(this::crash);
        started.forEach(owner -> tally.problem(owner + " never ended; the report stops half-way."));
        return tally.report("go");
    }
}
