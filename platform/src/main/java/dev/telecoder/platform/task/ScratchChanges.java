package dev.telecoder.platform.task;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.repo.Checkout;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was changed where there is no repository to compare with: what the runs say, counted in the diffs they give. */
final class ScratchChanges {

    private ScratchChanges() {}

    static List<Checkout.Change> of(List<Run> runs) {
        Map<String, int[]> counts = new LinkedHashMap<>();
        for (Run run : runs) {
            RunResult result = run.result();
            if (result == null || run.state() != Run.State.DONE) {
                continue;
            }
            result.files().forEach(path -> counts.computeIfAbsent(path, key -> new int[2]));
            count(result.data() == null ? JsonValue.NULL : result.data(), counts);
        }
        return counts.entrySet().stream().map(entry -> new Checkout.Change(entry.getKey(),
                Checkout.Change.Kind.MODIFIED, entry.getValue()[0], entry.getValue()[1])).toList();
    }

    private static void count(JsonValue data, Map<String, int[]> counts) {
        int[] file = new int[2];
        String before = "";
        for (String line : data.get("diff").text().split("\n")) {
            if (line.startsWith("--- ")) {
                before = line.substring(4);
            } else if (line.startsWith("+++ ")) {
                String after = line.substring(4);
                file = counts.getOrDefault((after.equals("/dev/null") ? before : after).replaceFirst("^[ab]/", ""),
                        new int[2]);
            } else if (line.startsWith("+")) {
                file[0]++;
            } else if (line.startsWith("-")) {
                file[1]++;
            }
        }
    }
}
