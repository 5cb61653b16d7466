package dev.telecoder.platform.skill;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.memory.Recall;
import dev.telecoder.api.repo.Checkout;
import dev.telecoder.api.repo.Repositories;
import dev.telecoder.api.sandbox.Sandbox;
import dev.telecoder.api.skill.CheckedRun;
import dev.telecoder.api.skill.ModelQuestion;
import dev.telecoder.api.skill.SkillContext;
import dev.telecoder.api.skill.Skills;
import dev.telecoder.platform.model.Account;
import dev.telecoder.platform.task.Runs;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The surroundings of one run, as the skill sees them. */
record SkillRun(String runId, Call call, Json json, Skills skills, CancellationToken cancellation,
        Runs runs) implements SkillContext {

    @Override
    public List<CheckedRun> checkedRuns() {
        String conversation = call.conversation();
        Optional<Checkout> checkout = call.workplace().checkout();
        return conversation == null || checkout.isEmpty() ? List.of()
                : runs.checked(conversation, checkout.get().repo());
    }

    @Override
    public Path workspace() {
        return call.workplace().directory();
    }

    @Override
    public Checkout checkout() {
        Optional<Checkout> checkout = call.workplace().checkout();
        return checkout.orElseThrow(() -> PluginException.of(Failure.REJECTED,
                "This conversation is about no repository. Open one with repo.setup, or name it with --repo."));
    }

    @Override
    public boolean hasCheckout() {
        return call.workplace().checkout().isPresent();
    }

    @Override
    public Repositories repositories() {
        return call.workplace().repositories();
    }

    @Override
    public Recall recall() {
        return call.workplace().recall();
    }

    @Override
    public Sandbox sandbox() {
        cancellation.throwIfCancelled();
        return call.workplace().sandbox(call.outside());
    }

    @Override
    public ModelQuestion model() {
        return call.workplace().question(
                new Account(call.conversation(), call.turn(), call.task(), call.person().id(), null, null),
                cancellation);
    }

    @Override
    public void progress(String line) {
        if (!cancellation.isCancelled()) {
            call.progress().accept(line);
        }
    }

    /** The input, bound by the host. */
    record Input(JsonValue value, Json json) implements dev.telecoder.api.skill.SkillInput {

        @Override
        public <I extends Record> I as(Class<I> type) {
            return json.bind(value, type);
        }
    }

    /** What was recorded when a run began, to find out what became of it. */
    record Recorded(dev.telecoder.platform.task.Run run, JsonValue value,
            Json json) implements dev.telecoder.api.skill.RunRecord {

        @Override
        public String id() {
            return run.id();
        }

        @Override
        public dev.telecoder.api.skill.SkillInput input() {
            return new Input(value, json);
        }

        @Override
        public java.time.Instant startedAt() {
            return run.startedAt() == null ? run.createdAt() : run.startedAt();
        }

        @Override
        public Optional<String> branch() {
            return Optional.ofNullable(run.branch());
        }

        @Override
        public Optional<String> head() {
            return Optional.ofNullable(run.head());
        }
    }
}
