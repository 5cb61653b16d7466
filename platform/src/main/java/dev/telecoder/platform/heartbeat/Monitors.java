package dev.telecoder.platform.heartbeat;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.monitor.HeartbeatEvent;
import dev.telecoder.api.monitor.Monitor;
import dev.telecoder.api.repo.Repositories;
import dev.telecoder.api.signal.Signal;
import dev.telecoder.api.signal.SignalListener;
import dev.telecoder.api.skill.Skills;
import dev.telecoder.platform.config.HeartbeatConfig;
import dev.telecoder.platform.config.RepoConfig;
import dev.telecoder.platform.heartbeat.MonitorTables.Look;
import dev.telecoder.platform.plugin.Extensions;
import dev.telecoder.platform.signal.StoredSignals;
import dev.telecoder.platform.skill.Token;
import dev.telecoder.platform.store.Database;
import dev.telecoder.platform.store.StoreException;
import dev.telecoder.platform.store.Times;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the monitors look at the repositories that ask for them, each monitor and repository at its own time, never two looks of
 * one monitor at a time. What a look remembers, its events, what is decided about them and what is told are stored
 * together or not at all; a look that a crash cut off is made again and finds the same. Safe for many threads.
 */
public final class Monitors implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Monitors.class);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration LONGEST_LOOK = Duration.ofMinutes(10);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(6);
    private static final LocalTime WEEK_BEGINS = LocalTime.of(9, 0);

    private final Database database;
    private final Extensions extensions;
    private final Supplier<HeartbeatConfig> config;
    private final Supplier<List<RepoConfig>> repos;
    private final MonitorWork work;
    private final Clock clock;
    private final Decisions decisions;
    private final Incidents incidents;
    private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();
    private final Map<String, Token> running = new ConcurrentHashMap<>();
    private final Map<String, Long> begun = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private @Nullable Thread thread;
    /** Asked for once, until plugins change: a plugin's answer costs a thread. */
    private volatile @Nullable Map<String, Known> known;
    private final AtomicInteger changes = new AtomicInteger();

    /**
     * Makes it; nobody looks before {@link #start}.
     *
     * @param database where all is kept
     * @param extensions the monitors there are
     * @param config the settings that hold
     * @param repos the repositories and who watches them
     * @param work what monitors work with, and where events are told
     * @param incidents what goes on
     * @param clock tells the time
     */
    public Monitors(Database database, Extensions extensions, Supplier<HeartbeatConfig> config,
            Supplier<List<RepoConfig>> repos, MonitorWork work, Incidents incidents, Clock clock) {
        this.database = database;
        this.extensions = extensions;
        this.config = config;
        this.repos = repos;
        this.work = work;
        this.clock = clock;
        this.incidents = incidents;
        this.decisions = new Decisions(config, repos, work);
        extensions.onChange(() -> {
            changes.incrementAndGet();
            known = null;
        });
    }

    /** A monitor, and how often it wants to look by itself. */
    private record Known(Monitor monitor, Duration interval) {}

    /** Begins to look. */
    public void start() {
        thread = Thread.ofPlatform().daemon().name("monitors").start(this::loop);
    }

    /** {@return the monitors as listeners to signals} */
    public List<StoredSignals.Listener> listeners() {
        return extensions.of(Monitor.class).stream().map(one -> new StoredSignals.Listener(
                "monitor/" + one.plugin() + "/" + one.instance().id(), new Listening(one.instance()))).toList();
    }

    /**
     * Tells whether a monitor is installed and looks at repositories.
     *
     * @param id its id
     * @return whether it is
     */
    public boolean isThere(String id) {
        return config.get().enabled() && monitors().containsKey(id);
    }

    /** {@return how each monitor of each repository is, as {@code GET /api/v1/monitors} tells it} */
    public List<JsonValue> list() {
        List<JsonValue> all = new ArrayList<>();
        for (Extensions.Extension<Monitor> one : extensions.of(Monitor.class)) {
            String id = one.instance().id();
            List<String> watched = watching(id).stream().map(RepoConfig::name).toList();
            for (String repo : watched.isEmpty() ? List.of("") : watched) {
                Optional<Look> look = database.read(h -> MonitorTables.look(h, id, repo));
                boolean on = config.get().enabled() && !watched.isEmpty();
                all.add(JsonValue.object().put("id", id).put("plugin", one.plugin())
                        .put("repo", repo.isEmpty() ? null : repo)
                        .put("state", !on ? "off" : look.filter(how -> how.failures() > 0).isPresent() ? "down" : "up")
                        .put("last_check", look.map(Look::lookedAt).map(Times::text).orElse(null))
                        .put("next_check", look.filter(how -> on).map(how -> Times.text(how.due())).orElse(null))
                        .put("failures", look.map(Look::failures).orElse(0))
                        .put("detail", look.map(Look::error).orElse(null)).build());
            }
        }
        return all;
    }

    @Override
    public void close() {
        closed.countDown();
        running.values().forEach(Token::cancel);
    }

    private void loop() {
        try {
            while (!closed.await(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    tick();
                } catch (StoreException e) {
                    if (e.kind() == StoreException.Kind.CLOSED) {
                        return;
                    }
                    LOG.error("Monitors do not look for now, because the database failed.", e);
                } catch (RuntimeException e) {
                    LOG.error("Monitors could not be asked.", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void tick() {
        Instant now = clock.instant();
        begun.forEach((id, since) -> {
            Token token = running.get(id);
            if (token != null && System.nanoTime() - since > LONGEST_LOOK.toNanos()) {
                token.cancel();
            }
        });
        if (!config.get().enabled()) {
            return;
        }
        monitors().forEach((id, one) -> {
            if (!running.containsKey(id) && !interval(id, one.interval()).isZero() && isDue(id, now)) {
                Token token = new Token();
                running.put(id, token);
                begun.put(id, System.nanoTime());
                Thread.ofVirtual().name("monitor-" + id).start(() -> {
                    try {
                        lookAround(one.monitor(), token);
                    } finally {
                        begun.remove(id);
                        running.remove(id);
                        token.close();
                    }
                });
            }
        });
        digest();
        incidents.tellWhatIsLeft();
    }

    private Map<String, Known> monitors() {
        Map<String, Known> all = known;
        if (all == null) {
            int before = changes.get();
            all = new LinkedHashMap<>();
            for (Extensions.Extension<Monitor> one : extensions.of(Monitor.class)) {
                all.putIfAbsent(one.instance().id(), new Known(one.instance(), one.instance().interval()));
            }
            known = before == changes.get() ? all : null;
        }
        return all;
    }

    void digest() {
        Instant now = clock.instant();
        if (database.read(h -> decisions.isSummaryDue(h, now))) {
            database.write(h -> decisions.digest(h, now));
        }
    }

    private boolean isDue(String id, Instant now) {
        return watching(id).stream().anyMatch(repo -> isDue(id, repo.name(), now));
    }

    private boolean isDue(String id, String repo, Instant now) {
        return database.read(h -> MonitorTables.look(h, id, repo)).filter(look -> look.due().isAfter(now)).isEmpty();
    }

    /** Looks at all repositories that are due, one after the other: one that is broken hides no other. */
    void lookAround(Monitor monitor, CancellationToken token) {
        for (RepoConfig repo : watching(monitor.id())) {
            if (!token.isCancelled() && isDue(monitor.id(), repo.name(), clock.instant())) {
                begun.replace(monitor.id(), System.nanoTime()); // each has its time, however many there are
                try {
                    look(monitor, repo, token);
                } catch (StoreException e) {
                    LOG.debug("A look of {} at {} is made again later.", monitor.id(), repo.name(), e);
                }
            }
        }
    }

    private void look(Monitor monitor, RepoConfig repo, CancellationToken token) {
        String id = monitor.id();
        int failed = database.read(h -> MonitorTables.look(h, id, repo.name())).map(Look::failures).orElse(0);
        Duration usual = interval(id, monitor.interval());
        try {
            inTurn(monitor, List.of(repo), token, monitor::check, notAfterMonday(id, later(usual, 0)), repo.name());
        } catch (StoreException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            Instant due = later(usual, failed + 1);
            if (e instanceof PluginException known && known.retryAfter().isPresent()) {
                Instant asked = clock.instant().plus(known.retryAfter().get());
                due = asked.isAfter(due) ? asked : due;
            }
            Instant next = due;
            LOG.warn("The monitor {} could not look at {}; it does again at {}: {}", id, repo.name(), next,
                    e.toString());
            database.write(h -> {
                MonitorTables.looked(h, id, repo.name(), new Look(clock.instant(), failed + 1,
                        String.valueOf(e.getMessage()), next));
                return null;
            });
        }
    }

    /** Calls a monitor when nobody else does, and stores what comes of it. */
    private void inTurn(Monitor monitor, List<RepoConfig> about, CancellationToken token,
            Function<Monitor.Check, List<HeartbeatEvent>> call, @Nullable Instant next, String repo) {
        ReentrantLock lock = locks.computeIfAbsent(monitor.id(), id -> new ReentrantLock());
        lock.lock();
        try (MonitorWork.Tools tools = work.tools(repo, token)) {
            Map<String, String> fresh = new HashMap<>();
            List<HeartbeatEvent> events = call.apply(new Glance(monitor.id(), about, fresh, tools.skills(), token));
            database.write(h -> {
                Instant now = clock.instant();
                MonitorTables.remember(h, monitor.id(), fresh);
                events.forEach(event -> decisions.take(h, monitor.id(), event, now));
                if (next != null) {
                    MonitorTables.looked(h, monitor.id(), repo, new Look(now, 0, null, next));
                }
                return null;
            });
        } finally {
            lock.unlock();
        }
    }

    private List<RepoConfig> watching(String id) {
        return repos.get().stream().filter(repo -> repo.monitors().contains(id)).toList();
    }

    private Duration interval(String id, Duration own) {
        HeartbeatConfig settings = config.get();
        return switch (id) {
            case "ci" -> settings.ciPollInterval();
            case "prs" -> settings.prPollInterval();
            case "deps" -> settings.depAuditInterval();
            case "health" -> settings.healthInterval();
            default -> own;
        };
    }

    /** Dependencies are told of together on Monday morning, so that moment is not slept through. */
    private Instant notAfterMonday(String id, Instant due) {
        if (!id.equals("deps")) {
            return due;
        }
        ZonedDateTime local = clock.instant().atZone(config.get().timezone().orElseGet(ZoneId::systemDefault));
        Instant monday = local.with(TemporalAdjusters.next(DayOfWeek.MONDAY)).with(WEEK_BEGINS).toInstant();
        ZonedDateTime today = local.with(WEEK_BEGINS);
        Instant next = local.getDayOfWeek() == DayOfWeek.MONDAY && today.isAfter(local) ? today.toInstant() : monday;
        return due.isAfter(next) ? next : due;
    }

    /** A tenth sooner or later, so that not all ask at once; after failures later and later. */
    private Instant later(Duration usual, int failures) {
        Duration base = usual.multipliedBy(1L << Math.min(failures, 16));
        if (failures > 0 && base.compareTo(LONGEST_PAUSE) > 0) {
            base = usual.compareTo(LONGEST_PAUSE) > 0 ? usual : LONGEST_PAUSE;
        }
        long tenth = Math.max(1, base.toMillis() / 10);
        return clock.instant().plus(base).plusMillis(ThreadLocalRandom.current().nextLong(-tenth, tenth));
    }

    /** A monitor that is told of signals, in turn with its looks. */
    private final class Listening implements SignalListener {

        private final Monitor monitor;

        Listening(Monitor monitor) {
            this.monitor = monitor;
        }

        @Override
        public Set<String> signals() {
            return monitor.signals();
        }

        @Override
        public void onSignal(Signal signal) {
            if (!config.get().enabled()) {
                return;
            }
            try (Token token = new Token()) {
                inTurn(monitor, watching(monitor.id()), token, check -> monitor.onSignal(signal, check), null,
                        signal.repo().orElse(""));
            }
        }
    }

    /** One look. What it remembers is seen by itself at once, and kept with its events. */
    private final class Glance implements Monitor.Check {

        private final String monitor;
        private final List<RepoConfig> about;
        private final Map<String, String> fresh;
        private final Skills skills;
        private final CancellationToken token;

        Glance(String monitor, List<RepoConfig> about, Map<String, String> fresh, Skills skills,
                CancellationToken token) {
            this.monitor = monitor;
            this.about = about;
            this.fresh = fresh;
            this.skills = skills;
            this.token = token;
        }

        @Override
        public List<Monitor.Repo> repos() {
            return about.stream().map(repo -> new Monitor.Repo(repo.name(), repo.branch()
                    .orElseGet(() -> work.defaultBranch(repo.name())))).toList();
        }

        @Override
        public Optional<String> recall(String key) {
            return Optional.ofNullable(fresh.get(key))
                    .or(() -> database.read(h -> MonitorTables.recall(h, monitor, key)));
        }

        @Override
        public void remember(String key, String value) {
            fresh.put(key, value);
        }

        @Override
        public boolean isPolled(String repo, String source, String kind) {
            return work.isPolled(repo, source, kind);
        }

        @Override
        public Repositories repositories() {
            return work.repositories();
        }

        @Override
        public Skills skills() {
            return skills;
        }

        @Override
        public CancellationToken cancellation() {
            return token;
        }
    }
}
