package dev.telecoder.platform.signal;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.signal.Signal;
import dev.telecoder.api.signal.SignalPoller;
import dev.telecoder.api.signal.Signals;
import dev.telecoder.platform.signal.PollerTables.Next;
import dev.telecoder.platform.store.Database;
import dev.telecoder.platform.store.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the pollers look at the repositories that are watched, each repository at its own time, never two looks of one poller
 * at a time. What a look remembers is stored when it has ended well, so that one that a crash cut off is made again; what it
 * published by then counts once all the same. Safe for many threads.
 */
public final class Pollers implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Pollers.class);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(6);
    private static final int DOUBLINGS = 8;

    private final Database database;
    private final Signals signals;
    private final Supplier<List<Source>> pollers;
    private final Supplier<Scope> scope;
    private final Clock clock;
    private final Set<String> running = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Closed token = new Closed();
    private @Nullable Thread thread;

    /**
     * A poller.
     *
     * @param id a name that stays the same across restarts
     * @param instance what to ask
     */
    public record Source(String id, SignalPoller instance) {}

    /**
     * What to look at.
     *
     * @param repos the repositories; none where nothing is to be looked at
     * @param intervals how often
     */
    public record Scope(List<SignalPoller.Watched> repos, SignalPoller.Intervals intervals) {}

    /**
     * Makes it; nobody looks before {@link #start}.
     *
     * @param database where all is kept
     * @param signals where signals go
     * @param pollers lists the pollers there are now
     * @param scope what to look at, as of now
     * @param clock tells the time
     */
    public Pollers(Database database, Signals signals, Supplier<List<Source>> pollers, Supplier<Scope> scope,
            Clock clock) {
        this.database = database;
        this.signals = signals;
        this.pollers = pollers;
        this.scope = scope;
        this.clock = clock;
    }

    /** Begins to look. */
    public void start() {
        thread = Thread.ofPlatform().daemon().name("pollers").start(this::loop);
    }

    /**
     * Tells whether a poller finds such facts: one that names the kind, knows the repository, and whose last look went well
     * and not too long ago.
     *
     * @param repo the repository's name
     * @param poller the poller's own id
     * @param kind the kind of signal
     * @return whether one does
     */
    public boolean covers(String repo, String poller, String kind) {
        Scope now = scope.get();
        if (now.repos().stream().noneMatch(one -> one.name().equals(repo))) {
            return false;
        }
        Instant latest = clock.instant().minus(now.intervals().shortest());
        return pollers.get().stream().filter(one -> one.instance().id().equals(poller)
                && one.instance().signals().contains(kind)).anyMatch(one -> database.read(
                        h -> PollerTables.knows(h, one.id(), repo) && PollerTables.next(h, one.id(), repo)
                                .filter(next -> next.failures() == 0 && next.due().isAfter(latest)).isPresent()));
    }

    @Override
    public void close() {
        token.cancel();
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
                    LOG.error("Nothing is polled for now, because the database failed.", e);
                } catch (RuntimeException e) {
                    LOG.error("The pollers could not be asked.", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tick() {
        Scope now = scope.get();
        for (Source source : pollers.get()) {
            if (now.repos().stream().anyMatch(repo -> isDue(source, repo)) && running.add(source.id())) {
                Thread.ofVirtual().name("poller-" + source.id()).start(() -> {
                    try {
                        lookAround(source, now);
                    } catch (StoreException e) {
                        LOG.debug("A look of {} is made again later.", source.id(), e);
                    } finally {
                        running.remove(source.id());
                    }
                });
            }
        }
    }

    /** All looks that are due, one repository after the other: one that is broken hides no other. */
    void lookAround() {
        Scope now = scope.get();
        pollers.get().forEach(source -> lookAround(source, now));
    }

    private void lookAround(Source source, Scope now) {
        for (SignalPoller.Watched repo : now.repos()) {
            if (!token.isCancelled() && isDue(source, repo)) {
                look(source, repo, now.intervals());
            }
        }
    }

    private boolean isDue(Source source, SignalPoller.Watched repo) {
        return database.read(h -> PollerTables.next(h, source.id(), repo.name()))
                .filter(next -> next.due().isAfter(clock.instant())).isEmpty();
    }

    private void look(Source source, SignalPoller.Watched repo, SignalPoller.Intervals intervals) {
        int failed = database.read(h -> PollerTables.next(h, source.id(), repo.name())).map(Next::failures).orElse(0);
        Duration usual = intervals.shortest();
        try {
            Glance glance = new Glance(source.id(), repo, intervals);
            source.instance().poll(glance);
            store(source, repo, glance.fresh, new Next(later(usual, 0), 0), null);
        } catch (StoreException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            Instant due = later(usual, failed + 1);
            if (e instanceof PluginException known && known.retryAfter().isPresent()) {
                Instant asked = clock.instant().plus(known.retryAfter().get());
                due = asked.isAfter(due) ? asked : due;
            }
            LOG.warn("{} could not be polled by {}; it is again at {}: {}", repo.name(), source.id(), due,
                    e.toString());
            store(source, repo, Map.of(), new Next(due, failed + 1), String.valueOf(e.getMessage()));
        }
    }

    private void store(Source source, SignalPoller.Watched repo, Map<String, String> fresh, Next next,
            @Nullable String error) {
        database.write(h -> {
            PollerTables.remember(h, source.id(), repo.name(), fresh);
            PollerTables.looked(h, source.id(), repo.name(), next, error);
            return null;
        });
    }

    /** Up to a twentieth earlier, so that not all ask at once; after failures later and later. */
    private Instant later(Duration usual, int failures) {
        Duration base = usual.multipliedBy(1L << Math.min(failures, DOUBLINGS));
        if (failures > 0 && base.compareTo(LONGEST_PAUSE) > 0) {
            base = usual.compareTo(LONGEST_PAUSE) > 0 ? usual : LONGEST_PAUSE;
        }
        long part = Math.max(1, base.toMillis() / 20);
        return clock.instant().plus(base).minusMillis(ThreadLocalRandom.current().nextLong(part));
    }

    /** One look. What it remembers is seen by itself at once. For one thread. */
    private final class Glance implements SignalPoller.Look {

        private final String poller;
        private final SignalPoller.Watched repo;
        private final SignalPoller.Intervals intervals;
        private final Map<String, String> fresh = new HashMap<>();

        Glance(String poller, SignalPoller.Watched repo, SignalPoller.Intervals intervals) {
            this.poller = poller;
            this.repo = repo;
            this.intervals = intervals;
        }

        @Override
        public SignalPoller.Watched repo() {
            return repo;
        }

        @Override
        public SignalPoller.Intervals intervals() {
            return intervals;
        }

        @Override
        public Optional<String> recall(String key) {
            return Optional.ofNullable(fresh.get(key))
                    .or(() -> database.read(h -> PollerTables.recall(h, poller, repo.name(), key)));
        }

        @Override
        public void remember(String key, String value) {
            fresh.put(key, value);
        }

        @Override
        public boolean publish(Signal signal) {
            return signals.publish(signal);
        }

        @Override
        public CancellationToken cancellation() {
            return token;
        }
    }

    /** Is cancelled when the pollers are closed. */
    private final class Closed implements CancellationToken {

        private final List<Runnable> actions = new ArrayList<>();

        @Override
        public boolean isCancelled() {
            return closed.getCount() == 0;
        }

        @Override
        public Registration onCancel(Runnable action) {
            synchronized (actions) {
                if (!isCancelled()) {
                    actions.add(action);
                    return () -> forget(action);
                }
            }
            action.run();
            return () -> {};
        }

        private void forget(Runnable action) {
            synchronized (actions) {
                actions.remove(action);
            }
        }

        void cancel() {
            List<Runnable> all;
            synchronized (actions) {
                closed.countDown();
                all = List.copyOf(actions);
                actions.clear();
            }
            all.forEach(Runnable::run);
        }
    }
}
