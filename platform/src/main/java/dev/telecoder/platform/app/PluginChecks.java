package dev.telecoder.platform.app;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.health.HealthCheck;
import dev.telecoder.api.health.HealthCheck.State;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.config.Config;
import dev.telecoder.platform.config.ConfigProblem;
import dev.telecoder.platform.model.ModelRouter;
import dev.telecoder.platform.plugin.Extensions;
import dev.telecoder.platform.plugin.PluginReport;
import dev.telecoder.platform.sandbox.SandboxStatus;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Settings, plugins, and what plugins find out about themselves. */
final class PluginChecks {

    private static final Duration OF_PLUGINS = Duration.ofSeconds(8);
    private static final Duration OF_PLUGINS_ONLINE = Duration.ofSeconds(25);
    private static final Duration LOADING = Duration.ofSeconds(20);

    private final DoctorScene scene;

    PluginChecks(DoctorScene scene) {
        this.scene = scene;
    }

    List<Doctor.Check> all() {
        return List.of(new Doctor.Check("config", this::config), new Doctor.Check("plugins", this::plugins),
                new Doctor.Check("model", this::model), new Doctor.Check("sandbox", this::sandbox),
                new Doctor.Check("channels", this::channels),
                new Doctor.Check("repos", () -> RepoChecks.of(scene.host())),
                // Each of theirs has its limit, from when the plugins are loaded.
                new Doctor.Check("plugin-checks", this::own, ofPlugins().plus(LOADING)));
    }

    private List<Finding> config() {
        Config config = scene.config();
        if (!config.readable()) {
            return List.of(Finding.fail("config", config.problems().getFirst().describe("config.yaml"),
                    "Nothing starts, because your rules would be unknown.",
                    "Mend that line; `telecoder config validate` checks it again."));
        }
        List<ConfigProblem> problems;
        try {
            problems = scene.host().settings().problems();
        } catch (RuntimeException e) {
            problems = config.problems();
        }
        List<Finding> found = new ArrayList<>();
        for (ConfigProblem problem : problems) {
            String fix = problem.didYouMean() == null || problem.didYouMean().isEmpty()
                    ? problem.expected().isEmpty() ? "Mend or remove that line of config.yaml."
                            : "Expected: " + problem.expected()
                    : "Did you mean " + problem.didYouMean() + "?";
            found.add(problem.isError()
                    ? Finding.fail("config", problem.describe("config.yaml"), "What this line sets is off.", fix)
                    : Finding.warn("config", problem.describe("config.yaml"), "It has no effect.", fix));
        }
        return found.isEmpty() ? List.of(Finding.ok("config", Files.exists(scene.home().config())
                ? "config.yaml is fine." : "There is no config.yaml; all defaults hold.")) : found;
    }

    private List<Finding> plugins() {
        List<JsonValue> reports = scene.running().isPresent()
                ? HostClient.need(scene.home(), scene.json()).all("/api/v1/plugins").items()
                : scene.host().plugins().reports().stream().map(PluginReport::toJson).toList();
        List<Finding> found = new ArrayList<>();
        for (JsonValue report : reports) {
            String state = report.get("state").text();
            String what =
                    "Plugin " + report.get("id").text() + " " + report.get("version").text() + " is " + state + ".";
            String reason = report.get("reason").text();
            if (state.equals("refused") || state.equals("faulty") || state.equals("quarantined")) {
                found.add(Finding.fail("plugins", what, reason.isEmpty() ? "Why is not known." : reason,
                        report.get("source").text().equals("user")
                                ? "Replace its jar in " + scene.home().plugins() + ", or take it out."
                                : "Unpack the distribution again."));
            } else if (state.equals("started") && !reason.isEmpty()) {
                found.add(Finding.warn("plugins", what, reason, "Report it to the author of the plugin."));
            }
        }
        return found.isEmpty() ? List.of(Finding.ok("plugins", reports.size() + " plugins fit.")) : found;
    }

