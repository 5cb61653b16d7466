package dev.telecoder.plugin.deps;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.support.version.VersionOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lock files that one look is enough for: Cargo, Go, Composer, Bundler, NuGet. */
final class OtherLocks {

    private static final Pattern GEM = Pattern.compile("( {4}| {6})(?<name>[^ ()]+)(?: \\((?<version>[^)]*)\\))?");
    private static final Pattern GO =
            Pattern.compile("(?<module>[^\\s\"]+)\\s+(?<version>v[^\\s/]+)(?<comment>\\s*//.*)?");
    private static final Pattern REPLACE =
            Pattern.compile("(?<old>\\S+)(?:\\s+(?<from>v\\S+))?\\s+=>\\s+(?<module>\\S+)(?:\\s+(?<version>v\\S+))?.*");

    private OtherLocks() {}

    static List<Dependency> cargo(JsonValue lock, String file) {
        Graph graph = new Graph();
        Map<String, List<String>> versions = new HashMap<>();
        Set<String> local = new HashSet<>();
        for (JsonValue one : lock.get("package").items()) {
            String id = one.get("name").text() + " " + one.get("version").text();
            versions.computeIfAbsent(one.get("name").text(), key -> new ArrayList<>()).add(id);
            if (one.get("source").text().isEmpty()) {
                local.add(id);
            } else {
                graph.add(id, one.get("name").text(), one.get("version").text());
            }
        }
        for (JsonValue one : lock.get("package").items()) {
            String from = one.get("name").text() + " " + one.get("version").text();
            for (JsonValue wanted : one.get("dependencies").items()) {
                String[] words = wanted.text().split(" ");
                List<String> targets = words.length > 1 ? List.of(words[0] + " " + words[1])
                        : versions.getOrDefault(words[0], List.of());
                if (local.contains(from)) {
                    graph.directs(targets);
                } else {
                    targets.forEach(to -> graph.edge(from, to));
                }
            }
        }
        return graph.dependencies("crates.io", file);
    }

    static List<Dependency> goMod(String mod, String sum, String file) {
        Map<String, String> versions = new TreeMap<>();
        Set<String> indirect = new HashSet<>();
        Map<String, String> replaced = new HashMap<>();
        String block = "";
        for (String raw : mod.split("\\R")) {
            String line = raw.strip();
            if (line.isEmpty() || line.startsWith("//")) {
                continue;
            }
            if (line.equals(")")) {
                block = "";
                continue;
            }
            if (line.endsWith("(") && block.isEmpty()) {
                block = line.substring(0, line.length() - 1).strip();
                continue;
            }
            String kind = block.isEmpty() ? line.split("\\s+")[0] : block;
            String rest = block.isEmpty() ? line.substring(kind.length()).strip() : line;
            Matcher required = GO.matcher(rest);
            Matcher replacing = REPLACE.matcher(rest);
            if (kind.equals("require") && required.matches()) {
                versions.put(required.group("module"), required.group("version"));
                if (String.valueOf(required.group("comment")).contains("indirect")) {
                    indirect.add(required.group("module"));
                }
            } else if (kind.equals("replace") && replacing.matches()) {
                replaced.put(replacing.group("old"), replacing.group("version") == null ? ""
                        : replacing.group("module") + " " + replacing.group("version"));
            }
        }
        Graph graph = new Graph();
        versions.forEach((module, version) -> {
            String other = replaced.getOrDefault(module, module + " " + version);
            if (!other.isEmpty()) {
                graph.add(module, other.split(" ")[0], other.split(" ")[1]);
                if (!indirect.contains(module)) {
                    graph.direct(module);
                }
            }
        });
        // Before Go 1.17 go.mod names no more than the direct modules; go.sum has those that were built.
        if (indirect.isEmpty()) {
            sums(sum).forEach((module, version) -> {
                if (!versions.containsKey(module) && !replaced.containsKey(module)) {
                    graph.add(module, module, version);
                }
            });
        }
        return graph.dependencies("Go", file);
    }

    private static Map<String, String> sums(String sum) {
        VersionOrder order = VersionOrder.semver();
        Map<String, String> highest = new TreeMap<>();
        for (String line : sum.split("\\R")) {
            String[] words = line.strip().split("\\s+");
            if (words.length == 3 && !words[1].endsWith("/go.mod")) {
                highest.merge(words[0], words[1], (a, b) -> order.compare(a, b) >= 0 ? a : b);
            }
        }
        return highest;
    }

    static List<Dependency> composer(JsonValue lock, JsonValue manifest, String file) {
        Graph graph = new Graph();
        for (String part : List.of("packages", "packages-dev")) {
            for (JsonValue one : lock.get(part).items()) {
                String id = one.get("name").text().toLowerCase(Locale.ROOT);
                graph.add(id, one.get("name").text(), one.get("version").text());
                one.get("require").members().keySet().forEach(to -> graph.edge(id, to.toLowerCase(Locale.ROOT)));
            }
        }
        for (String part : List.of("require", "require-dev")) {
            manifest.get(part).members().keySet().forEach(name -> graph.direct(name.toLowerCase(Locale.ROOT)));
        }
        return graph.dependencies("Packagist", file);
    }

    static List<Dependency> gems(String lock, String file) {
        Graph graph = new Graph();
        String part = "";
        String from = "";
        for (String line : lock.split("\\R")) {
            if (!line.isEmpty() && line.charAt(0) != ' ') {
                part = line.strip();
                continue;
            }
            Matcher matcher = GEM.matcher(line);
            if (part.equals("DEPENDENCIES") && line.startsWith("  ")) {
                graph.direct(line.strip().replaceFirst("[ !(].*", ""));
            } else if (matcher.matches() && (part.equals("GEM") || part.equals("GIT") || part.equals("PATH"))) {
                boolean nested = line.startsWith("      ");
                if (nested) {
                    graph.edge(from, matcher.group("name"));
                } else {
                    from = matcher.group("name");
                    if (part.equals("GEM") && matcher.group("version") != null) {
                        // A gem with native code is listed with its platform: 1.13.9-x86_64-linux.
                        graph.add(from, from, matcher.group("version").replaceFirst("-.*", ""));
                    }
                }
            }
        }
        return graph.dependencies("RubyGems", file);
    }

    static List<Dependency> nuGetLock(JsonValue lock, String file) {
        Graph graph = new Graph();
        for (JsonValue framework : lock.get("dependencies").members().values()) {
            Map<String, String> ids = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            framework.members().forEach((name, one) -> ids.put(name, name + " " + one.get("resolved").text()));
            framework.members().forEach((name, one) -> {
                String id = ids.getOrDefault(name, name);
                if (!one.get("resolved").text().isEmpty()) {
                    graph.add(id, name, one.get("resolved").text());
                }
                if (one.get("type").text().equals("Direct")) {
                    graph.direct(id);
                }
                one.get("dependencies").members().keySet().forEach(to -> {
                    if (one.get("type").text().equals("Project")) {
                        graph.direct(ids.getOrDefault(to, to));
                    } else {
                        graph.edge(id, ids.getOrDefault(to, to));
                    }
                });
            });
        }
        return graph.dependencies("NuGet", file);
    }
}
