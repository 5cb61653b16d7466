package dev.telecoder.platform.web;

import dev.telecoder.api.http.WebApp;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.gateway.Channels;
import dev.telecoder.platform.plugin.Extensions;
import dev.telecoder.platform.skill.CatalogEntry;
import dev.telecoder.platform.store.Times;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What there is, as the commands of the same names list it. */
final class ListRoutes {

    private final WebServer.Parts parts;

    ListRoutes(WebServer.Parts parts) {
        this.parts = parts;
    }

    void register(Api api) {
        HostView host = parts.host();
        api.get("/status", request -> Answer.ok(host.status()));
        api.get("/skills", request -> Answer.items(parts.catalog().listed().stream()
                .map(entry -> json(entry, parts.json())).toList()));
        api.get("/channels", request -> Answer.items(channels()));
        api.get("/repos", request -> Answer.items(host.repos()));
        new UsageRoutes(host, parts.usage(), parts.clock()).register(api);
        new ActivityRoutes(parts).register(api);
        new LogRoutes(host).register(api);
        new SettingRoutes(host).register(api);
        api.get("/users", request -> {
            request.requireAdmin();
            return Answer.items(parts.people().all().stream().map(person -> JsonValue.object().put("id", person.id())
                    .put("name", person.name()).put("role", person.role().word())
                    .put("accounts", parts.people().accounts(person)).build()).toList());
        });
        new JobRoutes(host).register(api);
        api.get("/monitors", request -> Answer.items(host.monitors()));
        api.get("/incidents", request -> Answer.items(host.incidents()));
        api.post("/incidents/{number}/{action}", request -> {
            request.requireAdmin(); // an incident may be about any repository
            return Answer.accepted(JsonValue.object().put("message", host.act(request.path("number"),
                    request.path("action"), request.person()).orElseThrow(
                            () -> Problem.notFound("incident "
                                    + request.path("number") + " with " + request.path("action"))))
                    .build());
        });
        api.post("/shutdown", request -> {
            request.requireAdmin();
            host.shutdown();
            return Answer.accepted(JsonValue.object().put("stopping", true).build());
        });
    }

    private static JsonValue json(CatalogEntry entry, Json json) {
        return JsonValue.object().put("name", entry.spec().name()).put("description", entry.spec().description())
                .put("risk", entry.spec().risk().name()).put("source", entry.source())
                .put("state", entry.ready() ? "ready" : "unavailable")
                .put("reason", entry.ready() ? null : entry.reason())
                .put("input_schema", entry.ready() ? json.parse(entry.inputSchemaJson()) : null).build();
    }

    /** The web chat needs no connection: where its page is, it is up. */
    private List<JsonValue> channels() {
        List<Channels.Status> all = new ArrayList<>(parts.gateway().channels().statuses());
        for (Extensions.Extension<WebApp> app : parts.extensions().of(WebApp.class)) {
            String id = app.plugin().replaceFirst("^channel-", "");
            if (app.plugin().startsWith("channel-") && all.stream().noneMatch(one -> one.id().equals(id))) {
                all.add(new Channels.Status(id, "up", "", parts.clock().instant()));
            }
        }
        return all.stream().sorted(Comparator.comparing(Channels.Status::id))
                .map(one -> JsonValue.object().put("id", one.id())
                        .put("state", one.state()).put("detail", one.detail().isEmpty() ? null : one.detail())
                        .put("since", Times.text(one.since())).build())
                .toList();
    }
}
