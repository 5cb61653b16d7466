package dev.telecoder.platform.app;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.config.Nearest;
import dev.telecoder.platform.plugin.InstallRefused;
import dev.telecoder.platform.plugin.InstallRequest;
import dev.telecoder.platform.plugin.PluginReport;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands about plugins; without a running host they look for themselves. */
final class PluginsCommands {

    private PluginsCommands() {}

    /** {@code plugins list}. */
    @CommandLine.Command(description = "Plugins, and why one is not started.")
    static final class List extends Command {

        List(Io io) {
            super(io);
        }

        @Override
        public Integer call() {
            return list(reports(this), "No plugins are installed.",
                    java.util.List.of("id", "version", "source", "state", "reason"));
        }
    }

    /** A command about one plugin. */
    private abstract static class OfOne extends Command {

        @Parameters(paramLabel = "ID", description = "the plugin, such as skills-git") protected String id = "";

        OfOne(Io io) {
            super(io);
        }

        /** Does it with the running host, or with one that is opened for this alone. */
        JsonValue with(Function<HostClient, JsonValue> running, Function<Host, JsonValue> alone) {
            return PluginsCommands.with(this, running, alone);
        }

        String path() {
            return "/api/v1/plugins/" + HostClient.segment(id);
        }
    }

    /** {@code plugins info}. */
    @CommandLine.Command(description = "What a plugin offers and needs, and where it came from.")
    static final class Info extends OfOne {

        Info(Io io) {
            super(io);
        }

        @Override
        public Integer call() {
            java.util.List<String> known =
                    reports(this).items().stream().map(plugin -> plugin.get("id").text()).toList();
            if (!known.contains(id)) {
                throw unknown(id, known);
            }
            return object(with(client -> client.get(path()),
                    host -> host.installer().info(id).orElseThrow(() -> unknown(id, known))));
        }
    }

    /** {@code plugins install}. */
    @CommandLine.Command(description = "Install a plugin, or another version of one, from a file or an address.")
    static final class Install extends Command {

        @Parameters(paramLabel = "FILE|URL", description = "a plugin's jar or zip") private String source = "";

        @Option(names = "--sha256", paramLabel = "HEX",
                description = "the checksum it must have; else the one in the file beside it, FILE.sha256") private String sha256 =
                        "";

        @Option(names = "--force",
                description = "also an older version than the one that is installed") private boolean force;

        @Option(names = "--insecure",
                description = "also a download that nothing says the checksum of") private boolean insecure;

        Install(Io io) {
            super(io);
        }

        @Override
        public Integer call() {
            boolean web = source.matches("[A-Za-z][A-Za-z0-9+.-]+://.*");
            String whole = web ? source : Path.of(source).toAbsolutePath().normalize().toString();
            JsonValue report = with(this,
                    client -> client.post("/api/v1/plugins", JsonValue.object().put("source", whole)
                            .put("sha256", sha256).put("force", force).put("insecure", insecure).build()),
                    host -> host.installer().install(new InstallRequest(whole, sha256, force, insecure)).toJson());
            if (asJson) {
                return object(report);
            }
            String reason = report.get("reason").text();
            io.line(report.get("id").text() + " " + report.get("version").text() + " is installed: "
                    + report.get("state").text() + (reason.isEmpty() ? "" : "\n" + reason));
            return 0;
        }
    }

    /** {@code plugins remove}. */
    @CommandLine.Command(description = "Remove a plugin that you installed; its data stays.")
    static final class Remove extends OfOne {

        Remove(Io io) {
            super(io);
        }

        @Override
        public Integer call() {
            with(client -> client.delete(path()), host -> {
                host.installer().remove(id);
                return JsonValue.NULL;
            });
            return done(this, id, "removed", id + " is removed.");
        }
    }

    /** {@code plugins enable}. */
    @CommandLine.Command(description = "Switch a plugin on, or give one that was taken out of use another chance.")
    static final class Enable extends OfOne {

        Enable(Io io) {
            super(io);
        }

        @Override
        public Integer call() {
            with(client -> client.post(path() + "/enable", JsonValue.object().build()), host -> {
                host.plugins().enable(id);
                return JsonValue.NULL;
            });
            return done(this, id, "enabled", id + " is switched on.");
        }
    }

    /** {@code plugins disable}. */
    @CommandLine.Command(description = "Switch a plugin off, until it is switched on again.")
    static final class Disable extends OfOne {

        Disable(Io io) {
            super(io);
        }

        @Override
        public Integer call() {
            with(client -> client.post(path() + "/disable", JsonValue.object().build()), host -> {
                host.plugins().disable(id);
                return JsonValue.NULL;
            });
            return done(this, id, "disabled", id + " is switched off.");
        }
    }

    /** {@code plugins verify}. */
    @CommandLine.Command(description = "Check a plugin: its file, the plugin API, checksum, classes, extensions.")
    static final class Verify extends OfOne {

        Verify(Io io) {
            super(io);
        }

        @Override
        public Integer call() {
            JsonValue found = with(client -> client.post(path() + "/verify", JsonValue.object().build()),
                    host -> host.installer().verify(id).toJson());
            if (asJson) {
                io.line(found.toString());
            } else {
                found.get("checks").items()
                        .forEach(check -> io.line((check.get("ok").asBoolean(false) ? "ok    " : "WRONG ")
                                + check.get("check").text() + ": " + check.get("detail").text()));
            }
            return found.get("ok").asBoolean(false) ? 0 : CommandFailure.NO;
        }
    }

    private static int done(Command command, String id, String state, String sentence) {
        if (command.asJson) {
            return command.object(JsonValue.object().put("id", id).put("state", state).build());
        }
        command.io.line(sentence);
        return 0;
    }

    private static CommandFailure unknown(String id, java.util.List<String> known) {
        return CommandFailure.usage("There is no plugin '" + id + "'." + near(id, known)
                + " `telecoder plugins list` shows them.");
    }

    private static JsonValue with(Command command, Function<HostClient, JsonValue> running,
            Function<Host, JsonValue> alone) {
        Optional<HostClient> client = HostClient.find(command.io.home(), command.json);
        if (client.isPresent()) {
            return running.apply(client.get());
        }
        try (Host host = Host.open(command.io.home(), command.io.environment())) {
            return alone.apply(host);
        } catch (InstallRefused e) {
            String why = String.valueOf(e.getMessage());
            throw switch (e.kind()) {
                case UNKNOWN, INVALID -> CommandFailure.usage(why);
                case CONFLICT, TOO_LARGE, UNAVAILABLE -> CommandFailure.no(why);
            };
        } catch (PluginException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()));
        }
    }

    static String near(String word, java.util.List<String> known) {
        String nearest = Nearest.to(word, known);
        return nearest == null ? "" : " Did you mean '" + nearest + "'?";
    }

    private static JsonValue reports(Command command) {
        return with(command, client -> client.all("/api/v1/plugins"),
                host -> JsonValue.array(host.plugins().reports().stream().map(PluginReport::toJson).toList()));
    }
}
