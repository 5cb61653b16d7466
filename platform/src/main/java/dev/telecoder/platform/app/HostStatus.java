package dev.telecoder.platform.app;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.config.ConfigProblem;
import dev.telecoder.platform.config.ConfigState;
import dev.telecoder.platform.gateway.Channels;
import dev.telecoder.platform.model.ModelRouter;
import dev.telecoder.platform.model.Price;
import dev.telecoder.platform.model.UsageTable;
import dev.telecoder.platform.plugin.PluginReport;
import dev.telecoder.platform.sandbox.SandboxStatus;
import dev.telecoder.platform.task.Turns;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How a host is, for {@code /status}, for the command and for the API. */
final class HostStatus {

    private static final long MB = 1024 * 1024;

    private final Host host;

    HostStatus(Host host) {
        this.host = host;
    }

    JsonValue json(String url, boolean ready) {
        Optional<ModelRouter.Selected> model = host.models().selected();
        SandboxStatus sandbox = host.sandboxes().status();
        Turns.Counts turns = host.turns().counts();
        List<PluginReport> plugins = host.plugins().reports();
        return JsonValue.object().put("version", Version.text()).put("url", url).put("ready", ready)
                .put("model", JsonValue.object().put("provider", model.map(ModelRouter.Selected::provider).orElse(null))
                        .put("name", model.map(ModelRouter.Selected::model).orElse(null)).build())
                .put("sandbox",
                        JsonValue.object().put("runtime", sandbox.runtime()).put("missing", sandbox.missing()).build())
                .put("workspaces", workspaces())
                .put("channels", channels())
                .put("plugins", JsonValue.object().put("started", count(plugins, PluginReport.State.STARTED))
                        .put("refused",
                                count(plugins, PluginReport.State.REFUSED) + count(plugins, PluginReport.State.FAULTY))
                        .build())
                .put("turns",
                        JsonValue.object().put("running", turns.running()).put("waiting", turns.waiting()).build())
                .put("config", config())
                .put("usage", usage())
                .build();
    }

    /** What tasks have on disk; {@code null} until it was measured the first time. */
    private @Nullable JsonValue workspaces() {
        return host.retention().use().map(use -> JsonValue.object().put("tasks", use.tasks()).put("bytes", use.bytes())
                .put("limit_bytes", use.limit()).build()).orElse(null);
    }

    private JsonValue usage() {
        LocalDate today = LocalDate.ofInstant(host.clock().instant(), ZoneOffset.UTC);
        UsageTable table = host.ledger().table();
        return JsonValue.object().put("today_usd", usd(table.since(today, null)))
                .put("month_usd", usd(table.since(today.withDayOfMonth(1), null)))
                .put("tokens", table.since(null, null).ofTurn()).build();
    }

    private static BigDecimal usd(UsageTable.Sum sum) {
        return sum.nano() == null ? BigDecimal.ZERO : Price.usd(sum.nano());
    }

    /** Whether the settings that hold are those of config.yaml. */
    private JsonValue config() {
        ConfigState state = host.config().state();
        List<ConfigProblem> problems = host.settings().problems();
        boolean wrong = problems.stream().anyMatch(ConfigProblem::isError);
        return JsonValue.object().put("state", !state.taken() ? "last_good" : wrong ? "partly" : "ok")
                .put("held", state.held().stream().sorted().toList())
                .put("problems", problems.stream().map(ConfigProblem::toJson).toList()).build();
    }

    JsonValue channels() {
        return JsonValue.array(host.channels().statuses().stream().map(HostStatus::json).toList());
    }

    String markdown() {
        Optional<ModelRouter.Selected> model = host.models().selected();
        SandboxStatus sandbox = host.sandboxes().status();
        Turns.Counts turns = host.turns().counts();
        List<PluginReport> plugins = host.plugins().reports();
        String channels = host.channels().statuses().stream().map(one -> one.id() + " " + one.state())
                .collect(Collectors.joining(", "));
        return "**TeleCoder " + Version.text() + "**\n- Model: "
                + model.map(one -> one.provider() + " " + one.model())
                        .orElse("none yet; set `llm.provider` and a key in config.yaml")
                + "\n- Sandbox: " + sandbox.runtime() + (sandbox.missing().isEmpty() ? ""
                        : " (without " + String.join(", ", sandbox.missing()) + ")")
                + host.retention().use()
                        .map(use -> "\n- Workspaces: " + use.tasks() + " with " + use.bytes() / MB + " MB of "
                                + use.limit() / MB
                                + (use.tooMuch() ? " **(more than `sandbox.workspaces.size`; what is left holds"
                                        + " work that was not pushed)**" : ""))
                        .orElse("")
                + "\n- Channels: " + (channels.isEmpty() ? "the web page only" : channels)
                + "\n- Plugins: " + count(plugins, PluginReport.State.STARTED) + " started"
                + "\n- Turns: " + turns.running() + " running, " + turns.waiting() + " waiting";
    }

    private static JsonValue json(Channels.Status status) {
        return JsonValue.object().put("id", status.id()).put("state", status.state()).put("detail", status.detail())
                .put("since", dev.telecoder.platform.store.Times.text(status.since())).build();
    }

    private static long count(List<PluginReport> plugins, PluginReport.State state) {
        return plugins.stream().filter(plugin -> plugin.state() == state).count();
    }
}
