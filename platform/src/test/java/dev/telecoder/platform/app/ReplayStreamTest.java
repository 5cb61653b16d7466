package dev.telecoder.platform.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.config.HostJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Streams of events and what the table of the guide says about them, by a reader of the table that shares nothing with the
 * gate: it looks back through all that happened instead of keeping a state.
 */
class ReplayStreamTest {

    private static final List<String> SEVERITIES = List.of("info", "warning", "critical");

    @TempDir private Path folder;

    /** What the settings of a stream say. */
    private record Wanted(int quietFrom, int quietTo, ZoneId zone, String severity, int limit, List<String> mutedRepos,
            Map<String, Instant> mutedUntil) {

        boolean quiet(Instant at) {
            ZonedDateTime local = at.atZone(zone);
            int minute = local.getHour() * 60 + local.getMinute();
            return quietFrom < quietTo ? minute >= quietFrom && minute < quietTo
                    : quietFrom > quietTo && (minute >= quietFrom || minute < quietTo);
        }

        boolean muted(Event event) {
            Instant until = mutedUntil.get(event.incident);
            return mutedRepos.contains(event.repo) || until != null && event.at.isBefore(until);
        }

        String yaml() {
            List<String> mutes = new ArrayList<>(mutedRepos.stream().map(repo -> "\"" + repo + "\"").toList());
            mutedUntil.forEach((incident, until) -> mutes.add("\"" + incident + " until " + until + "\""));
            return "heartbeat:\n  quiet_hours: \"" + time(quietFrom) + "-" + time(quietTo) + "\"\n  timezone: " + zone
                    + "\n  severity: " + severity + "\n  daily_limit: " + limit + "\n  mute: " + mutes + "\n";
        }

        private static String time(int minute) {
            return "%02d:%02d".formatted(minute / 60, minute % 60);
        }
    }

    /** A line of a stream. */
    private record Event(Instant at, String key, String incident, String state, String severity, String repo,
            String title,
            String detail) {

        String line() {
            return JsonValue.object().put("at", at.toString()).put("key", key).put("incident", incident)
                    .put("state", state).put("severity", severity).put("repo", repo).put("title", title)
                    .put("detail", detail).build().toString();
        }
    }

    /** An event and what the table says about it. */
    private record Labelled(Event event, String label) {}

    @ParameterizedTest
    @CsvSource({"1,1320,480,Europe/Berlin,warning,6", "2,0,0,UTC,info,20", "3,540,1020,America/New_York,warning,3",
            "4,1380,420,Asia/Kolkata,critical,5", "5,1305,375,Australia/Lord_Howe,info,4",
            "6,60,200,Europe/Berlin,warning,2"})
    void decidesAsAReaderOfTheTableWould(int seed, int from, int to, String zone, String severity, int limit)
            throws IOException {
        Wanted wanted = new Wanted(from, to, ZoneId.of(zone), severity, limit, List.of("my/legacy"),
                Map.of("incident-3", Instant.parse("2026-10-25T06:00:00Z")));
        List<Labelled> stream = stream(new Random(seed), wanted, 500);
        List<String> given = replay(wanted.yaml(), stream.stream().map(one -> one.event().line()).toList());

        assertThat(given).hasSize(stream.size());
        new TreeSet<>(stream.stream().map(Labelled::label).toList()).forEach(label -> {
            long right = count(stream, given, label, true);
            long said = given.stream().filter(label::equals).count();
            long meant = stream.stream().filter(one -> one.label().equals(label)).count();
            assertThat((double) right / Math.max(1, said)).as("precision of " + label).isGreaterThanOrEqualTo(.95);
            assertThat((double) right / meant).as("recall of " + label).isGreaterThanOrEqualTo(.90);
        });
        for (int i = 0; i < given.size(); i++) {
            Event event = stream.get(i).event();
            if (wanted.quiet(event.at()) && (given.get(i).startsWith("message") || given.get(i).startsWith("update"))) {
                assertThat(event.severity()).as("in quiet hours: " + event).isEqualTo("critical");
            }
        }
    }

    @Test
    void theStreamsHaveAllThatCanBeDecided() {
        Map<String, Integer> seen = new TreeMap<>();
        Wanted wanted = new Wanted(1320, 480, ZoneId.of("Europe/Berlin"), "warning", 6, List.of("my/legacy"), Map.of());
        stream(new Random(1), wanted, 500).forEach(one -> seen.merge(one.label(), 1, Integer::sum));

        assertThat(seen).containsOnlyKeys("digest daily_limit", "digest preference", "digest quiet_hours",
                "message new",
                "silent duplicate", "silent muted", "silent resolved", "silent unchanged", "update new",
                "update resolved");
        assertThat(seen.values()).allMatch(count -> count >= 5);
    }

