package dev.telecoder.platform.heartbeat;

import dev.telecoder.api.monitor.HeartbeatEvent;
import dev.telecoder.platform.config.HeartbeatConfig;
import dev.telecoder.platform.config.QuietHours;
import dev.telecoder.platform.config.RepoConfig;
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
 * Decides about events and tells of them, in the transaction that stores them: what a crash leaves is either both or
 * neither. Its methods are called within transactions only.
 */
final class Decisions {

    private static final LocalTime USUAL_SUMMARY = LocalTime.of(9, 0);
    private static final int MOST_LINES = 50;

    private final Supplier<HeartbeatConfig> config;
    private final Supplier<List<RepoConfig>> repos;
    private final MonitorWork work;

    Decisions(Supplier<HeartbeatConfig> config, Supplier<List<RepoConfig>> repos, MonitorWork work) {
        this.config = config;
        this.repos = repos;
        this.work = work;
    }

    Verdict take(Handle h, String monitor, HeartbeatEvent event, Instant now) {
        HeartbeatConfig settings = config.get();
        Rules rules = new Rules(settings, ZoneId.systemDefault());
        LocalDate day = rules.day(now);
        boolean seen = MonitorTables.seen(h, event.key());
        Optional<Incident> before = MonitorTables.incident(h, event.incident());
        Verdict verdict = rules.decide(event, now, seen, before, MonitorTables.messagesOf(h, day));
        if (seen) {
            return verdict;
        }
        long seq = MonitorTables.add(h, monitor, event, day, verdict);
        Optional<Said> said = MonitorTables.said(h, event.incident());
        MonitorTables.put(h, Incident.after(before.orElse(null), event, verdict), event,
                before.filter(Incident::open).isEmpty(), now);
        String id = "event-" + seq;
        if (verdict.decision() == Verdict.Decision.MESSAGE) {
            String conversation = work.tell(h, id, addresses(settings, event.repo().orElse(null)), text(event));
            MonitorTables.said(h, event.incident(), new Said(conversation, id));
        } else if (verdict.decision() == Verdict.Decision.UPDATE && said.isPresent()) {
            work.amend(h, id, said.get(), text(event));
        }
        return verdict;
    }

    /** Tells what has waited, once a day, when the quiet hours are over; {@return how many events that were}. */
    int digest(Handle h, Instant now) {
        if (!isSummaryDue(h, now)) {
            return 0;
        }
        HeartbeatConfig settings = config.get();
        ZonedDateTime local = now.atZone(settings.timezone().orElseGet(ZoneId::systemDefault));
        List<MonitorTables.Waiting> waiting = MonitorTables.waiting(h);
        Map<List<String>, List<MonitorTables.Waiting>> groups = new LinkedHashMap<>();
        waiting.forEach(one -> groups.computeIfAbsent(addresses(settings, one.repo()), to -> new ArrayList<>())
                .add(one));
        groups.forEach((to, lines) -> {
            work.tell(h, "digest-" + lines.getFirst().seq(), to, summary(lines));
            lines.forEach(line -> MonitorTables.digested(h, line.seq(), local.toLocalDate()));
        });
        return waiting.size();
    }

    boolean isSummaryDue(Handle h, Instant now) {
        HeartbeatConfig settings = config.get();
        ZonedDateTime local = now.atZone(settings.timezone().orElseGet(ZoneId::systemDefault));
        LocalTime time = settings.quietHours().map(QuietHours::to).orElse(USUAL_SUMMARY);
        boolean quiet = settings.quietHours().filter(hours -> hours.contains(local.toLocalTime())).isPresent();
        return !quiet && !local.toLocalTime().isBefore(time) && !MonitorTables.waiting(h).isEmpty()
                && !MonitorTables.hasDigest(h, local.toLocalDate());
    }

    private List<String> addresses(HeartbeatConfig settings, @Nullable String repo) {
        return repos.get().stream().filter(one -> one.name().equals(repo)).map(RepoConfig::notify_)
                .filter(own -> !own.isEmpty()).findFirst().orElse(settings.notify_());
    }

    private static String text(HeartbeatEvent event) {
        String mark = event.state() == HeartbeatEvent.State.RESOLVED ? "Resolved"
                : switch (event.severity()) {
                    case CRITICAL -> "Critical";
                    case WARNING -> "Warning";
                    case INFO -> "Note";
                };
        StringBuilder text = new StringBuilder("**" + mark + "** ");
        event.repo().ifPresent(repo -> text.append(repo).append(": "));
        text.append(event.title());
        if (!event.detail().isBlank()) {
            text.append("\n\n").append(quoted(event.detail().strip()));
        }
        event.location().ifPresent(url -> text.append("\n\n").append(url));
        return text.toString();
    }

    private static String quoted(String detail) {
        String cut = detail.length() <= 2_000 ? detail : detail.substring(0, 1_999) + "…";
        return cut.contains("\n") ? "```\n" + cut.replace("```", "'''") + "\n```" : cut;
    }

    private static String summary(List<MonitorTables.Waiting> lines) {
        StringBuilder text = new StringBuilder("**Summary** of what happened meanwhile\n");
        lines.stream().limit(MOST_LINES).forEach(line -> text.append("\n- ")
                .append(line.state().equals("resolved") ? "resolved: " : line.severity().equals("info") ? ""
                        : line.severity() + ": ")
                .append(line.repo() == null ? "" : line.repo() + ": ").append(line.title()));
        if (lines.size() > MOST_LINES) {
            text.append("\n- and ").append(lines.size() - MOST_LINES).append(" more");
        }
        return text.toString();
    }
}
