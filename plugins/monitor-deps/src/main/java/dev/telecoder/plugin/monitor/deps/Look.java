package dev.telecoder.plugin.monitor.deps;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.monitor.HeartbeatEvent;
import dev.telecoder.api.monitor.HeartbeatEvent.Severity;
import dev.telecoder.api.monitor.HeartbeatEvent.State;
import dev.telecoder.api.monitor.Monitor;
import dev.telecoder.api.repo.CodeHost;
import dev.telecoder.api.repo.PullRequestList;
import dev.telecoder.api.repo.SecurityAlerts;
import dev.telecoder.api.skill.SkillResult;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One look at the dependencies of one repository. For one thread. */
final class Look {

    private static final LocalTime MORNING = LocalTime.of(9, 0);
    private static final int MOST_LINES = 30;
    private static final Set<String> BOTS = Set.of("dependabot[bot]", "renovate[bot]", "renovate-bot", "renovate",
            "dependabot");

    private final String repo;
    private final Optional<CodeHost> host;
    private final Monitor.Check check;
    private final ZonedDateTime now;
    private final Optional<String> before;
    private final Known known;
    private final List<HeartbeatEvent> events = new ArrayList<>();

    Look(String repo, Monitor.Check check, Json json, Instant now, ZoneId zone) {
        this.repo = repo;
        this.host = check.repositories().codeHost(repo);
        this.check = check;
        this.now = now.atZone(zone);
        this.before = check.recall(repo);
        this.known = Known.read(before.map(json::parse).orElse(JsonValue.NULL));
    }

    List<HeartbeatEvent> atAll() {
        List<Weakness> alerts = alerts();
        audit();
        return decided(alerts);
    }

    /** The code host said that its alerts changed; the audit of the files comes at its time. */
    List<HeartbeatEvent> atAlerts() {
        return decided(alerts());
    }

    private List<HeartbeatEvent> decided(List<Weakness> alerts) {
        List<Weakness> all = together(alerts, known.audited);
        String week = week();
        boolean summary = !known.week.isEmpty() && !week.equals(known.week);
        boolean fresh = critical(all, summary);
        weekly(all, week, summary, fresh);
        String after = known.text();
        if (!before.equals(Optional.of(after))) {
            check.remember(repo, after);
        }
        return events;
    }

    private List<Weakness> alerts() {
        return host.flatMap(one -> one.ability(SecurityAlerts.class))
                .map(able -> able.alerts(repo, SecurityAlerts.Kind.DEPENDENCY)).orElse(List.of()).stream()
                .map(alert -> new Weakness("#" + alert.number(), alert.subject(), alert.severity(), alert.title(),
                        alert.fixed(), alert.at(), alert.location().toString()))
                .toList();
    }

    /** Where a repository has nothing that can be read, its code host's alerts are all there is. */
    private void audit() {
        SkillResult found;
        try {
            found = check.skills().run("deps.audit", JsonValue.object().build());
        } catch (PluginException e) {
            if (e.failure() == Failure.RATE_LIMITED) {
                throw e;
            }
            return;
        }
        JsonValue data = found.data().orElse(JsonValue.NULL);
        if (!found.succeeded() && data.get("findings").isNull()) {
            return;
        }
        Map<String, Instant> since = new LinkedHashMap<>();
        known.audited.forEach(one -> since.put(one.name() + one.mark(), one.at()));
        known.audited = data.get("findings").items().stream().map(one -> {
            String name = one.get("package").text();
            String mark = one.get("id").text();
            return new Weakness(mark, name, one.get("severity").text(), "version " + one.get("version").text(),
                    fixed(one.get("fixed")), since.getOrDefault(name + mark, now.toInstant()), "");
        }).toList();
        known.outdated = data.get("outdated").items().stream().map(one -> one.get("package").text() + " "
                + one.get("current").text() + " -> " + one.get("latest").text()).toList();
    }

    private static String fixed(JsonValue value) {
        return value.items().isEmpty() ? value.text()
                : value.items().stream().map(JsonValue::text).collect(Collectors.joining(", "));
    }

    /** Of a package that the code host warns of, the audit says nothing new. */
    private static List<Weakness> together(List<Weakness> alerts, List<Weakness> audited) {
        Set<String> warned = alerts.stream().map(Weakness::name).collect(Collectors.toSet());
        List<Weakness> all = new ArrayList<>(alerts);
        audited.stream().filter(one -> !warned.contains(one.name())).forEach(all::add);
        all.sort(Comparator.comparing((Weakness one) -> Weakness.SEVERITIES.indexOf(one.severity()))
                .thenComparing(Weakness::name).thenComparing(Weakness::mark));
        return all;
    }