    @Test
    void quietHoursFollowTheClockOfTheWallWhereItIsChanged() throws IOException {
        String yaml = "heartbeat: {quiet_hours: \"22:00-08:00\", timezone: Europe/Berlin}";
        assertThat(replay(yaml, lines("2026-10-24T05:59:59Z", "2026-10-24T06:00:00Z", "2026-10-24T20:00:00Z",
                "2026-10-25T06:30:00Z", "2026-10-25T07:00:00Z", "2026-10-25T20:59:00Z", "2026-10-25T21:00:00Z",
                "2027-03-28T05:59:00Z", "2027-03-28T06:00:00Z"))).containsExactly("digest quiet_hours", "message new",
                        "digest quiet_hours", "digest quiet_hours", "message new", "message new", "digest quiet_hours",
                        "digest quiet_hours", "message new");
    }

    @Test
    void quietHoursMayLieWithinADayOrFillNone() throws IOException {
        assertThat(replay("heartbeat: {quiet_hours: \"12:00-13:00\", timezone: UTC}", lines("2026-11-23T11:59:59Z",
                "2026-11-23T12:00:00Z", "2026-11-23T12:59:59Z", "2026-11-23T13:00:00Z"))).containsExactly("message new",
                        "digest quiet_hours", "digest quiet_hours", "message new");
        assertThat(replay("heartbeat: {quiet_hours: \"22:00-24:00\", timezone: UTC}", lines("2026-11-23T23:59:59Z",
                "2026-11-24T00:00:00Z"))).containsExactly("digest quiet_hours", "message new");
    }

    @Test
    void offsetsOfTimesAreUnderstoodAndTimesMayGoBack() throws IOException {
        String yaml = "heartbeat: {quiet_hours: \"22:00-08:00\", timezone: UTC, daily_limit: 1}";
        assertThat(replay(yaml, lines("2026-11-23T23:30:00+05:30", "2026-11-23T09:00:00-14:00", "2026-11-22T12:00:00Z",
                "2026-11-23T12:00:00.123456789Z"))).containsExactly("message new", "digest quiet_hours", "message new",
                        "digest daily_limit");
    }

    @Test
    void aMuteEndsAtItsTimeAndNotBefore() throws IOException {
        String yaml = "heartbeat: {mute: [\"my/* until 2026-11-23T10:00:00+01:00\"], timezone: UTC}";
        assertThat(replay(yaml, lines("2026-11-23T08:59:59Z", "2026-11-23T09:00:00Z"))).containsExactly("silent muted",
                "message new");
    }

    @Test
    void aSeverityThatIsNoneOfTheThreeIsAWarning() throws IOException {
        assertThat(replay("heartbeat: {quiet_hours: \"22:00-08:00\", timezone: UTC}", List.of(
                "{\"at\":\"2026-11-23T12:00:00Z\",\"key\":\"a\",\"severity\":\"blocker\",\"title\":\"x\"}",
                "{\"at\":\"2026-11-23T23:00:00Z\",\"key\":\"b\",\"severity\":7,\"title\":\"x\"}",
                "{\"at\":\"2026-11-23T23:00:00Z\",\"key\":\"c\",\"severity\":\"CRITICAL\",\"title\":\"x\"}")))
                .containsExactly("message new", "digest quiet_hours", "message new");
    }

    @Test
    void anIncidentThatWaitedGetsItsMessageWhenSomethingNewIsSaidByDay() throws IOException {
        String yaml = "heartbeat: {quiet_hours: \"22:00-08:00\", timezone: UTC}";
        assertThat(replay(yaml, List.of(line("2026-11-23T23:00:00Z", "open", "warning", "red"),
                line("2026-11-23T23:30:00Z", "update", "critical", "red"),
                line("2026-11-23T23:40:00Z", "update", "critical", "red"),
                line("2026-11-23T23:50:00Z", "resolved", "critical", "green"),
                line("2026-11-24T09:00:00Z", "resolved", "info", "green"),
                line("2026-11-24T10:00:00Z", "update", "warning", "red"),
                line("2026-11-24T11:00:00Z", "open", "warning", "red"))))
                .containsExactly("digest quiet_hours", "message new", "silent unchanged", "update resolved",
                        "silent resolved", "message new", "silent unchanged");
    }

    private int lines;

    private String line(String at, String state, String severity, String title) {
        return "{\"at\":\"" + at + "\",\"key\":\"line-" + ++lines + "\",\"incident\":\"one\",\"state\":\"" + state
                + "\",\"severity\":\"" + severity + "\",\"repo\":\"my/api\",\"title\":\"" + title + "\"}";
    }