    private List<Finding> model() {
        Host host = scene.host();
        Optional<ModelRouter.Selected> model = host.models().selected();
        if (model.isPresent()) {
            return List.of(Finding.ok("model", model.get().provider() + " " + model.get().model() + " ("
                    + model.get().why() + ")"));
        }
        String why = String.valueOf(host.models().nothingAnswers().getMessage()).strip();
        String fix = "Set ANTHROPIC_API_KEY or OPENAI_API_KEY, or the section llm of config.yaml.";
        return List.of(host.config().current().settings().llm().provider().isPresent()
                ? Finding.fail("model", "The model that is set up cannot be used.", why, fix)
                : Finding.warn("model", "No model is set up.",
                        "Commands, skills and monitors work without one; an answer in its own words does not.", fix));
    }

    private List<Finding> sandbox() {
        Host host = scene.host();
        String wanted = host.config().current().has("sandbox.runtime")
                ? host.config().current().settings().sandbox().runtime() : "auto";
        SandboxStatus status = host.sandboxes().status();
        if (!status.available()) {
            String why = status.detail().isEmpty() ? "No code of a repository is run." : status.detail();
            String fix = "Install bubblewrap or Docker, then look again; the text above names what is in the way.";
            return List.of(wanted.equals("auto") ? Finding.warn("sandbox", "There is no sandbox.", why, fix)
                    : Finding.fail("sandbox", "The sandbox '" + wanted + "' cannot be used.", why, fix));
        }
        if (status.runtime().equals("process")) {
            return List
                    .of(Finding.warn("sandbox", "Code of repositories runs without a wall (sandbox.runtime: process).",
                            "It can do what you can do on this machine.",
                            "Install bubblewrap or Docker and take that line out."));
        }
        return List.of(status.missing().isEmpty() ? Finding.ok("sandbox", status.runtime() + " enforces every limit.")
                : Finding.warn("sandbox",
                        status.runtime() + " works, but not for: " + String.join(", ", status.missing())
                                + ".",
                        status.detail().isEmpty() ? "These limits are not enforced." : status.detail(),
                        status.runtime().equals("docker")
                                ? "Keep more space free than sandbox.disk, or set less there."
                                : "Run the host where it may write control groups, such as by systemd with Delegate=yes."));
    }

    private List<Finding> channels() {
        if (scene.running().isEmpty()) {
            return List.of(Finding.ok("channels", "No host is running, so none is connected."));
        }
        List<Finding> found = new ArrayList<>();
        List<JsonValue> channels = HostClient.need(scene.home(), scene.json()).all("/api/v1/channels").items();
        for (JsonValue channel : channels) {
            if (channel.get("state").text().equals("down")) {
                found.add(Finding.fail("channels", "Channel " + channel.get("id").text() + " is down.",
                        channel.get("detail").findText().filter(text -> !text.isBlank()).orElse("Why is not known."),
                        "Check the section channels." + channel.get("id").text() + " of config.yaml."));
            }
        }
        return found.isEmpty() ? List.of(Finding.ok("channels", channels.size() + " up.")) : found;
    }

    /** Each plugin by itself: what is wrong with one must not hide what another found. */
    private List<Finding> own() {
        List<Doctor.Check> checks = new ArrayList<>();
        for (Extensions.Extension<HealthCheck> one : scene.host().plugins().of(HealthCheck.class)) {
            checks.add(new Doctor.Check(one.plugin(), () -> ask(one)));
        }
        return new Doctor(ofPlugins()).examine(checks);
    }

    private Duration ofPlugins() {
        return scene.online() ? OF_PLUGINS_ONLINE : OF_PLUGINS;
    }

    private List<Finding> ask(Extensions.Extension<HealthCheck> check) {
        try {
            return check.instance().check(scene::online).stream()
                    .map(one -> new Finding(check.plugin() + "/" + one.name(), one.state(), one.what(), one.why(),
                            one.fix(), null))
                    .toList();
        } catch (PluginException e) {
            return List.of(new Finding(check.plugin(), State.FAIL, String.valueOf(e.getMessage()),
                    "What it needs is not there.", "The text above says what to do.", null));
        }
    }
}
