package dev.telecoder.platform.heartbeat;

import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.monitor.HeartbeatEvent.Severity;
import dev.telecoder.platform.config.HeartbeatConfig;
import dev.telecoder.platform.config.RepoConfig;
import dev.telecoder.platform.heartbeat.MonitorWork.Said;
import dev.telecoder.platform.store.Database;
import dev.telecoder.platform.store.Times;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What goes on: what the agent made of it, what people do about it by buttons and commands, and what somebody missed who was
 * away. All of it is stored, so that it holds over a restart. Safe for many threads.
 */
public final class Incidents {

    /** After this the host tells of an event by itself, however long the agent still looks into it. */
    static final Duration LONGEST_THOUGHT = Duration.ofMinutes(10);
    /** Who writes after so long was away. */
    static final Duration ABSENCE = Duration.ofHours(8);
    private static final Duration FLAKY = Duration.ofDays(30);
    private static final int MOST_MISSED = 8;

    private final Database database;
    private final Supplier<HeartbeatConfig> config;
    private final Decisions decisions;
    private final Json json;
    private final Clock clock;

    /**
     * Makes it.
     *
     * @param database where all is kept
     * @param config the settings that hold
     * @param repos the repositories and who is told of them
     * @param work where events are told
     * @param json reads what the agent said
     * @param clock tells the time
     */
    public Incidents(Database database, Supplier<HeartbeatConfig> config, Supplier<List<RepoConfig>> repos,
            MonitorWork work, Json json, Clock clock) {
        this.database = database;
        this.config = config;
        this.decisions = new Decisions(config, repos, work);
        this.json = json;
        this.clock = clock;
    }

    /** {@return the incidents, open ones first, as {@code GET /api/v1/incidents} tells them} */
    public List<JsonValue> list() {
        return database.read(h -> MonitorTables.incidents(h, 500));
    }

    /**
     * Takes what the agent said about an event, in the transaction that ends its turn: tells it, or nothing.
     *
     * @param h a handle that may write
     * @param turn the turn
     * @param id names the message
     * @param said what it said
     * @return what of it may be shown where the agent worked, empty for nothing; empty altogether if the turn is about no event
     */
    public Optional<String> answered(Handle h, String turn, String id, String said) {
        Optional<MonitorTables.Asked> asked = MonitorTables.asked(h, turn);
        asked.ifPresent(one -> {
            Reply reply = Reply.of(json, said);
            MonitorTables.settled(h, turn);
            MonitorTables.Row incident = MonitorTables.row(h, "id", one.incident()).orElseThrow();
            if (!incident.open()) {
                return; // over before anybody was told, or its end was told already
            }
            // What is critical is told, whatever the agent, which has read what others wrote, was talked into.
            if (reply.silent() && incident.severity() != Severity.CRITICAL) {
                MonitorTables.keptSilent(h, one.event(), one.incident());
                return;
            }
            decisions.say(h, id + "-told", incident, said(h, one), Telling.of(incident, reply.text()));
        });
        return asked.map(one -> Reply.of(json, said).text());
    }

    /**
     * Tells of an event that the agent could not look into, in the host's own words.
     *
     * @param h a handle that may write
     * @param turn the turn that failed
     * @return whether the turn was about an event
     */
    public boolean failed(Handle h, String turn) {
        Optional<MonitorTables.Asked> asked = MonitorTables.asked(h, turn);
        asked.ifPresent(one -> byItself(h, one));
        return asked.isPresent();
    }

    /**
     * Tells what a turn about an event may cost.
     *
     * @param turn the turn
     * @return US dollars; empty if it is about no event, or nothing limits it
     */
    public Optional<BigDecimal> budgetOf(String turn) {
        return database.read(h -> MonitorTables.asked(h, turn)).flatMap(asked -> config.get().budgetUsd().amount());
    }

    private void byItself(Handle h, MonitorTables.Asked asked) {
        MonitorTables.settled(h, asked.turn());
        MonitorTables.row(h, "id", asked.incident()).filter(MonitorTables.Row::open)
                .ifPresent(incident -> decisions.say(h, "event-" + asked.event(), incident, said(h, asked),
                        Telling.of(incident, "")));
    }

