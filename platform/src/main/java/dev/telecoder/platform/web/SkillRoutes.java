package dev.telecoder.platform.web;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.skill.Call;
import dev.telecoder.platform.skill.Outcome;
import dev.telecoder.platform.skill.Token;
import dev.telecoder.platform.task.Entry;
import dev.telecoder.platform.task.RunResult;

/** Runs one skill, through the same gate as everything else. The call consents to nothing. */
final class SkillRoutes {

    private final WebServer.Parts parts;

    SkillRoutes(WebServer.Parts parts) {
        this.parts = parts;
    }

    void register(Api api) {
        api.post("/skills/{name}/run", this::run);
    }

    private Answer run(ApiRequest request) {
        String skill = request.path("name");
        if (parts.catalog().find(skill).isEmpty()) {
            throw Problem.of(404, "There is no skill " + skill + "." + parts.catalog().nearest(skill)
                    .map(name -> " Did you mean " + name + "?").orElse(""));
        }
        JsonValue input = request.body().get("input");
        if (input.isNull()) {
            input = JsonValue.object().build();
        }
        if (!(input instanceof JsonValue.JsonObject)) {
            throw Problem.invalid("input", "expected an object");
        }
        boolean dry = request.flag("dry_run");
        String repo = request.text("repo", 2_000);
        HostView.Bench bench;
        try {
            bench = parts.host().bench(repo == null || repo.isBlank() ? null : repo, request.person());
        } catch (PluginException e) {
            throw Problem.invalid("repo", String.valueOf(e.getMessage()));
        }
        try (bench; Token token = new Token()) {
            Call call = new Call(skill, input, Entry.API, request.person(), null, null, null, 0, null, null, 0, false,
                    null, false,
                    bench.place(), line -> {}, token);
            Outcome outcome = dry ? parts.executor().dryRun(call) : parts.executor().run(call);
            return Answer.ok(json(outcome.toJson()));
        } catch (PluginException e) {
            return Answer
                    .ok(JsonValue.object().put("id", null).put("succeeded", false).put("output", "").put("data", null)
                            .put("error",
                                    JsonValue.object()
                                            .put("kind", RunResult.fault(e.failure().name(), "").error().kind())
                                            .put("message", e.getMessage()).build())
                            .build());
        }
    }

    private static JsonValue json(JsonValue.ObjectBuilder outcome) {
        JsonValue.ObjectBuilder answer = JsonValue.object().put("id", null);
        outcome.build().members().forEach(answer::put);
        return answer.build();
    }
}
