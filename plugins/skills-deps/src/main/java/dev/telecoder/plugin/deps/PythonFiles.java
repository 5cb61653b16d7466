package dev.telecoder.plugin.deps;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.support.osv.PackageVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Python's tools pin: requirements and constraints, poetry.lock, uv.lock, Pipfile.lock, and pins of pyproject.toml. */
final class PythonFiles {

    private static final String PYPI = "PyPI";
    private static final Pattern PIN = Pattern.compile(
            "(?<name>[A-Za-z0-9][A-Za-z0-9._-]*)\\s*(?:\\[[^\\]]*\\])?\\s*\\(?\\s*===?\\s*(?<version>[A-Za-z0-9!+._-]+)\\)?(?<more>.*)");
    private static final Pattern INCLUDE = Pattern.compile("(?:-r|--requirement|-c|--constraint)[\\s=]*(.+)");

    private PythonFiles() {}

    /**
     * Reads requirements, with those they include.
     *
     * @param include gives the text of another file named there; empty if it cannot be read
     * @param unpinned takes what has no exact version
     */
    static List<Dependency> requirements(String text, String file, UnaryOperator<String> include,
            List<String> unpinned) {
        Graph graph = new Graph();
        requirements(text, graph, include, unpinned, new TreeSet<>(Set.of(file)), false);
        return graph.dependencies(PYPI, file);
    }

    private static void requirements(String text, Graph graph, UnaryOperator<String> include, List<String> unpinned,
            Set<String> seen, boolean constraints) {
        String pinned = "";
        for (String raw : text.replaceAll("\\\\\\R", " ").split("\\R")) {
            String line = raw.strip();
            if (line.startsWith("#")) {
                via(line, pinned, graph);
                continue;
            }
            String comment = line.contains(" #") ? line.substring(line.indexOf(" #") + 1) : "";
            line = line.replaceFirst("\\s#.*", "").replaceFirst("\\s--hash.*", "").strip();
            Matcher included = INCLUDE.matcher(line);
            if (included.matches()) {
                String other = included.group(1).strip();
                if (seen.add(other)) {
                    requirements(include.apply(other), graph, include, unpinned, seen, line.startsWith("-c")
                            || line.startsWith("--c"));
                }
                continue;
            }
            String wanted = line.replaceFirst("\\s*;.*", "");
            Matcher pin = PIN.matcher(wanted);
            if (pin.matches() && !pin.group("more").contains("*") && !pin.group("version").endsWith(".")) {
                String id = id(pin.group("name"));
                graph.add(id, pin.group("name"), pin.group("version"));
                pinned = id;
                via(comment, pinned, graph);
            } else if (!line.isEmpty() && !line.startsWith("-") && !constraints) {
                unpinned.add(wanted.strip());
            }
        }
    }

    /** pip-compile tells in comments who needs a package: a package, or a file for a direct one. */
    private static void via(String comment, String id, Graph graph) {
        String words = comment.replaceFirst("^#\\s*(via)?\\s*", "").strip();
        if (id.isEmpty() || words.isEmpty() || !comment.matches("#\\s+via\\b.*|#\\s{2,}\\S.*")) {
            return;
        }
        for (String parent : words.split(",\\s*")) {
            if (parent.startsWith("-") || parent.contains("(")) {
                graph.direct(id);
            } else if (parent.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
                graph.edge(id(parent), id);
            }
        }
    }

    static List<Dependency> pipfileLock(JsonValue lock, JsonValue pipfile, String file) {
        Graph graph = new Graph();
        for (String part : List.of("default", "develop")) {
            lock.get(part).members().forEach((name, one) -> {
                String version = one.get("version").text().replaceFirst("^=+", "");
                if (!version.isEmpty()) {
                    graph.add(id(name), name, version);
                }
            });
        }
        for (String part : List.of("packages", "dev-packages")) {
            pipfile.get(part).members().keySet().forEach(name -> graph.direct(id(name)));
        }
        return graph.dependencies(PYPI, file);
    }

    /** poetry.lock and uv.lock: both list packages with what they need. */
    static List<Dependency> tomlLock(JsonValue lock, JsonValue pyproject, String file) {
        Graph graph = new Graph();
        Map<String, List<String>> ids = new HashMap<>();
        for (JsonValue one : lock.get("package").items()) {
            JsonValue source = one.get("source");
            boolean local = !source.get("virtual").isNull() || !source.get("editable").isNull()
                    || source.get("type").text().equals("directory");
            if (!local && !one.get("version").text().isEmpty()) {
                String id = id(one.get("name").text()) + "@" + one.get("version").text();
                graph.add(id, one.get("name").text(), one.get("version").text());
                ids.computeIfAbsent(id(one.get("name").text()), key -> new ArrayList<>()).add(id);
            }
        }
        for (JsonValue one : lock.get("package").items()) {
            String from = id(one.get("name").text()) + "@" + one.get("version").text();
            Set<String> wants = new TreeSet<>(one.get("dependencies").members().keySet());
            one.get("dependencies").items().forEach(wanted -> wants.add(wanted.get("name").text()));
            for (String group : List.of("dev-dependencies", "optional-dependencies")) {
                one.get(group).members().values()
                        .forEach(list -> list.items().forEach(wanted -> wants.add(wanted.get("name").text())));
            }
            for (String wanted : wants) {
                for (String to : ids.getOrDefault(id(wanted), List.of())) {
                    if (graph.has(from)) {
                        graph.edge(from, to);
                    } else {
                        graph.direct(to);
                    }
                }
            }
        }
        declared(pyproject).forEach(name -> graph.directs(ids.getOrDefault(id(name), List.of())));
        return graph.dependencies(PYPI, file);
    }

    /** What a pyproject.toml without a lock pins. */
    static List<Dependency> pyproject(JsonValue pyproject, String file, List<String> unpinned) {
        Graph graph = new Graph();
        for (String wanted : listed(pyproject)) {
            Matcher pin = PIN.matcher(wanted.replaceFirst("\\s*;.*", ""));
            if (pin.matches() && !pin.group("more").contains("*")) {
                graph.add(id(pin.group("name")), pin.group("name"), pin.group("version"));
            } else {
                unpinned.add(wanted);
            }
        }
        return graph.dependencies(PYPI, file);
    }

    private static List<String> listed(JsonValue pyproject) {
        List<String> wanted = new ArrayList<>();
        pyproject.get("project").get("dependencies").items().forEach(one -> wanted.add(one.text()));
        for (JsonValue groups : List.of(pyproject.get("project").get("optional-dependencies"),
                pyproject.get("dependency-groups"))) {
            groups.members().values().forEach(group -> group.items().forEach(one -> wanted.add(one.text())));
        }
        wanted.removeIf(String::isBlank);
        return wanted;
    }

    private static Set<String> declared(JsonValue pyproject) {
        Set<String> names = new TreeSet<>();
        listed(pyproject).forEach(one -> names.add(one.replaceFirst("[\\s\\[<>=!~;(].*", "")));
        JsonValue poetry = pyproject.get("tool").get("poetry");
        names.addAll(poetry.get("dependencies").members().keySet());
        names.addAll(poetry.get("dev-dependencies").members().keySet());
        poetry.get("group").members().values()
                .forEach(group -> names.addAll(group.get("dependencies").members().keySet()));
        return names;
    }

    private static String id(String name) {
        return new PackageVersion(PYPI, name, "0").plainName();
    }
}