    /** Warnings, each of its own. */
    private List<String> lines(String... times) {
        return List.of(times).stream().map(at -> "{\"at\":\"" + at + "\",\"key\":\"own-" + ++lines
                + "\",\"severity\":\"warning\",\"repo\":\"my/api\",\"title\":\"red\"}").toList();
    }

    private List<String> replay(String yaml, List<String> lines) throws IOException {
        Path config = Files.writeString(folder.resolve("config-" + this.lines++ + ".yaml"), yaml);
        Path events = Files.write(folder.resolve("events.jsonl"), lines);
        Typed typed = Typed.in(folder.resolve("home"), "heartbeat", "replay", events.toString(), "--config",
                config.toString());
        assertThat(typed.exit()).as(typed.err()).isZero();
        HostJson json = new HostJson();
        return typed.out().lines().map(json::parse)
                .map(answer -> answer.get("decision").text() + " " + answer.get("reason").text()).toList();
    }

    private static long count(List<Labelled> stream, List<String> given, String label, boolean right) {
        long count = 0;
        for (int i = 0; i < given.size(); i++) {
            count += stream.get(i).label().equals(label) && given.get(i).equals(label) == right ? 1 : 0;
        }
        return count;
    }

    private static List<Labelled> stream(Random random, Wanted wanted, int length) {
        List<Labelled> stream = new ArrayList<>();
        Instant at = Instant.parse("2026-10-22T00:00:00Z"); // over the night in which Europe sets its clocks back
        for (int i = 0; i < length; i++) {
            at = at.plusSeconds(random.nextInt(60, 3_600));
            Event event = random.nextInt(12) == 0 && !stream.isEmpty()
                    ? again(stream.get(random.nextInt(stream.size())).event(), at)
                    : fresh(random, "key-" + i, at);
            stream.add(new Labelled(event, label(stream, event, wanted)));
        }
        return stream;
    }

    private static Event again(Event before, Instant at) {
        return new Event(at, before.key, before.incident, before.state, before.severity, before.repo, before.title,
                before.detail);
    }

    private static Event fresh(Random random, String key, Instant at) {
        int incident = random.nextInt(14);
        String state = List.of("open", "open", "update", "update", "resolved").get(random.nextInt(5));
        String severity = SEVERITIES.get(List.of(0, 1, 1, 1, 2).get(random.nextInt(5)));
        String repo = incident == 1 ? "my/legacy" : "my/api";
        return new Event(at, key, "incident-" + incident, state, severity, repo, "title " + random.nextInt(2),
                "detail " + random.nextInt(2));
    }

    /** Reads the table from top to bottom. */
    private static String label(List<Labelled> past, Event event, Wanted wanted) {
        if (past.stream().anyMatch(one -> one.event().key().equals(event.key()))) {
            return "silent duplicate";
        }
        if (wanted.muted(event)) {
            return "silent muted";
        }
        List<Labelled> goesOn = sinceItBegan(past, event.incident());
        boolean told = goesOn.stream().anyMatch(one -> one.label().startsWith("message"));
        boolean held = wanted.quiet(event.at()) && !event.severity().equals("critical");
        if (event.state().equals("resolved")) {
            return !told ? "silent resolved" : held ? "digest quiet_hours" : "update resolved";
        }
        Event last = goesOn.isEmpty() ? null : goesOn.getLast().event();
        if (last != null && same(last, event)) {
            return "silent unchanged";
        }
        if (SEVERITIES.indexOf(event.severity()) < SEVERITIES.indexOf(wanted.severity())) {
            return "digest preference";
        }
        if (held) {
            return "digest quiet_hours";
        }
        if (told) {
            return "update new";
        }
        return !event.severity().equals("critical") && messages(past, event.at(), wanted.zone()) >= wanted.limit()
                ? "digest daily_limit" : "message new";
    }

    private static boolean same(@Nullable Event last, Event event) {
        return last != null && last.severity().equals(event.severity()) && last.title().equals(event.title())
                && last.detail().equals(event.detail());
    }

    private static List<Labelled> sinceItBegan(List<Labelled> past, String incident) {
        List<Labelled> own = past.stream().filter(one -> one.event().incident().equals(incident)
                && !one.label().equals("silent duplicate")).toList();
        int from = 0;
        for (int i = 0; i < own.size(); i++) {
            from = own.get(i).event().state().equals("resolved") ? i + 1 : from;
        }
        return own.subList(from, own.size());
    }

    private static long messages(List<Labelled> past, Instant at, ZoneId zone) {
        LocalDate day = at.atZone(zone).toLocalDate();
        return past.stream().filter(one -> one.label().startsWith("message")
                && one.event().at().atZone(zone).toLocalDate().equals(day)).count();
    }
}
