package dev.telecoder.platform.sandbox;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.sandbox.Sandbox;
import dev.telecoder.api.sandbox.SandboxRuntime;
import dev.telecoder.api.sandbox.SandboxRuntime.Feature;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sandboxes of all tasks: one for each, made when needed, killed by {@code /stop}, freed when unused. Many
 * threads may use it.
 */
public final class Sandboxes implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Sandboxes.class);
    private static final Duration LOOK_EVERY = Duration.ofMinutes(1);

    private final Supplier<List<SandboxRuntime>> runtimes;
    private final RuntimeChoice choice;
    private final Supplier<SandboxSettings> settings;
    private final Clock clock;
    private final Optional<EgressGateway> gateway;
    private final Map<String, TaskSandbox> tasks = new ConcurrentHashMap<>();
    private final AtomicBoolean lookAhead = new AtomicBoolean();
    private final ScheduledThreadPoolExecutor timer;
    private volatile List<Thread> freeing = List.of();

    /**
     * Makes it; nothing is tried before it is asked for.
     *
     * @param runtimes what the plugins offer, asked anew each time
     * @param settings what the operator decided
     * @param clock the clock to read time from
     */
    public Sandboxes(Supplier<List<SandboxRuntime>> runtimes, SandboxSettings settings, Clock clock) {
        this(runtimes, () -> settings, clock);
    }

    /**
     * Makes it for settings that may change: what runs goes on as it began, the next command of a task has the new ones.
     *
     * @param runtimes what the plugins offer, asked anew each time
     * @param settings what the operator decided, asked anew each time
     * @param clock the clock to read time from
     */
    public Sandboxes(Supplier<List<SandboxRuntime>> runtimes, Supplier<SandboxSettings> settings, Clock clock) {
        this(runtimes, settings, clock, Optional.empty());
    }

    /**
     * Makes it with a way out.
     *
     * @param runtimes what the plugins offer, asked anew each time
     * @param settings what the operator decided, asked anew each time
     * @param clock the clock to read time from
     * @param gateway the way out of sandboxes; without one they have no network
     */
    public Sandboxes(Supplier<List<SandboxRuntime>> runtimes, Supplier<SandboxSettings> settings, Clock clock,
            Optional<EgressGateway> gateway) {
        this.gateway = gateway;
        this.runtimes = runtimes;
        this.settings = settings;
        this.clock = clock;
        this.choice = new RuntimeChoice(runtimes, settings);
        this.timer = new ScheduledThreadPoolExecutor(1,
                Thread.ofPlatform().daemon().name("sandboxes").factory());
    }

    /**
     * Begins to free what a dead host left behind, of every runtime, each on a thread of its own: asking docker takes a while.
     * {@link #start} waits for all of it. Called at most once, when the runtimes are there.
     */
    public void begin() {
        freeing = runtimes.get().stream().map(runtime -> Thread.ofPlatform().daemon()
                .name("leftovers of " + runtime.id()).start(() -> removeLeftovers(runtime))).toList();
    }

    /** Frees what a dead host left behind, of every runtime, and returns when it is done. Called once, before any task. */
    public void start() {
        if (freeing.isEmpty()) {
            begin();
        }
        awaitFreed();
        gateway.ifPresent(EgressGateway::start);
    }

    private void awaitFreed() {
        try {
            for (Thread one : freeing) {
                one.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Gives a task its sandbox. It is not opened yet: that happens with the first command.
     *
     * @param wanted what the task's commands see
     * @return the sandbox, the same for the same place; closing it does nothing
     * @throws PluginException if no runtime works here, with what to do about it
     */
    public Sandbox forTask(TaskPlace wanted) {
        choice.runtime();
        // Only the host's own network is part of the sandbox itself; what the gateway lets through changes while it runs.
        TaskPlace place = wanted.with(wanted.outside() && settings.get().openNetwork());
        gateway.ifPresent(way -> way.limit(place.task(), wanted.outside()));
        var replaced = new AtomicReference<@Nullable TaskSandbox>();
        var sandbox = tasks.compute(place.task(), (id, known) -> {
            if (known != null && known.place().equals(place)) {
                return known;
            }
            replaced.set(known);
            return new TaskSandbox(place, settings, choice::runtime, clock, this::planNextLook, gateway);
        });
        TaskSandbox before = replaced.get();
        if (before != null) {
            before.end();
        }
        return sandbox;
    }

    /**
     * Ends what runs in a task's sandbox, at once; for {@code /stop}. The task may go on with a new sandbox.
     *
     * @param task the id of the task
     * @return whether the task has a sandbox
     */
    public boolean kill(String task) {
        TaskSandbox sandbox = tasks.get(task);
        if (sandbox != null) {
            sandbox.kill();
        }
        return sandbox != null;
    }

    /**
     * Frees a task's sandbox, because the task has ended.
     *
     * @param task the id of the task
     */
    public void end(String task) {
        TaskSandbox sandbox = tasks.remove(task);
        if (sandbox != null) {
            sandbox.end();
        }
        gateway.ifPresent(way -> way.end(task));
    }

    /** {@return which runtime is used and what it cannot enforce} */
    public SandboxStatus status() {
        var chosen = choice.choose();
        if (chosen.runtime().isEmpty() || chosen.probe().isEmpty()) {
            return new SandboxStatus(SandboxStatus.NONE, missing(Set.of()), chosen.refusal());
        }
        var probe = chosen.probe().get();
        return new SandboxStatus(chosen.runtime().get().id(), missing(probe.features()), probe.reason());
    }

    /** {@return whether commands are kept from the host's files and network; if not, running code needs consent} */
    public boolean isolates() {
        return choice.choose().probe().filter(probe -> probe.features().contains(Feature.NETNS)).isPresent();
    }

    /** {@return whether commands reach anything outside: through the egress gateway, or because nothing keeps them from it} */
    public boolean reachesNetwork() {
        return choice.choose().runtime().isPresent()
                && (!isolates() || settings.get().openNetwork()
                        || gateway.isPresent() && settings.get().reaches());
    }

    /** Ends all sandboxes. */
    @Override
    public void close() {
        // A start that failed may end it while the plugins still free something; each of these calls has a limit.
        awaitFreed();
        timer.shutdownNow();
        List.copyOf(tasks.keySet()).parallelStream().forEach(this::end);
        gateway.ifPresent(EgressGateway::close);
    }

    /** Frees what is unused and what was left over; the timer calls it while there are sandboxes, and never else. */
    void look() {
        tasks.values().forEach(sandbox -> sandbox.freeIfIdle(settings.get().idle()));
        choice.choose().runtime().ifPresent(Sandboxes::removeLeftovers);
    }

    private void planNextLook() {
        if (!timer.isShutdown() && lookAhead.compareAndSet(false, true)) {
            timer.schedule(this::lookAndPlan, LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void lookAndPlan() {
        lookAhead.set(false);
        try {
            look();
        } catch (RuntimeException problem) {
            LOG.warn("Could not look after the sandboxes; trying again in a minute.", problem);
        }
        if (tasks.values().stream().anyMatch(TaskSandbox::isOpen)) {
            planNextLook();
        }
    }

    private static void removeLeftovers(SandboxRuntime runtime) {
        try {
            int removed = runtime.removeLeftovers();
            if (removed > 0) {
                LOG.info("Removed {} sandboxes that were left over by {}.", removed, runtime.id());
            }
        } catch (RuntimeException | LinkageError problem) {
            LOG.warn("Could not remove what sandboxes of {} left over: {}", runtime.id(), problem.getMessage());
        }
    }

    private static List<String> missing(Set<Feature> there) {
        return Arrays.stream(Feature.values()).filter(feature -> !there.contains(feature))
                .map(feature -> feature.name().toLowerCase(Locale.ROOT)).toList();
    }
}
