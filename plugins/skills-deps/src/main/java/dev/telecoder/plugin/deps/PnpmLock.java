package dev.telecoder.plugin.deps;

import dev.telecoder.api.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** pnpm-lock.yaml of the formats 5 to 9. */
final class PnpmLock {

    /** {@code /a/1.0.0_peer@2}, {@code /a@1.0.0(peer@2)} and {@code a@1.0.0(peer@2)}. */
    private static final Pattern KEY =
            Pattern.compile("/?(?<name>(?:@[^/@]+/)?[^/@]+)[/@](?<version>\\d[^(_/]*)(?:[(_/].*)?");

    private PnpmLock() {}

    static List<Dependency> read(String text, String file) {
        JsonValue lock = BlockYaml.parse(text);
        Graph graph = new Graph();
        Map<String, JsonValue> packages = new LinkedHashMap<>(lock.get("packages").members());
        Map<String, JsonValue> snapshots = lock.get("snapshots").members();
        packages.forEach((key, one) -> {
            Matcher matcher = KEY.matcher(key);
            String name = one.get("name").text();
            String version = one.get("version").text();
            if (!version.isEmpty() || matcher.matches()) {
                graph.add(id(key), name.isEmpty() && matcher.matches() ? matcher.group("name") : name,
                        version.isEmpty() ? matcher.group("version") : version);
            }
        });
        packages.putAll(snapshots);
        packages.forEach((key, one) -> {
            for (String kind : NpmLock.KINDS) {
                one.get(kind).members().forEach((name, wanted) -> graph.edge(id(key), target(name, wanted.text())));
            }
        });
        directs(lock, graph);
        lock.get("importers").members().values().forEach(importer -> directs(importer, graph));
        return graph.dependencies("npm", file);
    }

    private static void directs(JsonValue importer, Graph graph) {
        for (String kind : NpmLock.KINDS) {
            importer.get(kind).members().forEach((name, wanted) -> graph.direct(target(name,
                    wanted.get("version").findText().orElse(wanted.text()))));
        }
    }

    /** A package under one name, whatever its peers are. */
    private static String id(String key) {
        Matcher matcher = KEY.matcher(key);
        return matcher.matches() ? matcher.group("name") + "@" + matcher.group("version") : key;
    }

    private static String target(String name, String wanted) {
        return wanted.isEmpty() ? name : Character.isDigit(wanted.charAt(0)) ? id(name + "@" + wanted) : id(wanted);
    }
}
