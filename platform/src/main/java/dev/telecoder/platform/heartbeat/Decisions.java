package dev.telecoder.platform.heartbeat;

import dev.telecoder.api.monitor.HeartbeatEvent;
import dev.telecoder.api.monitor.HeartbeatEvent.Severity;
import dev.telecoder.api.monitor.HeartbeatEvent.State;
import dev.telecoder.platform.config.HeartbeatConfig;
import dev.telecoder.platform.config.QuietHours;
import dev.telecoder.platform.config.RepoConfig;
import dev.telecoder.platform.heartbeat.MonitorWork.Notice;
import dev.telecoder.platform.heartbeat.MonitorWork.Said;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Decides about events and tells of them, or has the agent look into them first, in the transaction that stores them: what a
 * crash leaves is either both or neither. Its methods are called within transactions only.
 */
final class Decisions {

    private static final LocalTime USUAL_SUMMARY = LocalTime.of(9, 0);

    private final Supplier<HeartbeatConfig> config;
    private final Supplier<List<RepoConfig>> repos;
    private final MonitorWork work;

    Decisions(Supplier<HeartbeatConfig> config, Supplier<List<RepoConfig>> repos, MonitorWork work) {
        this.config = config;
        this.repos = repos;
        this.work = work;
    }

    Verdict take(Handle h, String monitor, HeartbeatEvent event, Instant now) {
        List<String> addresses = addresses(event.repo().orElse(null));
        Optional<String> person = work.recipient(h, addresses);
        String recipient = recipient(person, addresses);
        HeartbeatConfig settings = Preferences.of(h, config.get(), person, event, now);
        Rules rules = new Rules(settings, ZoneId.systemDefault());
        LocalDate day = rules.day(now);
        boolean seen = MonitorTables.seen(h, event.key());
        Optional<Incident> before = MonitorTables.incident(h, event.incident());
        Verdict verdict = rules.decide(event, now, seen, before, MonitorTables.messagesOf(h, day, recipient));
        if (seen) {
            return verdict;
        }
        long seq = MonitorTables.add(h, monitor, event, day, verdict, recipient, now);
        MonitorTables.put(h, monitor, Incident.after(before.orElse(null), event, verdict), event,
                before.filter(Incident::open).isEmpty() && event.state() != State.RESOLVED, now);
        work.changed();
        if (event.state() == State.RESOLVED || before.filter(known -> known.changedBy(event)).isPresent()) {
            MonitorTables.row(h, "id", event.incident()).ifPresent(incident -> work.outdated(h, incident.subject()));
        }
        boolean worse = before.filter(Incident::open).filter(open -> open.severity() != Severity.CRITICAL).isPresent()
                && event.severity() == Severity.CRITICAL;
        if (verdict.decision() == Verdict.Decision.MESSAGE || verdict.decision() == Verdict.Decision.UPDATE) {
            tell(h, monitor, event, seq, verdict, worse, now);
        }
        return verdict;
    }

    private void tell(Handle h, String monitor, HeartbeatEvent event, long seq, Verdict verdict, boolean worse,
            Instant now) {
        MonitorTables.Row incident = MonitorTables.row(h, "id", event.incident()).orElseThrow();
        if (event.state() != State.RESOLVED && work.canAsk(monitor, config.get().budgetUsd())) {
            JobWork.Turned turned = work.ask(h, new MonitorWork.Question(incident.lookedInto(), monitor,
                    incident.number(), incident.repo(), incident.title(), Telling.whole(incident),
                    config.get().budgetUsd()));
            MonitorTables.asked(h, incident.id(), seq, turned, now);
            return;
        }
        Optional<Said> said = MonitorTables.said(h, incident.id());
        if (verdict.reason() != Verdict.Reason.RESOLVED || said.isPresent()) {
            say(h, "event-" + seq, incident, said.filter(any -> !worse), Telling.of(event));
        }
    }

    /** Says something about an incident, in the place of what was said before; what got worse is said anew, to be heard. */
    void say(Handle h, String id, MonitorTables.Row incident, Optional<Said> before, String markdown) {
        Notice notice = !incident.open() ? new Notice(markdown)
                : new Notice(markdown, incident.subject(), Remedy.of(incident).orElse(null));
        if (before.isPresent()) {
            work.amend(h, id, before.get(), notice);
            return;
        }
        String conversation = work.tell(h, id, addresses(incident.repo()), notice);
        MonitorTables.said(h, incident.id(), new Said(conversation, id));
    }

    /** Tells what has waited, once a day, when the quiet hours are over; {@return how many events that were}. */
    int digest(Handle h, Instant now) {
        Map<String, List<MonitorTables.Waiting>> groups = due(h, now);
        groups.forEach((key, lines) -> {
            List<String> to = addresses(lines.getFirst().repo());
            work.tell(h, "digest-" + lines.getFirst().seq(), to,
                    new Notice(Telling.summary("**Summary** of what happened meanwhile", lines)));
            lines.forEach(line -> MonitorTables.digested(h, line.seq(), now.atZone(zone(config.get())).toLocalDate()));
        });
        return groups.values().stream().mapToInt(List::size).sum();
    }

    boolean isSummaryDue(Handle h, Instant now) {
        return !due(h, now).isEmpty();
    }

    /** What waits, by whom it is for and where, as far as the time of their summary has passed since it was decided. */
    private Map<String, List<MonitorTables.Waiting>> due(Handle h, Instant now) {
        Map<String, List<MonitorTables.Waiting>> groups = new LinkedHashMap<>();
        for (MonitorTables.Waiting one : MonitorTables.waiting(h)) {
            List<String> to = addresses(one.repo());
            HeartbeatConfig settings = Preferences.of(h, config.get(), work.recipient(h, to));
            ZonedDateTime local = now.atZone(zone(settings));
            LocalTime time = settings.quietHours().filter(hours -> !hours.from().equals(hours.to()))
                    .map(QuietHours::to).orElse(USUAL_SUMMARY);
            ZonedDateTime today = local.toLocalDate().atTime(time).atZone(local.getZone());
            Instant last = today.isAfter(local) ? today.minusDays(1).toInstant() : today.toInstant();
            boolean quiet = settings.quietHours().filter(hours -> hours.contains(local.toLocalTime())).isPresent();
            if (!quiet && (one.decidedAt() == null || one.decidedAt().isBefore(last))) {
                groups.computeIfAbsent(one.recipient() + "\n" + to, key -> new ArrayList<>()).add(one);
            }
        }
        return groups;
    }

    private static ZoneId zone(HeartbeatConfig settings) {
        return settings.timezone().orElseGet(ZoneId::systemDefault);
    }

    static String recipient(Optional<String> person, List<String> addresses) {
        return person.orElse(String.join(" ", addresses));
    }

    private List<String> addresses(@Nullable String repo) {
        return repos.get().stream().filter(one -> one.name().equals(repo)).map(RepoConfig::notify_)
                .filter(own -> !own.isEmpty()).findFirst().orElse(config.get().notify_());
    }
}
