package dev.telecoder.platform.app;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs checks beside each other. One that throws, or does not end in time, is reported as failed itself, and the others go
 * on. For one thread.
 */
final class Doctor {

    private final Duration limit;

    /** Makes one that gives all checks together so much time. */
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
     */
    record Check(String name, Look look) {}

    /** Runs the checks; {@return what they found, in their order} */
    List<Finding> examine(List<Check> checks) {
        long end = System.nanoTime() + limit.toNanos();
        List<FutureTask<List<Finding>>> running = new ArrayList<>();
        for (Check check : checks) {
            FutureTask<List<Finding>> task = new FutureTask<>(check.look()::look);
            // Not virtual: one that spins would take a carrier from the others. And a daemon: one that never ends is left.
            Thread.ofPlatform().daemon().name("doctor-" + check.name()).start(task);
            running.add(task);
        }
        List<Finding> found = new ArrayList<>();
        for (int i = 0; i < checks.size(); i++) {
            found.addAll(result(checks.get(i).name(), running.get(i), end));
        }
        return found;
    }

    private List<Finding> result(String name, FutureTask<List<Finding>> task, long end) {
        try {
            return task.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            task.cancel(true);
            return List.of(Finding.fail(name, "This check did not end within " + limit.toSeconds() + " s.",
                    "What it looks at is not known.", "Try again; if it stays so, `telecoder logs` may say why."));
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

    private static String told(Throwable cause) {
        return cause.getMessage() == null || cause instanceof Error ? cause.toString() : cause.getMessage();
    }
}
