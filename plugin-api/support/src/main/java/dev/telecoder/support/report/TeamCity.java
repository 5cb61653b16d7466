package dev.telecoder.support.report;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** TeamCity's service messages about tests, which many tools print: PHPUnit, pytest, mocha, .NET. For one thread. */
final class TeamCity {

    private static final Pattern MESSAGE = Pattern.compile("(?m)^.*?##teamcity\\[(test\\w+)\\s+(.*)\\]\\s*$");
    private static final Pattern FIELD = Pattern.compile("(\\w+)='((?:[^'|]|\\|.)*)'");

    private final Tally tally = new Tally();
    private final Map<String, Outcome> open = new LinkedHashMap<>();
    private final Map<String, String> words = new LinkedHashMap<>();
    private String suite = "";

    private TeamCity() {}

    static boolean recognises(String text) {
        return Pattern.compile("(?m)##teamcity\\[test(?:Started|Ignored|Finished)\\b").matcher(text).find();
    }

    static TestReport read(String text) {
        TeamCity reader = new TeamCity();
        Matcher message = MESSAGE.matcher(text);
        while (message.find()) {
            Map<String, String> fields = new LinkedHashMap<>();
            Matcher field = FIELD.matcher(message.group(2));
            while (field.find()) {
                fields.put(field.group(1), unescape(field.group(2)));
            }
            reader.message(message.group(1), fields);
        }
        reader.open.keySet().stream().toList().forEach(name -> {
            reader.tally.problem("The test " + name + " never ended.");
            reader.words.putIfAbsent(name, "It never ended.");
            reader.open.put(name, Outcome.ERROR);
            reader.end(name);
        });
        return reader.tally.report("teamcity");
    }

    private void message(String kind, Map<String, String> fields) {
        String name = fields.getOrDefault("name", "");
        String key = fields.getOrDefault("flowId", "") + " " + name;
        switch (kind) {
            case "testSuiteStarted" -> suite = name;
            case "testStarted" -> open.put(key, Outcome.PASSED);
            case "testFailed" -> {
                open.merge(key, Outcome.FAILED, Outcome::worst);
                words.put(key, JsonReports.words(fields.getOrDefault("message", ""),
                        fields.getOrDefault("details", "")));
            }
            case "testIgnored" -> {
                if (open.containsKey(key)) {
                    open.merge(key, Outcome.SKIPPED, Outcome::worst);
                } else {
                    tally.count(Outcome.SKIPPED);
                }
            }
            case "testFinished" -> end(key);
            default -> {}
        }
    }

    private void end(String key) {
        Outcome outcome = open.remove(key);
        if (outcome != null) {
            String message = words.getOrDefault(key, "");
            tally.add(outcome, suite, key.substring(key.indexOf(' ') + 1), Location.in(message, ""), message);
            words.remove(key);
        }
    }

    private static String unescape(String text) {
        return text.replace("|n", "\n").replace("|r", "\r").replace("|'", "'").replace("|[", "[").replace("|]", "]")
                .replace("||", "|");
    }
}
