package dev.telecoder.plugin.deps;

import dev.telecoder.api.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** package-lock.json and npm-shrinkwrap.json of all versions: a tree of folders, in which a name is looked for upwards. */
final class NpmLock {

    static final List<String> KINDS =
            List.of("dependencies", "devDependencies", "optionalDependencies", "peerDependencies");
    private static final String FOLDER = "node_modules/";

    private NpmLock() {}

    static List<Dependency> read(JsonValue lock, JsonValue manifest, String file) {
        Graph graph = new Graph();
        Map<String, JsonValue> packages = lock.get("packages").members();
        if (packages.isEmpty()) {
            nested(lock.get("dependencies").members(), "", graph);
            names(manifest).forEach(name -> graph.direct(FOLDER + name));
            return graph.dependencies("npm", file);
        }
        packages.forEach((path, one) -> {
            if (path.contains(FOLDER) && !one.get("link").asBoolean(false) && !one.get("version").text().isEmpty()) {
                String alias = path.substring(path.lastIndexOf(FOLDER) + FOLDER.length());
                graph.add(path, one.get("name").findText().orElse(alias), one.get("version").text());
            }
        });
        packages.forEach((path, one) -> {
            for (String name : names(one)) {
                String found = find(packages.keySet(), path, name);
                if (!found.isEmpty() && !path.contains(FOLDER)) {
                    graph.direct(found);
                } else if (!found.isEmpty()) {
                    graph.edge(path, found);
                }
            }
        });
        return graph.dependencies("npm", file);
    }

    /** {@return the names that a package.json asks for, in all its lists} */
    static Set<String> names(JsonValue manifest) {
        Set<String> names = new TreeSet<>();
        KINDS.forEach(kind -> names.addAll(manifest.get(kind).members().keySet()));
        return names;
    }

    private static String find(Set<String> paths, String from, String name) {
        String at = from;
        while (true) {
            String candidate = at.isEmpty() ? FOLDER + name : at + "/" + FOLDER + name;
            if (paths.contains(candidate)) {
                return candidate;
            }
            if (at.isEmpty()) {
                return "";
            }
            int up = at.lastIndexOf("/" + FOLDER);
            at = up < 0 ? "" : at.substring(0, up);
        }
    }

    private static void nested(Map<String, JsonValue> dependencies, String parent, Graph graph) {
        dependencies.forEach((alias, one) -> {
            String id = parent + FOLDER + alias;
            String version = one.get("version").text();
            String name = alias;
            if (version.startsWith("npm:") && version.lastIndexOf('@') > 4) {
                name = version.substring(4, version.lastIndexOf('@'));
                version = version.substring(version.lastIndexOf('@') + 1);
            }
            if (!version.isEmpty() && Character.isDigit(version.charAt(0))) {
                graph.add(id, name, version);
            }
            nested(one.get("dependencies").members(), id + "/", graph);
        });
        dependencies.forEach((alias, one) -> {
            String id = parent + FOLDER + alias;
            for (String wanted : one.get("requires").members().keySet()) {
                String at = id;
                while (!graph.has(at.isEmpty() ? FOLDER + wanted : at + "/" + FOLDER + wanted) && !at.isEmpty()) {
                    int up = at.lastIndexOf("/" + FOLDER);
                    at = up < 0 ? "" : at.substring(0, up);
                }
                graph.edge(id, at.isEmpty() ? FOLDER + wanted : at + "/" + FOLDER + wanted);
            }
        });
    }
}