    /** Each at once, but within the summary of the week when that is told now anyway; {@return whether there are new ones} */
    private boolean critical(List<Weakness> all, boolean summary) {
        boolean any = false;
        Map<String, List<Weakness>> byPackage = all.stream().filter(Weakness::critical)
                .collect(Collectors.groupingBy(Weakness::name, LinkedHashMap::new, Collectors.toList()));
        for (Map.Entry<String, List<Weakness>> entry : byPackage.entrySet()) {
            String name = entry.getKey();
            List<Weakness> found = entry.getValue();
            List<String> marks = known.told.getOrDefault(name, List.of());
            List<Weakness> fresh = found.stream().filter(one -> !marks.contains(one.mark())).toList();
            any |= !fresh.isEmpty();
            if (!fresh.isEmpty() && !summary) {
                String key = fresh.stream().map(Weakness::mark).sorted().collect(Collectors.joining("+"));
                Weakness newest = fresh.stream().max(Comparator.comparing(Weakness::at)).orElseThrow();
                add(event(name + ":" + key, Severity.CRITICAL, name + " has a critical weakness: " + key, newest.at())
                        .incident(incident(name), marks.isEmpty() ? State.OPEN : State.UPDATE)
                        .detail(found.stream().map(Weakness::line).collect(Collectors.joining("\n"))),
                        newest.location());
            }
            Set<String> together = new LinkedHashSet<>(found.stream().map(Weakness::mark).sorted().toList());
            known.told.put(name, List.copyOf(together));
        }
        List.copyOf(known.told.keySet()).stream().filter(name -> !byPackage.containsKey(name)).forEach(name -> {
            String key = String.join("+", known.told.remove(name));
            add(event(name + ":" + key + ":over:" + now.toLocalDate(), Severity.INFO,
                    name + " has no critical weakness any more", now.toInstant())
                    .incident(incident(name), State.RESOLVED),
                    "");
        });
        return any;
    }

    private String week() {
        ZonedDateTime morning = now.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)).with(MORNING);
        ZonedDateTime due = morning.isAfter(now) ? morning.minusWeeks(1) : morning;
        return due.get(IsoFields.WEEK_BASED_YEAR) + "-W" + due.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
    }

    /** Once a week, from Monday morning on. */
    private void weekly(List<Weakness> all, String week, boolean summary, boolean critical) {
        if (known.week.isEmpty()) {
            known.week = week; // The week in which it began to look ends without a summary.
        }
        if (!known.incident.isEmpty() && all.stream().noneMatch(one -> known.summed.contains(mark(one)))) {
            over("What the summary of the week warned of is gone");
        }
        if (!summary) {
            return;
        }
        known.week = week;
        List<String> updates = updates();
        if (!known.incident.isEmpty()) {
            over("Goes on in the summary of week " + week);
        }
        if (all.isEmpty() && known.outdated.isEmpty() && updates.isEmpty()) {
            return;
        }
        List<String> lines = new ArrayList<>(all.stream().map(Weakness::line).toList());
        updates.forEach(update -> lines.add("update waits: " + update));
        known.outdated.forEach(line -> lines.add("outdated: " + line));
        String detail = lines.stream().limit(MOST_LINES).collect(Collectors.joining("\n"))
                + (lines.size() > MOST_LINES ? "\nand " + (lines.size() - MOST_LINES) + " more" : "");
        String key = "week:" + week;
        Severity severity = critical ? Severity.CRITICAL : all.isEmpty() ? Severity.INFO : Severity.WARNING;
        add(event(key, severity, headline(all, updates), now.toInstant()).incident(incident(key), State.OPEN)
                .detail(detail), "");
        known.incident = all.isEmpty() ? "" : incident(key);
        known.summed = all.stream().map(Look::mark).toList();
    }

    private void over(String title) {
        add(event(known.incident.substring(known.incident.indexOf("week:")) + ":over", Severity.INFO, title,
                now.toInstant()).incident(known.incident, State.RESOLVED), "");
        known.incident = "";
        known.summed = List.of();
    }

    private String headline(List<Weakness> all, List<String> updates) {
        List<String> parts = new ArrayList<>();
        String counts = Weakness.SEVERITIES.stream()
                .map(word -> all.stream().filter(one -> one.severity().equals(word)).count() + " " + word)
                .filter(part -> !part.startsWith("0 ")).collect(Collectors.joining(", "));
        if (!all.isEmpty()) {
            parts.add(
                    all.size() + (all.size() == 1 ? " dependency alert" : " dependency alerts") + " (" + counts + ")");
        }
        if (!known.outdated.isEmpty()) {
            parts.add(known.outdated.size() + " outdated");
        }
        if (!updates.isEmpty()) {
            parts.add(updates.size() + (updates.size() == 1 ? " update waits" : " updates wait") + " as pull request");
        }
        return String.join(", ", parts);
    }

    /** What Dependabot and Renovate prepared. */
    private List<String> updates() {
        return host.flatMap(one -> one.ability(PullRequestList.class)).map(list -> list.open(repo)).orElse(List.of())
                .stream().filter(one -> BOTS.contains(one.pull().author()))
                .map(one -> "#" + one.pull().number() + " " + one.pull().title()).toList();
    }

    private static String mark(Weakness one) {
        return one.name() + " " + one.mark();
    }

    private String incident(String name) {
        return "deps:" + repo + ":" + name;
    }

    private HeartbeatEvent.Builder event(String key, Severity severity, String title, Instant at) {
        return HeartbeatEvent.builder("deps:" + repo + ":" + key, severity,
                title.replaceAll("\\p{Cntrl}+", " ").strip(), at).repo(repo);
    }

    private void add(HeartbeatEvent.Builder event, String location) {
        if (location.startsWith("http")) {
            event.location(URI.create(location));
        }
        events.add(event.build());
    }
}