    /** What is told in the place of what was told before; what got worse is told anew, to be heard. */
    private static Optional<Said> said(Handle h, MonitorTables.Asked asked) {
        return MonitorTables.said(h, asked.incident())
                .filter(any -> !MonitorTables.worse(h, asked.incident(), asked.event()));
    }

    /** Tells by itself of what the agent has taken too long for, or was stopped at. */
    void tellWhatIsLeft() {
        Instant before = clock.instant().minus(LONGEST_THOUGHT);
        if (!database.read(h -> MonitorTables.left(h, before)).isEmpty()) {
            database.write(h -> {
                MonitorTables.left(h, before).forEach(asked -> byItself(h, asked));
                return null;
            });
        }
    }

    /**
     * An incident.
     *
     * @param id names it
     * @param number names it in chats
     * @param repo the repository, or {@code null}
     * @param title its headline, as others wrote it
     * @param open whether it goes on
     * @param conversation where it was told, or {@code null}
     * @param lookedInto where the agent looked into it, or {@code null}
     * @param monitor who saw it
     * @param whole all that is known of it, as others wrote it
     * @param cause the same, for people
     */
    public record Known(String id, long number, @Nullable String repo, String title, boolean open,
            @Nullable String conversation, @Nullable String lookedInto, String monitor, String whole, String cause) {}

    /**
     * Finds an incident.
     *
     * @param number its number
     * @return what is known of it
     */
    public Optional<Known> find(long number) {
        return database.read(h -> MonitorTables.row(h, "number", number)).map(row -> new Known(row.id(), row.number(),
                row.repo(), row.title(), row.open(), row.conversation(), row.lookedInto(), row.monitor(),
                Telling.whole(row), Telling.cause(row)));
    }

    /**
     * Mutes an incident for a day, for everybody who would be told of it.
     *
     * @param h a handle that may write
     * @param incident the incident
     */
    public void mute(Handle h, Known incident) {
        Instant now = clock.instant();
        Preferences.mute(h, incident.id(), null, null, now.plus(Preferences.USUAL_MUTE), now);
    }

    /**
     * Notes that what an incident says now comes and goes by itself: it is not told again for a month, and its monitor is left
     * a note.
     *
     * @param h a handle that may write
     * @param incident the incident
     */
    public void flaky(Handle h, Known incident) {
        Instant now = clock.instant();
        Preferences.mute(h, incident.id(), incident.title(), null, now.plus(FLAKY), now);
        MonitorTables.remember(h, incident.monitor(), Map.of("flaky-marked:" + incident.id(), incident.title()));
    }

    /**
     * Does what {@code /mute} says.
     *
     * @param person who says it
     * @param forAll whether it holds for everybody, or for what they are told alone
     * @param wish what and how long; empty to list
     * @return what to answer, as CommonMark
     */
    public String mute(String person, boolean forAll, String wish) {
        Instant now = clock.instant();
        String scope = forAll ? null : person;
        String[] words = wish.strip().split("\\s+");
        if (wish.isBlank()) {
            return database.read(h -> Preferences.listed(h, config.get(), person, now));
        }
        if (words[0].equalsIgnoreCase("off")) {
            if (words.length != 2) {
                return "`/mute off WHAT` ends it, with what `/mute` lists.";
            }
            boolean ended = database.write(h -> Preferences.unmute(h, named(h, words[1]), scope, forAll));
            return ended ? "You hear of `" + words[1] + "` again." : "`" + words[1] + "` is not muted by a command.";
        }
        Optional<Duration> length = words.length == 1 ? Optional.of(Preferences.USUAL_MUTE)
                : words.length == 2 ? Preferences.duration(words[1]) : Optional.empty();
        if (length.isEmpty()) {
            return "I understand `/mute WHAT` and `/mute WHAT 24h`, where WHAT is a repository, the number of an"
                    + " incident, or a pattern such as `myorg/*`.";
        }
        Instant until = now.plus(length.get());
        return database.write(h -> {
            String what = named(h, words[0]);
            Preferences.mute(h, what, null, scope, until, now);
            return "Nothing is told of `" + what + "` until " + Times.text(until).substring(0, 16).replace('T', ' ')
                    + " UTC" + (forAll ? "" : " where you alone are told") + ". `/mute off " + words[0] + "` ends it.";
        });
    }

