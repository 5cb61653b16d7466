package dev.telecoder.platform.skill;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.skill.Origin;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.api.skill.Skills;
import dev.telecoder.platform.task.Run;
import dev.telecoder.platform.task.RunResult;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
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

    private final Json json;
    private final Function<Call, Outcome> nested;

    SkillThread(Json json, Function<Call, Outcome> nested) {
        this.json = json;
        this.nested = nested;
    }

    /**
     * How a run ended.
     *
     * @param state done, failed or cancelled
     * @param result what came of it
     */
    record Ended(Run.State state, RunResult result) {}

    Ended run(Executor.Prepared prepared, String runId) {
        Call call = prepared.call();
        Origin declared = prepared.entry().spec().outsideText() ? Origin.OUTSIDE : Origin.REPOSITORY;
        try (Token token = new Token(call.cancellation())) {
            CompletableFuture<SkillResult> future = new CompletableFuture<>();
            Thread thread = Thread.ofVirtual().name("skill-" + prepared.entry().spec().name()).start(() -> {
                try {
                    future.complete(prepared.entry().skill().run(new SkillRun.Input(call.input(), json),
                            new SkillRun(runId, call, json, skills(call, runId, token), token)));
                } catch (Throwable e) {
                    future.completeExceptionally(e);
                }
            });
            try (dev.telecoder.api.CancellationToken.Registration _ = token.onCancel(thread::interrupt)) {
                return new Ended(Run.State.DONE, RunResult.of(await(future, token, prepared, thread), declared));
            }
        } catch (TimeoutException e) {
            return new Ended(Run.State.FAILED, RunResult.fault("TIMEOUT", prepared.entry().spec().name()
                    + " did not end within " + prepared.entry().spec().timeout().toSeconds() + " s and was stopped."));
        } catch (ExecutionException e) {
            return failed(prepared, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Ended(Run.State.CANCELLED, RunResult.fault("CANCELLED", "It was stopped."));
        }
    }

    private static SkillResult await(CompletableFuture<SkillResult> future, Token token, Executor.Prepared prepared,
            Thread thread) throws TimeoutException, ExecutionException, InterruptedException {
        CompletableFuture<Void> stop = new CompletableFuture<>();
        try (dev.telecoder.api.CancellationToken.Registration _ = token.onCancel(() -> stop.complete(null))) {
            CompletableFuture.anyOf(future.handle((r, e) -> r), stop).get(prepared.entry().spec().timeout().toMillis(),
                    TimeUnit.MILLISECONDS);
            if (!future.isDone()) {
                prepared.call().workplace().killSandbox();
                future.get(GRACE.toMillis(), TimeUnit.MILLISECONDS);
            }
            return future.get();
        } catch (TimeoutException e) {
            if (token.isCancelled()) {
                LOG.warn("{} of {} did not stop when told to; it is left behind.", prepared.entry().spec().name(),
                        prepared.entry().source());
                throw new ExecutionException(PluginException.of(Failure.CANCELLED, "It was stopped."));
            }
            token.cancel();
            prepared.call().workplace().killSandbox();
            if (!thread.join(GRACE)) {
                LOG.warn("{} of {} ran out of time and does not stop; it is left behind.",
                        prepared.entry().spec().name(),
                        prepared.entry().source());
            }
            throw e;
        }
    }

    private Skills skills(Call call, String runId, Token token) {
        return (name, input) -> {
            Outcome outcome = nested.apply(call.nested(name, input, runId, token));
            if (outcome.result().error() != null && outcome.state() != Run.State.DONE) {
                throw PluginException.of(Failure.REJECTED, outcome.result().error().message());
            }
            return outcome.result().toSkillResult();
        };
    }

    private static Ended failed(Executor.Prepared prepared, Throwable e) {
        if (e instanceof PluginException known && known.failure() == Failure.CANCELLED
                || prepared.call().cancellation().isCancelled()) {
            return new Ended(Run.State.CANCELLED, RunResult.fault("CANCELLED", "It was stopped."));
        }
        if (!(e instanceof PluginException)) {
            LOG.error("{} of {} failed unexpectedly", prepared.entry().spec().name(), prepared.entry().source(), e);
        }
        return new Ended(Run.State.FAILED, RunResult.fault(kind(e), message(e)));
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

    static String message(Throwable e) {
        return e instanceof PluginException && e.getMessage() != null ? e.getMessage()
                : "It failed unexpectedly: " + e + ". This is a fault of the skill's plugin.";
    }

    SkillRun context(Call call, String runId, Token token) {
        return new SkillRun(runId, call, json, skills(call, runId, token), token);
    }
}
