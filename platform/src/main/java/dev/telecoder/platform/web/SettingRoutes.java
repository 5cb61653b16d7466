package dev.telecoder.platform.web;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.config.ConfigEditor;
import dev.telecoder.platform.config.ConfigProblem;
import java.util.ArrayList;
import java.util.List;

/** Settings of a section of config.yaml: what holds, without secrets, and changing it. For the owner and admins. */
final class SettingRoutes {

    private static final String NAME = "[A-Za-z0-9_-]+";

    private final HostView host;

    SettingRoutes(HostView host) {
        this.host = host;
    }

    void register(Api api) {
        api.get("/settings/{section}", request -> {
            request.requireAdmin();
            return Answer.ok(settings(request.path("section")));
        });
        api.get("/plugins/{id}/sections", request -> {
            request.requireAdmin();
            return Answer.items(host.sectionsOf(request.path("id")).stream().map(JsonValue::of).toList());
        });
        api.patch("/settings/{section}", this::change);
    }

    private JsonValue settings(String section) {
        return host.settings(section).orElseThrow(() -> Problem.notFound("section " + section + " of the settings"));
    }

    private Answer change(ApiRequest request) {
        request.requireAdmin();
        String section = request.path("section");
        settings(section);
        JsonValue changes = request.body().get("changes");
        if (!(changes instanceof JsonValue.JsonObject) || changes.members().isEmpty()) {
            throw Problem.invalid("changes", "expected an object of names within the section and their values");
        }
        List<ConfigEditor.Edit> edits = new ArrayList<>();
        changes.members().forEach((name, value) -> {
            if (!name.matches(NAME + "(\\." + NAME + ")*")) {
                throw Problem.invalid("changes", "expected names such as timeout or proxy.url");
            }
            edits.add(new ConfigEditor.Edit(section + "." + name, value.isNull() ? null : value));
        });
        ConfigEditor.Edited edited = host.changeSettings(edits);
        if (!edited.written()) {
            throw Problem.invalid(edited.problems().stream()
                    .map(problem -> new Problem.Field(inner(section, problem), said(problem))).toList());
        }
        return Answer.ok(settings(section));
    }

    private static String inner(String section, ConfigProblem problem) {
        return problem.path().startsWith(section + ".") ? problem.path().substring(section.length() + 1)
                : problem.path();
    }

    private static String said(ConfigProblem problem) {
        return problem.problem() + (problem.expected().isEmpty() ? "" : "; expected " + problem.expected());
    }
}
