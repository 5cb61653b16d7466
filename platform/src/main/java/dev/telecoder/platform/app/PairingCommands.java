package dev.telecoder.platform.app;

import dev.telecoder.api.json.JsonValue;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands about who else may talk to TeleCoder, all of the running host. */
final class PairingCommands {

    private PairingCommands() {}

    /** {@code pairing list}. */
    @CommandLine.Command(description = "Senders who wait, and those who were let in.")
    static final class List extends Command {

        List(Io io) {
            super(io);
        }

        @Override
        public Integer call() {
            JsonValue found = HostClient.need(io.home(), json).get("/api/v1/pairing");
            java.util.List<JsonValue> all = new java.util.ArrayList<>();
            found.get("items").items().forEach(one -> all.add(with(one, "pending")));
            found.get("approved").items().forEach(one -> all.add(with(one, "approved")));
            return list(JsonValue.array(all), "Nobody waits, and nobody was let in.",
                    java.util.List.of("state", "channel", "account", "name", "code", "expires_at"));
        }

        private static JsonValue with(JsonValue one, String state) {
            JsonValue.ObjectBuilder all = JsonValue.object().put("state", state);
            one.members().forEach(all::put);
            return all.build();
        }
    }

    /** {@code pairing approve}. */
    @CommandLine.Command(description = "Lets a sender in.")
    static final class Approve extends Command {

        @Parameters(index = "0", paramLabel = "CHANNEL", description = "such as telegram") private String channel = "";

        @Parameters(index = "1", paramLabel = "CODE", description = "what the sender was told") private String code =
                "";

        @Option(names = "--owner", description = "it is an account of your own") private boolean owner;

        Approve(Io io) {
            super(io);
        }

        @Override
        public Integer call() {
            JsonValue answer = HostClient.need(io.home(), json).post("/api/v1/pairing/approve",
                    JsonValue.object().put("channel", channel).put("code", code).put("owner", owner).build());
            io.line(asJson ? answer.toString() : answer.get("message").findText()
                    .orElse("The sender may talk to TeleCoder on " + channel + " now."));
            return 0;
        }
    }

    /** {@code pairing revoke}. */
    @CommandLine.Command(description = "Shuts a sender out again.")
    static final class Revoke extends Command {

        @Parameters(index = "0", paramLabel = "CHANNEL", description = "such as telegram") private String channel = "";

        @Parameters(index = "1", paramLabel = "ACCOUNT",
                description = "the account, as `pairing list` shows it") private String account = "";

        Revoke(Io io) {
            super(io);
        }

        @Override
        public Integer call() {
            JsonValue answer = HostClient.need(io.home(), json).post("/api/v1/pairing/revoke",
                    JsonValue.object().put("channel", channel).put("account", account).build());
            io.line(asJson
                    ? answer.isNull() ? JsonValue.object().put("revoked", account).build().toString()
                            : answer.toString()
                    : account + " may no longer talk to TeleCoder on " + channel + ".");
            return 0;
        }
    }
}
