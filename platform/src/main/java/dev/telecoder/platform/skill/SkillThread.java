package dev.telecoder.platform.skill;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.Origin;
import dev.telecoder.api.skill.Reconciled;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.api.skill.Skills;
import dev.telecoder.platform.plugin.PluginHost;
import dev.telecoder.platform.task.Run;
import dev.telecoder.platform.task.RunResult;
import dev.telecoder.platform.task.Runs;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a skill on a virtual thread of its own, so that a time limit and a stop hold also for one that ignores both: the
 * thread is then left behind, and whatever it still returns counts for nothing.
 */
final class SkillThread {

    private static final Logger LOG = LoggerFactory.getLogger(SkillThread.class);

    /** How long a skill has to end by itself after it was told to. */
    private static final Duration GRACE = Duration.ofMillis(400);

    /** How often to look whether a run that waits for a person goes on. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Json json;
    private final Runs runs;
    private final BiFunction<Call, Allowance, Outcome> nested;

    SkillThread(Json json, Runs runs, BiFunction<Call, Allowance, Outcome> nested) {
        this.json = json;
        this.runs = runs;
        this.nested = nested;
    }

    /**
     * How a run ended.
     *
     * @param state done, failed or cancelled
     * @param result what came of it
     */
    record Ended(Run.State state, RunResult result) {}

    Ended run(Prepared prepared, String runId, @Nullable Allowance above) {
        Origin declared = declared(prepared);
        AtomicBoolean outside = new AtomicBoolean(prepared.call().outside());
        Allowance allowance = new Allowance(prepared.entry().spec().timeout(), above);
        try (Token token = new Token(prepared.call().cancellation())) {
            SkillRun context = context(prepared, runId, token, allowance, outside);
            SkillResult result = inTime(prepared, token, allowance, () -> prepared.entry().skill()
                    .run(new SkillRun.Input(prepared.input(), json), context));
            if (result == null) {
                return new Ended(Run.State.FAILED, RunResult.fault("FAULT", prepared.entry().spec().name()
                        + " returned nothing. This is a fault of the skill's plugin."));
            }
            // A skill that passes on what another read may not know whose words these are.
            boolean learned = outside.get() && !prepared.call().outside();
            return new Ended(Run.State.DONE, RunResult.of(result, learned ? Origin.OUTSIDE : declared));
        } catch (TimeoutException e) {
            String message = prepared.entry().spec().name() + " did not end within "
                    + prepared.entry().spec().timeout().toSeconds() + " s and was stopped.";
            RunResult fault = RunResult.fault("TIMEOUT", message);
            String said = e instanceof OutOfTime late ? late.output : "";
            return new Ended(Run.State.FAILED,
                    said.isBlank() ? fault : new RunResult(false, message + "\n" + said, null,
                            List.of(), List.of(), declared, fault.error()));
        } catch (ExecutionException e) {
            return failed(prepared, e.getCause(), declared);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return stopped();
        }
    }

    /** Asks a skill what became of a run; unknown where it does not say so in time. */
    Reconciled reconcile(Prepared prepared, Run run, JsonValue recorded) {
        Allowance allowance = new Allowance(prepared.entry().spec().timeout(), null);
        try (Token token = new Token(prepared.call().cancellation())) {
            SkillRun context = context(prepared, run.id(), token, allowance,
                    new AtomicBoolean(prepared.call().outside()));
            Reconciled found = inTime(prepared, token, allowance, () -> prepared.entry().skill()
                    .reconcile(new SkillRun.Recorded(run, recorded, json), context));
            return found == null ? Reconciled.unknown() : found;
        } catch (TimeoutException | ExecutionException e) {
            LOG.warn("{} could not tell what became of run {}: {}", run.skill(), run.id(),
                    String.valueOf(e.getCause() == null ? e : e.getCause()));
            return Reconciled.unknown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Reconciled.unknown();
        }
    }

    /** A run that took too long, with what it still said when it was told to stop. */
    private static final class OutOfTime extends TimeoutException {

        private static final long serialVersionUID = 1L;

        private final String output;

        OutOfTime(CompletableFuture<?> ended) {
            Object late = ended.state() == Future.State.SUCCESS ? ended.resultNow() : null;
            output = late instanceof SkillResult result ? result.output() : "";
        }
    }

    private <T> @Nullable T inTime(Prepared prepared, Token token, Allowance allowance, Callable<T> work)
            throws TimeoutException, ExecutionException, InterruptedException {
        CompletableFuture<T> future = new CompletableFuture<>();
        // Not a virtual one: a skill that never ends its loop would keep a processor from all conversations.
        Thread thread = Thread.ofPlatform().daemon().name("skill-" + prepared.entry().spec().name()).start(() -> {
            try {
                future.complete(work.call());
            } catch (Throwable e) {
                future.completeExceptionally(e);
            }
        });
        CompletableFuture<Void> stop = new CompletableFuture<>();
        try (CancellationToken.Registration _ = token.onCancel(thread::interrupt);
                CancellationToken.Registration _ = token.onCancel(() -> stop.complete(null))) {
            await(CompletableFuture.anyOf(future.handle((r, e) -> ""), stop), allowance);
            if (!future.isDone()) {
                killSandbox(prepared);
                return afterStop(future, prepared);
            }
            return future.get();
        } catch (TimeoutException e) {
            token.cancel();
            killSandbox(prepared);
            if (!thread.join(GRACE)) {
                LOG.warn("{} of {} ran out of time and does not stop; it is left behind.",
                        prepared.entry().spec().name(), prepared.entry().source());
                PluginHost.leftBehind(prepared.entry().skill(), prepared.entry().spec().name());
            }
            throw new OutOfTime(future);
        } catch (InterruptedException e) {
            token.cancel();
            throw e;
        }
    }

