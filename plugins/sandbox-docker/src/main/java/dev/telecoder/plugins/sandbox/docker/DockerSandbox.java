package dev.telecoder.plugins.sandbox.docker;

import com.github.dockerjava.api.exception.DockerException;
import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.sandbox.Sandbox;
import dev.telecoder.api.sandbox.SandboxRuntime.Spec;
import dev.telecoder.support.process.DiskWatch;
import dev.telecoder.support.process.LineCutter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sandbox of a task: one container, kept warm. A command has a container for itself, since only the end of a container ends
 * everything in it for certain; what runs beside it has another one. Many threads may run commands, and any may kill it.
 */
final class DockerSandbox implements Sandbox {

    private static final Logger LOG = LoggerFactory.getLogger(DockerSandbox.class);

    /** What a program may still do when it ran out of time, such as writing its report. */
    private static final Duration GRACE = Duration.ofMillis(500);
    private static final long LAST_OUTPUT_MILLIS = 300;
    private static final int NOT_STARTED = 127;
    private static final int BY_SIGNAL = 128;

    /** Makes another container of this sandbox, and knows what belongs to it. */
    interface Maker {

        Warm make();

        void ended(Warm container);
    }

    private final Spec spec;
    private final Owner owner;
    private final Path input;
    private final Maker maker;
    private final Runnable whenGone;
    private final Map<String, String> environment;
    private final DiskWatch disk;
    private final long born = System.nanoTime();
    private final ReentrantLock lock = new ReentrantLock();
    private final ReentrantLock watching = new ReentrantLock();
    private final Deque<Warm> idle = new ArrayDeque<>();
    private final Set<Warm> busy = new HashSet<>();
    private boolean gone;
    private volatile boolean full;

    DockerSandbox(Spec spec, Owner owner, Path input, Maker maker,
            Map<String, String> environment,
            Runnable whenGone) {
        this.spec = spec;
        this.owner = owner;
        this.input = input;
        this.maker = maker;
        this.whenGone = whenGone;
        this.environment = new LinkedHashMap<>(environment);
        this.environment.putAll(spec.environment());
        this.disk = new DiskWatch(List.of(spec.scratch(), spec.workspace()), spec.diskBytes());
    }

    /** Makes the first container, so that what is wrong shows at once. */
    void warmUp() throws IOException {
        owner.give(folders());
        idle.add(maker.make());
    }

    private List<Path> folders() {
        return spec.workspace().startsWith(spec.scratch()) ? List.of(spec.scratch())
                : List.of(spec.scratch(), spec.workspace());
    }

    @Override
    public Exit run(Command command, Consumer<String> output, CancellationToken cancellation) {
        checkThere();
        if (cancellation.isCancelled()) {
            return new Exit(-1, false);
        }
        if (!Files.isDirectory(spec.workspace().resolve(command.directory()))) {
            output.accept("Could not start " + command.arguments().getFirst() + ": the folder \""
                    + command.directory() + "\" is not there");
            return new Exit(NOT_STARTED, false);
        }
        var lines = new LineCutter(command.outputLimit(), output);
        Path file = null;
        Warm container = null;
        boolean clean = false;
        try {
            container = take();
            file = command.stdin().length == 0 ? null : Warm.input(input, command.stdin());
            String directory = command.directory().isEmpty() ? Inside.REPOSITORY
                    : Inside.REPOSITORY + "/" + command.directory();
            Started started = container.start(command, environmentOf(command), owner, directory,
                    file == null ? "/dev/null" : Inside.INPUT + "/" + file.getFileName(), lines);
            Ending ending = await(started, container, command, cancellation);
            if (ending != Ending.ITSELF) {
                container.kill();
                started.awaitLastOutput(LAST_OUTPUT_MILLIS);
                started.finish();
                if (ending == Ending.FULL) {
                    output.accept("The command was stopped: this task wrote more than " + (spec.diskBytes() >> 20)
                            + " MB to disk (sandbox.disk).");
                }
                return new Exit(-1, ending == Ending.TIME, lines.cut());
            }
            started.finish();
            int code = container.isKilled() ? -1 : started.code();
            clean = !container.isKilled() && code >= 0 && (code <= BY_SIGNAL || container.cleanUp(owner));
            return new Exit(code, false, lines.cut());
        } catch (IOException | DockerException problem) {
            if (container != null && container.isKilled()) {
                return new Exit(-1, false, lines.cut());
            }
            throw PluginException.of(Failure.UNAVAILABLE, "Docker did not run the command: "
                    + String.valueOf(problem.getMessage()).strip(), problem);
        } finally {
            if (container != null) {
                giveBack(container, clean);
            }
            delete(file);
        }
    }

