package dev.telecoder.platform.app;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Runs checks beside each other. One that throws is reported as failed itself, one that does not end in time as what is not
 * known, for a busy machine is no fault of what was looked at; the others go on. For one thread.
 */
final class Doctor {

    private final Duration limit;

    /** Makes one that gives each check so much time, where it has no limit of its own. */
    Doctor(Duration limit) {
        this.limit = limit;
    }

    /** Looks at one thing or a few that belong together. */
    interface Look {

        List<Finding> look() throws Exception;
    }

    /**
     * A check.
     *
     * @param name what it looks at
     * @param look looks at it
     * @param limit how long it may take; the usual where it is {@code null}
     */
    record Check(String name, Look look, @Nullable Duration limit) {

        Check(String name, Look look) {
            this(name, look, null);
        }
    }

    /** Runs the checks; {@return what they found, in their order} */
    List<Finding> examine(List<Check> checks) {
        long begin = System.nanoTime();
        List<FutureTask<List<Finding>>> running = new ArrayList<>();
        for (Check check : checks) {
            FutureTask<List<Finding>> task = new FutureTask<>(check.look()::look);
            // Not virtual: one that spins would take a carrier from the others. And a daemon: one that never ends is left.
            Thread.ofPlatform().daemon().name("doctor-" + check.name()).start(task);
            running.add(task);
        }
        List<Finding> found = new ArrayList<>();
        for (int i = 0; i < checks.size(); i++) {
            found.addAll(result(checks.get(i), running.get(i), begin));
        }
        return found;
    }

    private List<Finding> result(Check check, FutureTask<List<Finding>> task, long begin) {
        String name = check.name();
        Duration most = check.limit() == null ? limit : check.limit();
        try {
            return task.get(Math.max(1, begin + most.toNanos() - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            task.cancel(true);
            return List.of(Finding.warn(name, "This check took longer than " + seconds(most) + " s and was left.",
                    "Whether what it looks at is in order is not known.",
                    "Look again when less runs on this machine; if it stays so, `telecoder logs` may say why."));
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            return List.of(Finding.fail(name, "This check itself failed: " + told(cause),
                    "What it looks at is not known.",
                    "If the text does not say what to do, report it with what `telecoder logs` shows."));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.no("It was interrupted.");
        }
    }

    private static String seconds(Duration time) {
        return time.toMillis() % 1_000 == 0 ? String.valueOf(time.toSeconds()) : String.valueOf(time.toMillis() / 1e3);
    }

    private static String told(Throwable cause) {
        return cause.getMessage() == null || cause instanceof Error ? cause.toString() : cause.getMessage();
    }
}
