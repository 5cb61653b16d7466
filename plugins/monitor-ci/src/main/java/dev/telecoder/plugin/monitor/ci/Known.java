package dev.telecoder.plugin.monitor.ci;

import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.repo.CiProvider;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What earlier looks left behind of one repository at one CI. For one thread. */
final class Known {

    private static final int MOST_UNLISTED = 20;

    private final Map<String, String> states = new LinkedHashMap<>();
    private final Map<String, Standing> workflows = new LinkedHashMap<>();
    private final Map<String, Retry> retries = new LinkedHashMap<>();
    private final Flakiness flakiness;
    private Instant oldest = Instant.MIN;

    /**
     * A run that was asked to be tried again.
     *
     * @param startedAt when the failed try began
     * @param until how long a second end is waited for
     * @param seen whether the second try was seen running
     * @param tests what failed the first time
     */
    record Retry(Instant startedAt, Instant until, boolean seen, List<String> tests) {}

    private Known(Flakiness flakiness) {
        this.flakiness = flakiness;
    }

    static Known read(Optional<String> text, Json json, Instant now) {
        JsonValue stored = text.map(json::parse).orElse(JsonValue.NULL);
        var known = new Known(Flakiness.read(stored.get("flaky"), now));
        known.oldest = stored.get("oldest").findText().map(Instant::parse).orElse(Instant.MIN);
        stored.get("runs").members().forEach((id, state) -> known.states.put(id, state.text()));
        stored.get("workflows").members().forEach((name, one) -> known.workflows.put(name, Standing.read(one)));
        stored.get("retries").members().forEach((id, one) -> known.retries.put(id, new Retry(
                Instant.parse(one.get("at").text()), Instant.parse(one.get("until").text()),
                one.get("seen").asBoolean(false),
                one.get("tests").items().stream().map(JsonValue::text).toList())));
        return known;
    }

    String text() {
        Map<String, JsonValue> standing = new LinkedHashMap<>();
        workflows.forEach((name, one) -> standing.put(name, one.json()));
        Map<String, JsonValue> tried = new LinkedHashMap<>();
        retries.forEach((id, one) -> tried.put(id, JsonValue.object().put("at", one.startedAt())
                .put("until", one.until()).put("seen", one.seen()).put("tests", one.tests()).build()));
        return JsonValue.object().putIfPresent("oldest", oldest.equals(Instant.MIN) ? null : oldest)
                .put("runs", states).put("workflows", standing).put("retries", tried).put("flaky", flakiness.json())
                .build().toString();
    }

    Map<String, String> states() {
        return states;
    }

    Map<String, Standing> workflows() {
        return workflows;
    }

    Map<String, Retry> retries() {
        return retries;
    }

    Flakiness flakiness() {
        return flakiness;
    }

    /** Whether a run is older than all that the last look saw: it came into sight, and did not happen now. */
    boolean isOld(CiProvider.Run run) {
        return !states.containsKey(run.id()) && run.startedAt().isBefore(oldest);
    }

    /** Only what happens from then on is news. */
    void beginAt(Instant time) {
        oldest = time;
    }

    /** Forgets runs that are not listed any more, but for some of the newest: what was pushed may not be listed yet. */
    void keepOnly(List<CiProvider.Run> listed) {
        Set<String> ids = listed.stream().map(CiProvider.Run::id).collect(Collectors.toSet());
        List<String> others = states.keySet().stream().filter(id -> !ids.contains(id)).toList();
        others.subList(0, Math.max(0, others.size() - MOST_UNLISTED)).forEach(states::remove);
        retries.keySet().retainAll(states.keySet());
        oldest = listed.stream().map(CiProvider.Run::startedAt).min(Instant::compareTo).orElse(oldest);
    }
}
