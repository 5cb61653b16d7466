package dev.telecoder.platform.web;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.store.Times;
import java.time.Instant;

/** Jobs: what there is, what they did, and running one. They act with the owner's rights, so running is for admins. */
final class JobRoutes {

    private static final int MOST = 1_000;

    private final HostView host;

    JobRoutes(HostView host) {
        this.host = host;
    }

    void register(Api api) {
        api.get("/jobs", request -> Answer.items(host.jobs()));
        api.get("/jobs/runs", request -> runs(request, null));
        api.get("/jobs/{name}/runs", request -> runs(request, request.path("name")));
        api.post("/jobs/{name}/run", request -> run(request, "name"));
        api.post("/triggers/{id}", request -> run(request, "id"));
    }

    private Answer runs(ApiRequest request, @org.jspecify.annotations.Nullable String job) {
        request.requireAdmin(); // what they said may be about any repository
        return Answer.items(host.jobRuns(job, Math.clamp(request.query("limit").map(JobRoutes::number).orElse(100), 1,
                MOST)));
    }

    private Answer run(ApiRequest request, String key) {
        request.requireAdmin();
        String name = request.path(key);
        String text = request.body().get("text").findText().orElse("");
        Instant begun;
        try {
            begun = host.runJob(name, text).orElseThrow(() -> Problem.notFound("job " + name));
        } catch (IllegalStateException e) {
            throw Problem.of(409, String.valueOf(e.getMessage()));
        }
        return Answer.accepted(JsonValue.object().put("name", name).put("occurrence", Times.text(begun)).build());
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw Problem.invalid("limit", "expected a number from 1 to " + MOST);
        }
    }
}