    private static void await(CompletableFuture<?> ended, Allowance allowance)
            throws TimeoutException, ExecutionException, InterruptedException {
        while (true) {
            long left = allowance.left();
            boolean paused = allowance.isPaused();
            if (left <= 0 && !paused && !ended.isDone()) {
                throw new TimeoutException();
            }
            try {
                ended.get(paused ? LOOK_NANOS : Math.max(1, left), TimeUnit.NANOSECONDS);
                return;
            } catch (TimeoutException e) {
                // Looked at anew: a person may have been waited for meanwhile, which does not count.
            }
        }
    }

    /** Gives a skill that was stopped a moment to say what it did all the same. */
    private static <T> T afterStop(CompletableFuture<T> future, Prepared prepared)
            throws ExecutionException, InterruptedException {
        try {
            return future.get(GRACE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn("{} of {} did not stop when told to; it is left behind.", prepared.entry().spec().name(),
                    prepared.entry().source());
            PluginHost.leftBehind(prepared.entry().skill(), prepared.entry().spec().name());
            throw new ExecutionException(PluginException.of(Failure.CANCELLED, "It was stopped."));
        }
    }

    private static void killSandbox(Prepared prepared) {
        try {
            prepared.call().workplace().killSandbox();
        } catch (RuntimeException e) {
            LOG.warn("The sandbox of {} could not be stopped: {}", prepared.entry().spec().name(), e.toString());
        }
    }

    private SkillRun context(Prepared prepared, String runId, Token token, Allowance allowance,
            AtomicBoolean outside) {
        Call call = prepared.call();
        Skills skills = (name, input) -> {
            Outcome outcome = nested.apply(call.nested(name, input, runId, outside.get(), token), allowance);
            if (outcome.result().origin() == Origin.OUTSIDE) {
                outside.set(true);
            }
            if (outcome.result().error() != null && outcome.state() != Run.State.DONE) {
                throw PluginException.of(failure(outcome.result().error().kind()), outcome.result().error().message());
            }
            return outcome.result().toSkillResult();
        };
        return new SkillRun(runId, call, json, skills, token, runs);
    }

    private static Origin declared(Prepared prepared) {
        return prepared.entry().spec().outsideText() ? Origin.OUTSIDE : Origin.REPOSITORY;
    }

    private static Ended stopped() {
        return new Ended(Run.State.CANCELLED, RunResult.fault("CANCELLED", "It was stopped."));
    }

    private static Ended failed(Prepared prepared, Throwable e, Origin declared) {
        if (e instanceof PluginException known && known.failure() == Failure.CANCELLED
                || prepared.call().cancellation().isCancelled()) {
            return stopped();
        }
        if (!(e instanceof PluginException)) {
            LOG.error("{} of {} failed unexpectedly", prepared.entry().spec().name(), prepared.entry().source(), e);
        }
        // What it threw may repeat what a service said.
        Origin origin = declared == Origin.OUTSIDE ? Origin.OUTSIDE : Origin.PERSON;
        return new Ended(Run.State.FAILED, RunResult.fault(kind(e), message(e)).withOrigin(origin));
    }

    static String kind(Throwable e) {
        return e instanceof PluginException known ? switch (known.failure()) {
            case CONFIGURATION -> "CONFIGURATION";
            case AUTHENTICATION -> "AUTHENTICATION";
            case RATE_LIMITED -> "RATE_LIMITED";
            case UNAVAILABLE -> "UNAVAILABLE";
            case REJECTED, CONTEXT_TOO_LONG -> "REJECTED";
            case CANCELLED -> "CANCELLED";
        } : "FAULT";
    }

    /** What the skill that asked gets thrown: what the other threw, and a refusal where it did not run. */
    private static Failure failure(String kind) {
        return switch (kind) {
            case "CONFIGURATION" -> Failure.CONFIGURATION;
            case "AUTHENTICATION" -> Failure.AUTHENTICATION;
            case "RATE_LIMITED" -> Failure.RATE_LIMITED;
            case "UNAVAILABLE", "TIMEOUT" -> Failure.UNAVAILABLE;
            case "CANCELLED" -> Failure.CANCELLED;
            default -> Failure.REJECTED;
        };
    }

    static String message(Throwable e) {
        return e instanceof PluginException && e.getMessage() != null ? e.getMessage()
                : "It failed unexpectedly: " + e + ". This is a fault of the skill's plugin.";
    }
}