    private static String named(Handle h, String what) {
        return what.matches("#?\\d{1,15}") ? MonitorTables.row(h, "number", Long.parseLong(what.replace("#", "")))
                .map(MonitorTables.Row::id).orElse(what) : what;
    }

    /**
     * Does what {@code /notify} says.
     *
     * @param person whose preferences
     * @param wish what to change; empty to be told them
     * @return what to answer, as CommonMark
     */
    public String notifications(String person, String wish) {
        return database.write(h -> {
            String problem = wish.isBlank() ? null : Preferences.change(h, person, wish);
            return problem != null ? problem
                    : Preferences.told(Preferences.of(h, config.get(), Optional.of(person)));
        });
    }

    /**
     * Tells what waits for the summary of a person, who then need not be told again, and what goes on.
     *
     * @param person who asks
     * @param all whether they may hear of everything, or of what they are told alone
     * @return CommonMark
     */
    public String digest(String person, boolean all) {
        return database.write(h -> {
            List<MonitorTables.Waiting> waiting = MonitorTables.waiting(h).stream()
                    .filter(one -> all || one.recipient().equals(person)).toList();
            waiting.stream().filter(one -> one.recipient().equals(person)).forEach(one -> MonitorTables.digested(h,
                    one.seq(), clock.instant().atZone(java.time.ZoneOffset.UTC).toLocalDate()));
            List<MonitorTables.Row> open = all ? MonitorTables.open(h, 20) : List.of();
            if (waiting.isEmpty() && open.isEmpty()) {
                return "Nothing waits to be told, and nothing goes on.";
            }
            StringBuilder text = new StringBuilder(waiting.isEmpty() ? "Nothing new waits to be told."
                    : Telling.summary("**Summary** of what happened meanwhile", waiting));
            if (!open.isEmpty()) {
                text.append("\n\n**Still going on**\n");
                open.forEach(one -> text.append("\n- ").append(one.number()).append(" · ")
                        .append(MonitorTables.word(one.severity())).append(": ")
                        .append(one.repo() == null ? "" : one.repo() + ": ").append(Telling.plain(one.title())));
            }
            return text.toString();
        });
    }

    /**
     * Notes that a person wrote, and tells what they missed if they were away.
     *
     * @param h a handle that may write
     * @param person who wrote
     * @param all whether they may hear of everything, or of what they are told alone
     * @return what they missed, as CommonMark; empty if nothing, or they were not away
     */
    public Optional<String> arrived(Handle h, String person, boolean all) {
        Instant now = clock.instant();
        Optional<Instant> before = h.createQuery("SELECT seen_at FROM presence WHERE person = :id").bind("id", person)
                .mapTo(String.class).findOne().map(Times::parse);
        if (before.isPresent() && Duration.between(before.get(), now).compareTo(Duration.ofMinutes(1)) < 0) {
            return Optional.empty(); // a talk under way need not be noted word by word
        }
        h.createUpdate("REPLACE INTO presence (person, seen_at) VALUES (:id, :now)").bind("id", person)
                .bind("now", Times.text(now)).execute();
        if (before.isEmpty() || before.get().plus(ABSENCE).isAfter(now)) {
            return Optional.empty();
        }
        List<MonitorTables.Waiting> missed = MonitorTables.since(h, before.get(), all ? null : person, 1_000);
        if (missed.isEmpty()) {
            return Optional.empty();
        }
        String head = "**Since you were last here** (" + Times.text(before.get()).substring(0, 16).replace('T', ' ')
                + " UTC)";
        String more = missed.size() <= MOST_MISSED ? ""
                : "\n- and " + (missed.size() - MOST_MISSED) + " more; `/digest` shows what goes on";
        return Optional.of(Telling.summary(head, missed.reversed().subList(Math.max(0, missed.size() - MOST_MISSED),
                missed.size())) + more);
    }
}
