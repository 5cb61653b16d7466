package dev.telecoder.platform.app;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.skill.Call;
import dev.telecoder.platform.skill.Executor;
import dev.telecoder.platform.skill.Outcome;
import dev.telecoder.platform.skill.Token;
import dev.telecoder.platform.skill.Workplace;
import dev.telecoder.platform.store.Ids;
import dev.telecoder.platform.task.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one skill for commands, any number of times and from any number of threads. */
final class SkillRuns {

    private static final Logger LOG = LoggerFactory.getLogger(SkillRuns.class);

    private final Host host;
    private final Executor executor;
    private final String skill;
    private final Terms terms;
    private final Token stop = new Token();

    /**
     * What was typed beside the input.
     *
     * @param yes whether what cannot be taken back is agreed to
     * @param dryRun whether only the decision is wanted
     * @param outside whether to decide as if outside text had been read
     */
    record Terms(boolean yes, boolean dryRun, boolean outside) {}

    /**
     * What a run came to.
     *
     * @param json the object that is printed
     * @param succeeded whether the skill did what it was asked
     * @param decision what the gate decided, or {@code null} if it was not asked
     * @param by what decided
     */
    record Answer(JsonValue json, boolean succeeded, @Nullable String decision, String by) {

        static Answer fault(@Nullable JsonValue id, String kind, String message) {
            return new Answer(
                    JsonValue.object().put("id", id).put("succeeded", false).put("output", "").put("data", null)
                            .put("files", JsonValue.array(java.util.List.of()))
                            .put("artifacts", JsonValue.array(java.util.List.of()))
                            .put("risk", null).put("decision", null)
                            .put("error", JsonValue.object().put("kind", kind).put("message", message).build())
                            .put("ms", 0).build(),
                    false, null, "");
        }
    }

    SkillRuns(Host host, String skill, Terms terms) {
        this(host, host.executor(), skill, terms);
    }

    SkillRuns(Host host, Executor executor, String skill, Terms terms) {
        this.host = host;
        this.executor = executor;
        this.skill = skill;
        this.terms = terms;
    }

    String skill() {
        return skill;
    }

    /** Ends what runs, with all its processes. */
    void stop() {
        stop.cancel();
    }

    /**
     * Runs the skill.
     *
     * @param id what the answer shall carry, or {@code null} for the journal's id of the run
     * @param input what it is passed
     * @param folder where it works
     * @param user on whose behalf; {@code null} for the owner
     * @param progress told of progress
     */
    Answer run(@Nullable JsonValue id, JsonValue input, Path folder, @Nullable Person user, Consumer<String> progress) {
        Path scratch = null;
        try {
            scratch = Files.createTempDirectory("telecoder-scratch");
            return run(id, input, folder, scratch, user, progress);
        } catch (IOException e) {
            LOG.error("Running {} failed", skill, e);
            return Answer.fault(id, "FAULT", e.getClass().getSimpleName() + ": " + e.getMessage());
        } finally {
            if (scratch != null) {
                Folders.delete(scratch);
            }
        }
    }

    /** The same with a scratch space that the caller looks into afterwards. */
    Answer run(@Nullable JsonValue id, JsonValue input, Path folder, Path scratch, @Nullable Person user,
            Consumer<String> progress) {
        Person owner = host.people().owner();
        // Whose messages may be recalled is the user's affair; what may be done is decided by who typed the command.
        Person person = user == null ? owner : new Person(user.id(), user.name(), owner.role());
        String place = "run-" + Ids.next();
        try (Token token = new Token(stop)) {
            Workplace workplace = host.places().of(place, folder, scratch, person);
            Risk presumed = terms.dryRun() ? null : terms.yes() ? Risk.DANGEROUS : Risk.EXTERNAL;
            Call call = new Call(skill, input, id == null ? Entry.CLI : Entry.BATCH, person, null, null, null, 0, null,
                    null, 0,
                    terms.outside(), presumed, terms.dryRun(), workplace, progress, token);
            Outcome outcome = terms.dryRun() ? executor.dryRun(call) : executor.run(call);
            JsonValue name = id != null ? id : outcome.run().isEmpty() ? JsonValue.NULL : JsonValue.of(outcome.run());
            var json = JsonValue.object().put("id", name);
            outcome.toJson().build().members().forEach(json::put);
            return new Answer(json.build(), outcome.result().succeeded(),
                    outcome.decision() == null ? null : outcome.decision().name().toLowerCase(Locale.ROOT),
                    outcome.by());
        } catch (PluginException e) {
            return Answer.fault(id, e.failure().name(), e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("Running {} failed", skill, e);
            return Answer.fault(id, "FAULT", e.getClass().getSimpleName() + ": " + e.getMessage());
        } finally {
            host.sandboxes().end(place);
        }
    }
}
