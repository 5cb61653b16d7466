package dev.telecoder.support.process;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.sandbox.Sandbox;
import dev.telecoder.api.sandbox.SandboxRuntime.Spec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A sandbox without a machine of its own: each command is a process tree that ends with it. Many threads may run
 * commands in it at the same time, and any may kill it.
 */
public final class CommandSandbox implements Sandbox {

    private static final int NOT_STARTED = 127;

    private final Spec spec;
    private final Mark mark;
    private final Launch launch;
    private final Map<String, String> environment;
    private final Runnable whenGone;
    private final long born = System.nanoTime();
    private final Set<RunningCommand> running = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean gone = new AtomicBoolean();
    private final DiskWatch disk;
    private final AtomicBoolean watching = new AtomicBoolean();
    private volatile boolean full;

    /**
     * Makes a sandbox.
     *
     * @param spec what it shall be like
     * @param mark whose it is
     * @param launch how its commands are started
     * @param environment variables of every command, before those of the spec
     * @param whenGone told once, when it is gone
     */
    public CommandSandbox(Spec spec, Mark mark, Launch launch, Map<String, String> environment, Runnable whenGone) {
        this.spec = spec;
        this.mark = mark;
        this.launch = launch;
        this.environment = new LinkedHashMap<>(environment);
        this.environment.putAll(spec.environment());
        this.whenGone = whenGone;
        this.disk = new DiskWatch(List.of(spec.scratch(), spec.workspace()), spec.diskBytes());
    }

    @Override
    public Exit run(Command command, Consumer<String> output, CancellationToken cancellation) {
        checkThere();
        if (cancellation.isCancelled()) {
            return new Exit(-1, false);
        }
        Duration left = spec.longestLife().minusNanos(System.nanoTime() - born);
        Process process;
        try {
            process = launch.start(command, environmentOf(command));
        } catch (IOException problem) {
            output.accept("Could not start " + command.arguments().getFirst() + ": " + problem.getMessage());
            return new Exit(NOT_STARTED, false);
        }
        var started = RunningCommand.of(process, launch.ending(), command.stdin(), command.outputLimit(), output);
        running.add(started);
        // Killed between the check above and the line above: then nobody else ends it.
        if (gone.get()) {
            started.stop();
        }
        var registration = cancellation.onCancel(started::stop);
        watchDisk();
        try {
            var outcome = started.await(command.timeout().compareTo(left) < 0 ? command.timeout() : left);
            if (full && outcome.code() < 0) {
                output.accept("The command was stopped: this task wrote more than " + (spec.diskBytes() >> 20)
                        + " MB to disk (sandbox.disk).");
            }
            return new Exit(outcome.code(), outcome.timedOut(), outcome.cut());
        } finally {
            registration.close();
            running.remove(started);
        }
    }

    /** Looks as long as something runs; what runs when too much was written is stopped. */
    private void watchDisk() {
        if (!watching.compareAndSet(false, true)) {
            return;
        }
        Thread.ofVirtual().name("disk-of-" + spec.id()).start(() -> {
            try {
                full = false;
                while (!running.isEmpty()) {
                    Thread.sleep(DiskWatch.EVERY);
                    if (!running.isEmpty() && disk.exceeded()) {
                        full = true;
                        running.forEach(RunningCommand::stop);
                    }
                }
            } catch (InterruptedException impossible) {
                Thread.currentThread().interrupt();
            } finally {
                watching.set(false);
            }
        });
    }

    /** {@return whether the longest life is over; then it takes no more commands and ought to be closed} */
    public boolean expired() {
        return System.nanoTime() - born >= spec.longestLife().toNanos();
    }

    /** {@return whose it is} */
    public Mark mark() {
        return mark;
    }

    @Override
    public void kill() {
        if (!gone.compareAndSet(false, true)) {
            return;
        }
        running.parallelStream().forEach(RunningCommand::kill);
        launch.free();
        whenGone.run();
    }

    @Override
    public void close() {
        kill();
    }

    @Override
    public String inside(Path host) {
        return launch.inside(host);
    }

    private Map<String, String> environmentOf(Command command) {
        var all = new LinkedHashMap<>(environment);
        all.putAll(command.environment());
        all.putIfAbsent("TELECODER_RUN", spec.id());
        all.put(Mark.VARIABLE, mark.text());
        return all;
    }

    private void checkThere() {
        if (gone.get()) {
            throw PluginException.of(Failure.UNAVAILABLE,
                    "The sandbox of task " + spec.id() + " was closed. Open another one to run commands.");
        }
        if (expired()) {
            throw PluginException.of(Failure.UNAVAILABLE,
                    "The sandbox of task " + spec.id() + " has reached its longest"
                            + " life of " + spec.longestLife().toMinutes()
                            + " minutes. Open another one to run commands.");
        }
    }
}
