package dev.telecoder.plugin.agents;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.sandbox.Sandbox;
import dev.telecoder.api.skill.SkillResult;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Judges a run by what the agent reported and what the tree shows.
 *
 * @param name the agent's name
 * @param agent the agent
 * @param ending how it ended
 * @param changed what the tree shows
 * @param expectChange whether it was asked to change something
 */
record Verdict(String name, Agent agent, AgentRun.Ending ending, Tree.Changed changed, boolean expectChange) {

    private static final int DIFF_SHOWN = 12_000;
    private static final int DIFF_KEPT = 400_000;

    SkillResult result() {
        Optional<String> failure = failure();
        String output = failure.map(why -> name + " " + why + ".").orElse(name + " is done.") + details();
        SkillResult result = failure.isPresent() ? SkillResult.failed(output) : SkillResult.ok(output);
        return result.withFiles(changed.paths()).withData(data(failure));
    }

    /** {@return why it did not do its work, as the end of a sentence that begins with its name} */
    private Optional<String> failure() {
        Transcript said = ending.transcript();
        Sandbox.Exit exit = ending.exit();
        if (ending.stopped().isPresent()) {
            return ending.stopped();
        }
        if (exit != null && exit.code() == Launch.MISSING) {
            return Optional.of("is not installed in the sandbox; run: telecoder sandbox install "
                    + name.replaceFirst("-acp$", ""));
        }
        if (exit != null && exit.timedOut()) {
            return Optional.of("was stopped: the sandbox reached its longest life");
        }
        if (said.error() != null) {
            return Optional.of("failed: " + said.error().replaceFirst("\\.$", ""));
        }
        if (agent.speaksJson() && !said.isFinished()) {
            return Optional.of("broke off without a result" + code(exit) + tail(said));
        }
        // There is nothing else to go by, where an agent reports no events.
        if (!agent.speaksJson() && (exit == null || !exit.succeeded())) {
            return Optional.of("failed" + code(exit) + tail(said));
        }
        if (expectChange && changed.nothing()) {
            return Optional.of(said.denials().isEmpty()
                    ? "says it is done, but changed no file. Say in the task what shall change, or pass expect_change: "
                            + "false for a question"
                    : "changed no file: it was not allowed to " + String.join("; ", said.denials()));
        }
        return Optional.empty();
    }

    private static String code(Sandbox.@Nullable Exit exit) {
        return exit == null ? "" : " (exit code " + exit.code() + ")";
    }

    private static String tail(Transcript said) {
        return said.tail().isEmpty() ? "" : "; its last lines:\n" + said.tail();
    }

    private String details() {
        Transcript said = ending.transcript();
        StringBuilder text = new StringBuilder();
        if (!said.text().isEmpty()) {
            text.append("\n\nIt said:\n").append(said.text());
        }
        if (!said.denials().isEmpty()) {
            text.append("\n\nNot allowed: ").append(String.join("; ", said.denials()));
        }
        text.append("\n\nUsed: ").append(said.input()).append(" tokens in, ").append(said.output()).append(" out");
        Double cost = said.cost();
        if (cost != null) {
            text.append(String.format(Locale.ROOT, ", $%.4f", cost));
        }
        text.append('.');
        session().ifPresent(id -> text.append(" Session, for a follow-up: ").append(id));
        if (!changed.commits().isEmpty()) {
            text.append("\n\nIt committed:");
            changed.commits().forEach(one -> text.append('\n').append(one.id(), 0, Math.min(9, one.id().length()))
                    .append(' ').append(one.subject()));
        }
        if (!changed.files().isEmpty()) {
            text.append("\n\nChanged files:");
            changed.files().forEach(file -> text.append('\n').append(file.path()).append(" (+").append(file.added())
                    .append(" -").append(file.removed()).append(')'));
            text.append("\n\n").append(cut(changed.diff(), DIFF_SHOWN));
        }
        return text.toString();
    }

    private Optional<Sessions> session() {
        return Optional.ofNullable(ending.transcript().session()).map(id -> new Sessions(name, id));
    }

    private JsonValue data(Optional<String> failure) {
        Transcript said = ending.transcript();
        Sandbox.Exit exit = ending.exit();
        return JsonValue.object().put("agent", name).put("session", session().map(Sessions::toString))
                .put("summary", said.text()).put("failure", failure)
                .put("files", changed.files().stream().map(file -> Map.of("path", file.path(), "kind", file.kind(),
                        "added", file.added(), "removed", file.removed())).toList())
                .put("diff", cut(changed.diff(), DIFF_KEPT))
                .put("commits", changed.commits().stream().map(dev.telecoder.api.repo.Checkout.Commit::id).toList())
                .put("input_tokens", said.input()).put("output_tokens", said.output()).put("cost_usd", said.cost())
                .put("denied", said.denials()).put("exit_code", exit == null ? null : exit.code()).build();
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most) + "\n[cut: " + (text.length() - most)
                + " characters more]\n";
    }
}
