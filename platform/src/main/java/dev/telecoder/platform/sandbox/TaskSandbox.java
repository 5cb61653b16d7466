package dev.telecoder.platform.sandbox;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.sandbox.Sandbox;
import dev.telecoder.api.sandbox.SandboxRuntime;
import dev.telecoder.support.process.Forwarder;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The sandbox of one task. It is made when a command first needs it, made anew when it grew old, was killed or the settings changed, and
 * only the host closes it. Many threads may use it.
 */
final class TaskSandbox implements Sandbox {

    private final TaskPlace place;
    private final Supplier<SandboxSettings> settings;
    private final Supplier<SandboxRuntime> runtime;
    private final Clock clock;
    private final Runnable whenOpened;
    private final Optional<EgressGateway> gateway;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Sandbox current;
    private @Nullable TaskSpec spec;
    private Instant opened = Instant.MIN;
    private Instant used;
    private int running;
    private int kills;
    private boolean ended;

    TaskSandbox(TaskPlace place, Supplier<SandboxSettings> settings, Supplier<SandboxRuntime> runtime, Clock clock,
            Runnable whenOpened, Optional<EgressGateway> gateway) {
        this.whenOpened = whenOpened;
        this.gateway = gateway;
        this.place = place;
        this.settings = settings;
        this.runtime = runtime;
        this.clock = clock;
        this.used = clock.instant();
    }

    TaskPlace place() {
        return place;
    }

    @Override
    public Exit run(Command command, Consumer<String> output, CancellationToken cancellation) {
        int killsBefore = begin();
        try {
            return run(sandbox(1), command, settings.get().longestCommand(), output, cancellation);
        } catch (PluginException problem) {
            // Killed between its opening and the command: to the caller that is a stop like any other.
            if (problem.failure() == Failure.UNAVAILABLE && killedSince(killsBefore)) {
                return new Exit(-1, false);
            }
            throw problem;
        } finally {
            finish();
        }
    }

    private static Exit run(Sandbox sandbox, Command command, Duration longest, Consumer<String> output,
            CancellationToken cancellation) {
        if (command.timeout().compareTo(longest) <= 0) {
            return sandbox.run(command, output, cancellation);
        }
        Exit exit = sandbox.run(command.timeout(longest), output, cancellation);
        if (exit.timedOut()) {
            output.accept("[stopped after " + longest.toSeconds() + " s, the most that sandbox.timeout allows]");
        }
        return exit;
    }

    @Override
    public String inside(Path host) {
        return sandbox(0).inside(host);
    }

    @Override
    public Optional<ModelAccess> model() {
        return new TaskSpec(place, settings.get(), Optional.empty()).openNetwork() ? Optional.empty()
                : gateway.map(way -> new ModelAccess("http://127.0.0.1:" + Forwarder.PORT,
                        way.modelKey(place.task())));
    }

    /** Ends what runs. The next command gets a new sandbox. */
    @Override
    public void kill() {
        take(false).ifPresent(Sandbox::kill);
    }

    /** Does nothing: a skill may close what it was given, but the task goes on. */
    @Override
    public void close() {
        // The host closes it when the task ends.
    }

    /** Ends it for good. */
    void end() {
        take(true).ifPresent(Sandbox::kill);
    }

    /** Frees it if nothing ran for so long. The next command gets a new one. */
    void freeIfIdle(Duration idle) {
        Optional<Sandbox> unused = Optional.empty();
        lock.lock();
        try {
            if (running == 0 && !used.plus(idle).isAfter(clock.instant())) {
                unused = Optional.ofNullable(current);
                current = null;
            }
        } finally {
            lock.unlock();
        }
        unused.ifPresent(Sandbox::close);
    }

    /** Tells whether there is something to look after. */
    boolean isOpen() {
        lock.lock();
        try {
            return current != null;
        } finally {
            lock.unlock();
        }
    }

    /** Opening is slow and needs the lock, so that two first commands share one sandbox; running does not. */
    private Sandbox sandbox(int mine) {
        lock.lock();
        try {
            if (ended) {
                throw PluginException.of(Failure.UNAVAILABLE,
                        "Task " + place.task() + " has ended, and its sandbox with it.");
            }
            var wanted = new TaskSpec(place, settings.get(), gateway.map(way -> way.open(place.task())));
            boolean old = clock.instant().isAfter(after(opened, wanted.longestLife().dividedBy(2)));
            if (current != null && (old || !wanted.equals(spec)) && running <= mine) {
                current.close();
                current = null;
            }
            if (current == null) {
                current = runtime.get().open(wanted);
                spec = wanted;
                opened = clock.instant();
                whenOpened.run();
            }
            return current;
        } finally {
            lock.unlock();
        }
    }

    private static Instant after(Instant start, Duration duration) {
        return start.equals(Instant.MIN) ? start : start.plus(duration);
    }

    private int begin() {
        lock.lock();
        try {
            running++;
            return kills;
        } finally {
            lock.unlock();
        }
    }

    private void finish() {
        lock.lock();
        try {
            running--;
            used = clock.instant();
        } finally {
            lock.unlock();
        }
    }

    private boolean killedSince(int before) {
        lock.lock();
        try {
            return kills != before;
        } finally {
            lock.unlock();
        }
    }

    private Optional<Sandbox> take(boolean forGood) {
        lock.lock();
        try {
            kills++;
            ended |= forGood;
            Optional<Sandbox> taken = Optional.ofNullable(current);
            current = null;
            return taken;
        } finally {
            lock.unlock();
        }
    }
}
