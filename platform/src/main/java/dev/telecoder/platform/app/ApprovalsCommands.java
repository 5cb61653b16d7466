package dev.telecoder.platform.app;

import dev.telecoder.api.json.JsonValue;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands about questions for consent, all of the running host. */
final class ApprovalsCommands {

    private ApprovalsCommands() {}

    /** {@code approvals list}. */
    @CommandLine.Command(description = "Questions that wait for an answer.")
    static final class List extends Command {

        @Option(names = "--state", defaultValue = "pending",
                description = "pending, allowed, denied, expired, withdrawn or all (default ${DEFAULT-VALUE})") private String state =
                        "pending";

        List(Io io) {
            super(io);
        }

        @Override
        public Integer call() {
            HostClient host = HostClient.need(io.home(), json);
            return list(host.all("/api/v1/approvals" + (state.equals("all") ? "" : "?state=" + state)),
                    "No open questions.",
                    java.util.List.of("id", "kind", "state", "skill", "risk", "repo", "summary"));
        }
    }

    /** {@code approvals approve}. */
    @CommandLine.Command(description = "Allows what a question asks.")
    static final class Approve extends Command {

        @Parameters(paramLabel = "ID", description = "the question, such as 7K3Q") private String id = "";

        @Option(names = "--always", description = "and make it a rule, where that is offered") private boolean always;

        Approve(Io io) {
            super(io);
        }

        @Override
        public Integer call() {
            return answer(this, id, always ? "allow_always" : "allow_once");
        }
    }

    /** {@code approvals deny}. */
    @CommandLine.Command(description = "Denies what a question asks.")
    static final class Deny extends Command {

        @Parameters(paramLabel = "ID", description = "the question, such as 7K3Q") private String id = "";

        Deny(Io io) {
            super(io);
        }

        @Override
        public Integer call() {
            return answer(this, id, "deny");
        }
    }

    /** {@code approvals rules list}. */
    @CommandLine.Command(description = "What is always allowed.")
    static final class Rules extends Command {

        Rules(Io io) {
            super(io);
        }

        @Override
        public Integer call() {
            return list(HostClient.need(io.home(), json).all("/api/v1/rules"), "No rules.",
                    java.util.List.of("id", "skill", "repo", "role", "created_by", "created_at"));
        }
    }

    /** {@code approvals rules remove}. */
    @CommandLine.Command(description = "Revokes a rule; from then on it asks again.")
    static final class Remove extends Command {

        @Parameters(paramLabel = "ID", description = "the rule, as `approvals rules list` shows it") private String id =
                "";

        Remove(Io io) {
            super(io);
        }

        @Override
        public Integer call() {
            HostClient.need(io.home(), json).delete("/api/v1/rules/" + HostClient.segment(id));
            return done(this, JsonValue.object().put("removed", id).build(), "The rule " + id + " is gone.");
        }
    }

    private static int answer(Command command, String id, String decision) {
        JsonValue settled =
                HostClient.need(command.io.home(), command.json).post("/api/v1/approvals/" + HostClient.segment(id),
                        JsonValue.object().put("decision", decision).build());
        return done(command, settled, settled.get("id").text() + " " + settled.get("state").text() + ".");
    }

    private static int done(Command command, JsonValue result, String sentence) {
        command.io.line(command.asJson ? result.toString() : sentence);
        return 0;
    }
}
