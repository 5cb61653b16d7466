package dev.telecoder.api.skill;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.HostProvided;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.memory.Recall;
import dev.telecoder.api.repo.Checkout;
import dev.telecoder.api.repo.Repositories;
import dev.telecoder.api.sandbox.Sandbox;
import java.nio.file.Path;
import java.util.List;

/**
 * The surroundings of one run of a skill.
 *
 * @since 1.0
 */
@HostProvided
public interface SkillContext {

    /**
     * Finds the files the run is about.
     *
     * @return the root of the working tree in focus, or of the scratch workspace of a conversation without
     *     a repository
     */
    Path workspace();

    /**
     * Gives git its only door: head, diff, commit, push, snapshot. Credentials, protected branches, consent
     * bound to the tree and hostile {@code .git} content are handled behind it.
     *
     * @return the checkout in focus
     * @throws PluginException of kind {@code REJECTED} if the conversation is about no repository
     */
    Checkout checkout();

    /** {@return whether there is a checkout} */
    boolean hasCheckout();

    /** {@return the repositories this run may use, each with its code host and CI} */
    Repositories repositories();

    /** {@return the other skills by name, through the same gate and journal, to a limited depth} */
    Skills skills();

    /** {@return what may be recalled before everyone in the run's audience} */
    Recall recall();

    /** {@return a sandbox with the workspace mounted, started on first use and closed by the host} */
    Sandbox sandbox();

    /**
     * Starts a question to the language model, outside the conversation. It counts towards the task's
     * budget. {@code context.model().instructions(…).prompt(…).schema(…).small().ask()}.
     *
     * @return a builder of the question
     */
    ModelQuestion model();

    /**
     * Tells the person, while the skill still runs, what it is doing.
     *
     * @param line one short line
     */
    void progress(String line);

    /** {@return tells when the result is no longer wanted} */
    CancellationToken cancellation();

    /** {@return the id of this run; the same when the run is looked at again after a crash} */
    String runId();

    /**
     * Lists the runs of this conversation, on the repository in focus, that told an exit code.
     *
     * @return the runs, oldest first; empty outside of a conversation
     */
    default List<CheckedRun> checkedRuns() {
        return List.of();
    }

    /** {@return the host's JSON} */
    Json json();
}
