package dev.telecoder.plugin.monitor.deps;

import dev.telecoder.api.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What earlier looks left behind of one repository. For one thread. */
final class Known {

    /** What the audit found last, and what was out of date. */
    List<Weakness> audited = List.of();
    List<String> outdated = List.of();
    /** Of each package that was told of as critical, the marks. */
    final Map<String, List<String>> told = new LinkedHashMap<>();
    /** The week whose summary was decided, the incident it made, and what it was about. */
    String week = "";
    String incident = "";
    List<String> summed = List.of();

    static Known read(JsonValue json) {
        var known = new Known();
        known.audited = json.get("audited").items().stream().map(Weakness::read).toList();
        known.outdated = texts(json.get("outdated"));
        json.get("told").members().forEach((name, marks) -> known.told.put(name, new ArrayList<>(texts(marks))));
        known.week = json.get("week").text();
        known.incident = json.get("incident").text();
        known.summed = texts(json.get("summed"));
        return known;
    }

    private static List<String> texts(JsonValue list) {
        return list.items().stream().map(JsonValue::text).toList();
    }

    String text() {
        return JsonValue.object().put("audited", audited.stream().map(Weakness::json).toList())
                .put("outdated", outdated).put("told", told).put("week", week).put("incident", incident)
                .put("summed", summed).build().toString();
    }
}
