package dev.telecoder.plugin.monitor.ci;

import dev.telecoder.api.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is known of tests that failed and passed on one and the same commit, over all commits. For one thread.
 */
final class Flakiness {

    private static final Duration REMEMBERED = Duration.ofDays(60);
    private static final int MOST_TESTS = 500;
    private static final int MOST_COMMITS = 10;

    private final Map<String, History> tests = new LinkedHashMap<>();

    /** On which commits a test was both red and green, and when that was last. */
    private record History(List<String> commits, Instant last) {}

    static Flakiness read(JsonValue json, Instant now) {
        var all = new Flakiness();
        json.members().forEach((test, one) -> {
            Instant last = Instant.parse(one.get("last").text());
            if (last.isAfter(now.minus(REMEMBERED))) {
                all.tests.put(test,
                        new History(one.get("commits").items().stream().map(JsonValue::text).toList(), last));
            }
        });
        return all;
    }

    JsonValue json() {
        Map<String, JsonValue> json = new LinkedHashMap<>();
        tests.entrySet().stream().sorted(Comparator.comparing(one -> one.getValue().last(), Comparator.reverseOrder()))
                .limit(MOST_TESTS).forEach(one -> json.put(one.getKey(), JsonValue.object()
                        .put("commits", one.getValue().commits()).put("last", one.getValue().last()).build()));
        return JsonValue.of(json);
    }

    /** Notes that tests failed on a commit on which they passed too. */
    void flipped(Collection<String> failed, String commit, Instant at) {
        for (String test : failed) {
            History before = tests.getOrDefault(test, new History(List.of(), at));
            List<String> commits = new ArrayList<>(before.commits());
            if (!commits.contains(commit)) {
                commits.add(commit);
            }
            tests.put(test, new History(List.copyOf(commits.subList(Math.max(0, commits.size() - MOST_COMMITS),
                    commits.size())), at));
        }
    }

    /** {@return whether each of these tests, at least one, was flaky before} */
    boolean knows(Collection<String> failed) {
        return !failed.isEmpty() && tests.keySet().containsAll(failed);
    }

    /** {@return on how many commits a test was both} */
    int commits(String test) {
        return tests.containsKey(test) ? tests.get(test).commits().size() : 0;
    }
}
