package dev.telecoder.platform.web;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.event.Counters;
import dev.telecoder.platform.store.Times;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** What machines ask: is it there, is it ready, what has it counted. */
final class ProbeRoutes {

    private static final Set<String> NEEDED = Set.of("store", "agent", "plugins");

    private final HostView host;
    private final Counters counters;
    private final Logins logins;
    private final Guard guard;

    ProbeRoutes(HostView host, Counters counters, Logins logins, Guard guard) {
        this.host = host;
        this.counters = counters;
        this.logins = logins;
        this.guard = guard;
    }

    void register(RoutesConfig routes) {
        routes.get("/healthz", ctx -> Api.send(ctx, Answer.ok(JsonValue.object().put("status", "up").build())));
        routes.get("/readyz", this::ready);
        routes.get("/metrics", this::metrics);
    }

    private void ready(Context ctx) throws IOException {
        List<HostView.Part> parts = host.readyParts();
        boolean ready = parts.stream().noneMatch(part -> NEEDED.contains(part.name()) && !part.state().equals("up"));
        JsonValue.ObjectBuilder body = JsonValue.object().put("ready", ready);
        if (logins.findQuietly(ctx).isPresent()) {
            body.put("parts", parts(parts));
        }
        Api.send(ctx, Answer.ok(body.build()));
        ctx.status(ready ? 200 : 503);
        ctx.contentType("application/json");
    }

    static List<JsonValue> parts(List<HostView.Part> parts) {
        return parts.stream().<JsonValue>map(part -> JsonValue.object().put("name", part.name())
                .put("state", part.state()).put("detail", part.detail().isEmpty() ? null : part.detail())
                .put("since", Times.text(part.since())).build()).toList();
    }

    private void metrics(Context ctx) {
        if (!guard.local(ctx)) {
            Caller caller = logins.require(ctx);
            if (!caller.admin()) {
                throw Problem.forbidden("Only the owner or an admin may do this.");
            }
        }
        var runtime = ManagementFactory.getRuntimeMXBean();
        Runtime memory = Runtime.getRuntime();
        String text = counters.text()
                + gauge("process_start_time_seconds", runtime.getStartTime() / 1000.0)
                + gauge("process_cpu_seconds_total", cpuSeconds())
                + gauge("process_resident_memory_bytes", residentBytes())
                + gauge("jvm_memory_used_bytes", memory.totalMemory() - memory.freeMemory())
                + gauge("jvm_threads_current", ManagementFactory.getThreadMXBean().getThreadCount())
                + "# TYPE telecoder_info gauge\ntelecoder_info{version=\"" + host.version().replace("\"", "")
                + "\"} 1\n";
        ctx.header("Cache-Control", "no-store").contentType("text/plain; version=0.0.4; charset=utf-8")
                .result(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String gauge(String name, double value) {
        String number = value == Math.rint(value) && Math.abs(value) < 1e15 ? String.valueOf((long) value)
                : String.valueOf(value);
        return "# TYPE " + name + (name.endsWith("_total") ? " counter\n" : " gauge\n") + name + ' ' + number + '\n';
    }

    private static double cpuSeconds() {
        return ProcessHandle.current().info().totalCpuDuration().map(spent -> spent.toMillis() / 1000.0).orElse(0.0);
    }

    /** Only Linux tells it in a file; elsewhere what the Java heap takes is the next best. */
    private static double residentBytes() {
        try {
            for (String line : java.nio.file.Files.readAllLines(java.nio.file.Path.of("/proc/self/status"))) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) * 1024.0;
                }
            }
        } catch (IOException | NumberFormatException e) {
            // no Linux
        }
        return Runtime.getRuntime().totalMemory();
    }
}
