package dev.telecoder.platform.web;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.store.Times;
import dev.telecoder.platform.task.Turn;
import dev.telecoder.platform.task.Turns;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How much was done lately: a number for each hour, and the sum of the day. */
final class ActivityRoutes {

    private static final int HOURS = 24;

    private final WebServer.Parts parts;

    ActivityRoutes(WebServer.Parts parts) {
        this.parts = parts;
    }

    void register(Api api) {
        api.get("/activity", this::activity);
    }

    private Answer activity(ApiRequest request) {
        Instant first =
                parts.clock().instant().truncatedTo(ChronoUnit.HOURS).minus(HOURS - 1, ChronoUnit.HOURS);
        @Nullable String person = request.caller().admin() ? null : request.person().id();
        int[][] counts = new int[HOURS][4];
        for (Turns.Recent turn : parts.turns().since(first, person)) {
            int hour = (int) Duration.between(first, turn.at()).toHours();
            if (hour >= 0 && hour < HOURS) {
                counts[hour][0]++;
                counts[hour][1] += turn.messages();
                counts[hour][2] += turn.state() == Turn.State.FAILED || turn.state() == Turn.State.OVER_BUDGET ? 1 : 0;
                counts[hour][3] += turn.state() == Turn.State.STOPPED ? 1 : 0;
            }
        }
        List<JsonValue> hours = new ArrayList<>();
        int[] sum = new int[4];
        for (int i = 0; i < HOURS; i++) {
            for (int k = 0; k < sum.length; k++) {
                sum[k] += counts[i][k];
            }
            hours.add(counted(counts[i]).put("at", Times.text(first.plus(i, ChronoUnit.HOURS))).build());
        }
        JsonValue.ObjectBuilder answer = counted(sum).put("hours", hours);
        if (request.caller().admin()) {
            answer.put("usage", parts.usage().sinceInstant(first).ofTurn());
        }
        return Answer.ok(answer.build());
    }

    private static JsonValue.ObjectBuilder counted(int[] counts) {
        return JsonValue.object().put("turns", counts[0]).put("messages", counts[1]).put("failed", counts[2])
                .put("stopped", counts[3]);
    }
}