    private enum Ending {
        ITSELF, STOPPED, TIME, FULL
    }

    private Ending await(Started started, Warm container, Command command, CancellationToken cancellation) {
        var stop = new CompletableFuture<@Nullable Void>();
        long left = spec.longestLife().toNanos() - (System.nanoTime() - born);
        long allowed = Math.min(nanos(command.timeout()), left);
        long start = System.nanoTime();
        boolean grace = false;
        try (var _ = cancellation.onCancel(() -> stop.complete(null))) {
            var either = CompletableFuture.anyOf(started.ended(), stop);
            while (true) {
                long waited = System.nanoTime() - start;
                long until = grace ? allowed + GRACE.toNanos() : allowed;
                try {
                    either.get(Math.clamp(until - waited, 1, DiskWatch.EVERY.toNanos()), TimeUnit.NANOSECONDS);
                    // A command that was asked to end because of the time did not end by itself.
                    return stop.isDone() || started.failed() || container.isKilled()
                            ? full ? Ending.FULL : Ending.STOPPED
                            : grace ? Ending.TIME : Ending.ITSELF;
                } catch (TimeoutException look) {
                    if (System.nanoTime() - start >= until) {
                        if (grace) {
                            return Ending.TIME;
                        }
                        grace = true;
                    } else if (tooMuch()) {
                        return Ending.FULL;
                    }
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Ending.STOPPED;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private boolean tooMuch() {
        if (watching.tryLock()) {
            try {
                full = full || disk.exceeded();
            } finally {
                watching.unlock();
            }
        }
        return full;
    }

    /** A container for one command: the warm one, or another if that is busy. */
    private Warm take() throws IOException {
        lock.lock();
        try {
            checkThere();
            if (busy.isEmpty()) {
                owner.give(folders());
                full = full && disk.exceeded();
            }
            Warm container = idle.poll();
            if (container == null) {
                // Under the lock: a kill that comes meanwhile waits, and then finds it.
                container = maker.make();
            }
            busy.add(container);
            return container;
        } finally {
            lock.unlock();
        }
    }

    private void giveBack(Warm container, boolean clean) {
        boolean keep;
        lock.lock();
        try {
            busy.remove(container);
            keep = clean && !gone && idle.isEmpty() && !container.isKilled();
            if (keep) {
                idle.add(container);
            }
        } finally {
            lock.unlock();
        }
        if (!keep) {
            container.kill();
            maker.ended(container);
        }
    }

    @Override
    public void kill() {
        Set<Warm> all = new HashSet<>();
        lock.lock();
        try {
            if (gone) {
                return;
            }
            gone = true;
            all.addAll(busy);
            all.addAll(idle);
            idle.clear();
        } finally {
            lock.unlock();
        }
        all.parallelStream().forEach(container -> {
            container.kill();
            maker.ended(container);
        });
        try {
            owner.takeBack(folders());
        } catch (IOException notOurs) {
            LOG.warn("Files in {} still belong to the user of sandboxes ({}): {}", spec.workspace(), owner.text(),
                    notOurs.toString());
        }
        whenGone.run();
    }

    @Override
    public void close() {
        kill();
    }

    @Override
    public String inside(Path host) {
        return Inside.of(spec, host);
    }

    /** Whether the longest life is over; then it takes no more commands and ought to be closed. */
    boolean expired() {
        return System.nanoTime() - born >= spec.longestLife().toNanos();
    }

    private Map<String, String> environmentOf(Command command) {
        var all = new LinkedHashMap<>(environment);
        all.putAll(command.environment());
        all.putIfAbsent("TELECODER_RUN", spec.id());
        return all;
    }

    private void checkThere() {
        lock.lock();
        try {
            if (gone) {
                throw PluginException.of(Failure.UNAVAILABLE,
                        "The sandbox of task " + spec.id() + " was closed. Open another one to run commands.");
            }
        } finally {
            lock.unlock();
        }
        if (expired()) {
            throw PluginException.of(Failure.UNAVAILABLE, "The sandbox of task " + spec.id()
                    + " has reached its longest life of " + spec.longestLife().toMinutes()
                    + " minutes. Open another one to run commands.");
        }
    }

    private static void delete(@Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException later) {
            // The folder goes with the sandbox.
        }
    }

    private static long nanos(Duration timeout) {
        try {
            return timeout.toNanos();
        } catch (ArithmeticException forever) {
            return Long.MAX_VALUE - GRACE.toNanos();
        }
    }
}
