package dev.telecoder.support.process;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A process whose output is told line by line and whose whole tree ends with it. One thread awaits it; any thread may
 * stop it.
 *
 * <p>Standard error must have been merged into standard output by the {@link ProcessBuilder}. What the program writes
 * beyond the limit is read and dropped, so that it never blocks.
 */
public final class RunningCommand {

    /** What a program may still do when it ran out of time, such as writing its report. */
    private static final Duration GRACE_AFTER_TIMEOUT = Duration.ofMillis(500);

    /** Shorter, because somebody waits: the whole of a stop shall be done well within a second. */
    private static final Duration GRACE_AFTER_STOP = Duration.ofMillis(60);

    private static final Duration LAST_OUTPUT = Duration.ofSeconds(1);
    private static final Duration LAST_OUTPUT_AFTER_STOP = Duration.ofMillis(200);

    private final Process process;
    private final Ending ending;
    private final LineCutter lines;
    private final Thread reader;
    private final CompletableFuture<Void> stop = new CompletableFuture<>();
    private volatile @Nullable Throwable outputProblem;

    /** Written by the reader alone. */
    private volatile long reads;
    private volatile boolean telling;

    /** Nobody waits any more, so nobody is told any more. */
    private volatile boolean muted;

    private RunningCommand(Process process, Ending ending, long outputLimit, Consumer<String> output) {
        this.process = process;
        this.ending = ending;
        this.lines = new LineCutter(outputLimit, output);
        this.reader = Thread.ofPlatform().daemon().name("output-of-" + process.pid()).unstarted(this::read);
    }

    /**
     * Starts a command.
     *
     * @param process the process, just started, with standard error merged into standard output
     * @param ending how to end it
     * @param stdin what it shall read
     * @param outputLimit how many bytes of output are told; the rest is counted and dropped
     * @param output told of each line, on a thread of its own
     * @return the command
     */
    public static RunningCommand of(Process process, Ending ending, byte[] stdin, long outputLimit,
            Consumer<String> output) {
        var command = new RunningCommand(process, ending, outputLimit, output);
        command.reader.start();
        if (stdin.length == 0) {
            write(process, stdin);
        } else {
            Thread.ofPlatform().daemon().name("input-of-" + process.pid()).start(() -> write(process, stdin));
        }
        return command;
    }

    /** Stops the command: what waits for it goes on as soon as nothing is left of it. Returns at once. */
    public void stop() {
        stop.complete(null);
    }

    /** Stops the command without asking it first, and returns when nothing is left of it. */
    public void kill() {
        stop.complete(null);
        ending.force(process);
    }

    /**
     * Waits for the end. An interrupt of the waiting thread stops the command, and is still set afterwards.
     *
     * @param timeout how long it may take
     * @return how it ended; nothing of it runs any more
     */
    public Outcome await(Duration timeout) {
        var exit = process.onExit();
        boolean interrupted = false;
        boolean timedOut = false;
        try {
            CompletableFuture.anyOf(exit, stop).get(nanos(timeout), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            timedOut = true;
        } catch (InterruptedException stopped) {
            interrupted = true;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
        boolean stopped = timedOut || interrupted || stop.isDone();
        if (stopped && process.isAlive()) {
            interrupted |= askFirst(timedOut ? GRACE_AFTER_TIMEOUT : GRACE_AFTER_STOP);
        }
        ending.force(process);
        interrupted |= readTheRest(stopped);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (outputProblem != null) {
            throw new IllegalStateException("The receiver of the output failed, so the command was stopped.",
                    outputProblem);
        }
        return new Outcome(stopped ? -1 : process.exitValue(), timedOut, stopped, lines.cut());
    }

    private boolean askFirst(Duration grace) {
        ending.ask(process);
        try {
            process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS);
            return false;
        } catch (InterruptedException again) {
            return true;
        }
    }

    /**
     * A receiver that is slow gets everything of a command that ended by itself. The pipe is closed only if nothing
     * comes: then something that escaped holds it.
     */
    private boolean readTheRest(boolean stopped) {
        try {
            long before = -1;
            while (!reader.join(stopped ? LAST_OUTPUT_AFTER_STOP : LAST_OUTPUT)) {
                if (stopped || (!telling && before == reads)) {
                    muted = true;
                    process.getInputStream().close();
                    break;
                }
                before = reads;
            }
            return false;
        } catch (InterruptedException again) {
            muted = true;
            return true;
        } catch (IOException ignored) {
            // It was closed only to let the reader go.
            return false;
        }
    }

    private void read() {
        try (InputStream in = process.getInputStream()) {
            byte[] buffer = new byte[16 * 1024];
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                reads = reads + 1;
                tell(buffer, length);
            }
        } catch (IOException ended) {
            // The pipe breaks when the process is killed; what was read has been told.
        }
        tell(new byte[0], -1);
    }

    /** After the receiver failed once, the rest is only drained. */
    private void tell(byte[] buffer, int length) {
        if (outputProblem != null || muted) {
            return;
        }
        telling = true;
        try {
            if (length < 0) {
                lines.finish();
            } else {
                lines.take(buffer, length);
            }
        } catch (RuntimeException | Error problem) {
            outputProblem = problem;
            stop();
        } finally {
            telling = false;
        }
    }

    private static void write(Process process, byte[] stdin) {
        try (var out = process.getOutputStream()) {
            out.write(stdin);
        } catch (IOException ignored) {
            // A program need not read its input; it ended, or closed it.
        }
    }

    private static long nanos(Duration timeout) {
        try {
            return timeout.toNanos();
        } catch (ArithmeticException forever) {
            return Long.MAX_VALUE;
        }
    }

    /**
     * How a command ended.
     *
     * @param code its exit code, 128 and the signal if a signal ended it, -1 if it was stopped
     * @param timedOut whether it ran out of time
     * @param stopped whether it was stopped, by time, by request or by an interrupt
     * @param cut how many bytes of output were left out
     */
    public record Outcome(int code, boolean timedOut, boolean stopped, long cut) {}
}
