package dev.telecoder.plugin.monitor.ci;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.api.skill.Skills;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Why a run failed, as {@code ci.logs} finds it without a model.
 *
 * @param tests the tests that failed, in the order of the log
 * @param where job and step, as far as the log tells
 * @param kinds what the telling lines are about
 * @param excerpt the telling lines, or why the log could not be read
 */
record Cause(List<String> tests, String where, List<String> kinds, String excerpt) {

    private static final int EXCERPT = 1_600;
    private static final int TELLING = 3;

    static Cause of(String run, Skills skills) {
        SkillResult found;
        try {
            found = skills.run("ci.logs", JsonValue.object().put("run", run).put("max_chars", EXCERPT).build());
        } catch (PluginException e) {
            if (e.failure() == Failure.RATE_LIMITED) {
                throw e;
            }
            return unread(String.valueOf(e.getMessage()));
        }
        if (!found.succeeded()) {
            return unread(found.output());
        }
        JsonValue data = found.data().orElse(JsonValue.NULL);
        String job = data.get("job").text();
        String step = data.get("step").text();
        return new Cause(texts(data.get("failing_tests")),
                job.isEmpty() || step.isEmpty() ? job + step : job + " / " + step, texts(data.get("kinds")),
                found.output());
    }

    private static Cause unread(String why) {
        return new Cause(List.of(), "", List.of(), "The log could not be read: " + why);
    }

    private static List<String> texts(JsonValue list) {
        return list.items().stream().map(JsonValue::text).filter(text -> !text.isBlank()).toList();
    }

    /**
     * {@return what two runs that failed for the same reason have in common: the same tests, or else the same place and the
     * same words but for numbers, addresses and paths}
     */
    String mark() {
        if (excerpt.startsWith("The log could not be read")) {
            return "";
        }
        if (!tests.isEmpty()) {
            return String.join("\n", tests.stream().sorted().distinct().toList());
        }
        List<String> parts = new ArrayList<>(List.of(where, String.join(",", kinds)));
        excerpt.lines().filter(line -> line.toLowerCase(Locale.ROOT).contains("error")).limit(TELLING)
                .map(line -> line.replaceAll("0x\\p{XDigit}+|\\b\\p{XDigit}{7,}\\b", "#").replaceAll("\\d+", "0")
                        .replaceAll("(/[\\w.@-]+){2,}", "/…").strip())
                .forEach(parts::add);
        return String.join("\n", parts);
    }

    /** {@return the cause in a few words; empty if nothing is known of it} */
    String headline() {
        if (!tests.isEmpty()) {
            return tests.size() == 1 ? tests.getFirst() : tests.getFirst() + " and " + (tests.size() - 1)
                    + (tests.size() == 2 ? " other test" : " other tests");
        }
        String kind = kinds.isEmpty() ? "" : " (" + String.join(", ", kinds) + ")";
        return where.isEmpty() ? kind.strip() : where + kind;
    }
}
