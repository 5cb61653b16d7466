package dev.telecoder.platform.web.admin;

import dev.telecoder.api.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What it does by itself: incidents and what can be done about them, monitors and how they look, jobs and when they ran. */
final class HeartbeatPages {

    private static final int OVER = 50;

    /**
     * The incidents.
     *
     * @param open those that go on
     * @param over those that ended lately
     * @param acts whether the visitor may do something about them
     */
    record Incidents(List<JsonValue> open, List<JsonValue> over, boolean acts) {}

    /**
     * The jobs.
     *
     * @param jobs what is scheduled
     * @param runs when they were due, the newest first
     * @param acts whether the visitor may run one
     */
    record Jobs(List<JsonValue> jobs, List<JsonValue> runs, boolean acts) {}

    void register(Desk desk) {
        desk.page("incidents", "/incidents", visit -> {
            Map<Boolean, List<JsonValue>> all = visit.asks().get("incidents").get("items").items().stream()
                    .collect(Collectors.partitioningBy(one -> one.get("state").text().equals("open")));
            Incidents view = new Incidents(all.get(true), all.get(false).stream().limit(OVER).toList(),
                    visit.asks().admin());
            return Desk.Shown.of("Incidents",
                    (out, frame, show) -> JteincidentsGenerated.render(out, null, frame, show, view));
        });
        desk.action("/incidents/{number}", visit -> {
            String number = visit.ctx().pathParam("number");
            JsonValue answer = visit.asks().post("incidents", number, visit.form("action"));
            return new Desk.Done("/incidents", Flash.done(answer.get("message").text()).at("incident-" + number));
        });
        desk.page("monitors", "/monitors", visit -> {
            List<JsonValue> monitors = visit.asks().get("monitors").get("items").items();
            return Desk.Shown.of("Monitors",
                    (out, frame, show) -> JtemonitorsGenerated.render(out, null, frame, show, monitors));
        });
        desk.page("jobs", "/jobs", visit -> {
            Jobs view = new Jobs(visit.asks().get("jobs").get("items").items(), visit.asks().admin()
                    ? visit.asks().get(Map.of("limit", "50"), "jobs", "runs").get("items").items() : List.of(),
                    visit.asks().admin());
            return Desk.Shown.of("Jobs", (out, frame, show) -> JtejobsGenerated.render(out, null, frame, show, view));
        });
        desk.action("/jobs/run", visit -> {
            visit.asks().post("jobs", visit.form("name"), "run");
            return new Desk.Done("/jobs", Flash.done("The job " + visit.form("name") + " runs."));
        });
    }

    /** When something is next, which lies in the future. */
    static String soon(Show show, String at) {
        return show.whole(at);
    }
}
