package dev.telecoder.plugin.deps;

import dev.telecoder.support.osv.PackageVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Maven projects declare: with properties, parents and managed versions, as far as they lie in the workspace. What a
 * declared dependency brings along is not known without the repository.
 */
final class Poms {

    private static final Pattern PROPERTY = Pattern.compile("\\$\\{([^}]+)}");
    private static final int DEEPEST = 20;

    /** A project with all that it inherits. */
    private record Model(Map<String, String> properties, Map<String, String> managed) {}

    private final Map<String, Xml> poms;
    private final Function<String, String> folders;
    private final Map<String, String> byName = new HashMap<>();

    /**
     * Prepares to read.
     *
     * @param poms the projects, by file
     * @param folders finds the file that a path, resolved against a file, is: normalised, relative to the workspace
     */
    Poms(Map<String, Xml> poms, Function<String, String> folders) {
        this.poms = poms;
        this.folders = folders;
        poms.forEach((file, pom) -> byName.putIfAbsent(group(pom) + ":" + pom.text("artifactId"), file));
    }

    List<Dependency> read(String file, List<String> unpinned) {
        Xml pom = poms.get(file);
        if (pom == null) {
            return List.of();
        }
        Model model = model(file, pom, 0);
        List<Dependency> found = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        List<Xml> declared = new ArrayList<>(dependencies(pom));
        pom.children("profiles").forEach(profiles -> profiles.children("profile")
                .forEach(profile -> declared.addAll(dependencies(profile))));
        for (Xml one : declared) {
            String name = filled(one.text("groupId"), model) + ":" + filled(one.text("artifactId"), model);
            String version = filled(one.text("version").isEmpty() ? model.managed().getOrDefault(name, "")
                    : one.text("version"), model);
            version = version.matches("\\[[^,\\])]+]") ? version.substring(1, version.length() - 1) : version;
            if (version.isEmpty() || version.contains("$") || version.matches("[\\[(].*")) {
                if (!byName.containsKey(name)) {
                    unpinned.add(name);
                }
            } else if (!byName.containsKey(name) && seen.add(name + version)) {
                found.add(new Dependency(new PackageVersion("Maven", name, version), List.of(name), file));
            }
        }
        return found;
    }

    private static List<Xml> dependencies(Xml of) {
        return of.children("dependencies").stream().flatMap(list -> list.children("dependency").stream()).toList();
    }

    private static String group(Xml pom) {
        return pom.text("groupId").isEmpty() ? pom.children("parent").stream().findFirst()
                .map(parent -> parent.text("groupId")).orElse("") : pom.text("groupId");
    }

    private Model model(String file, Xml pom, int depth) {
        Map<String, String> properties = new LinkedHashMap<>();
        Map<String, String> managed = new LinkedHashMap<>();
        Optional<Xml> parent = pom.children("parent").stream().findFirst();
        if (depth < DEEPEST) {
            parent.flatMap(one -> fileOf(file, one)).ifPresent(above -> {
                Model inherited = model(above, poms.get(above), depth + 1);
                properties.putAll(inherited.properties());
                managed.putAll(inherited.managed());
            });
        }
        parent.ifPresent(one -> properties.put("project.parent.version", one.text("version")));
        String version = pom.text("version").isEmpty() ? parent.map(one -> one.text("version")).orElse("")
                : pom.text("version");
        for (String prefix : List.of("project.", "pom.", "")) {
            properties.put(prefix + "version", version);
            properties.put(prefix + "groupId", group(pom));
            properties.put(prefix + "artifactId", pom.text("artifactId"));
        }
        pom.children("properties")
                .forEach(all -> all.children().forEach(one -> properties.put(one.name(), one.text())));
        Model model = new Model(properties, managed);
        pom.children("dependencyManagement").stream().flatMap(all -> dependencies(all).stream()).forEach(one -> {
            String name = filled(one.text("groupId"), model) + ":" + filled(one.text("artifactId"), model);
            String bom = byName.get(name);
            if (one.text("scope").equals("import") && bom != null && depth < DEEPEST && !bom.equals(file)) {
                Model imported = model(bom, poms.get(bom), depth + 1);
                imported.managed().forEach((key, value) -> managed.putIfAbsent(key, filled(value, imported)));
            } else if (!one.text("scope").equals("import")) {
                managed.put(name, one.text("version"));
            }
        });
        return model;
    }

    private Optional<String> fileOf(String file, Xml parent) {
        String path = parent.children("relativePath").isEmpty() ? "../pom.xml" : parent.text("relativePath");
        String folder = file.contains("/") ? file.substring(0, file.lastIndexOf('/') + 1) : "";
        String named = path.isEmpty() ? "" : folders.apply(folder + path);
        for (String candidate : List.of(named, named + (named.isEmpty() ? "" : "/") + "pom.xml")) {
            Xml pom = poms.get(candidate);
            if (pom != null && !path.isEmpty() && pom.text("artifactId").equals(parent.text("artifactId"))) {
                return Optional.of(candidate);
            }
        }
        return Optional.ofNullable(byName.get(parent.text("groupId") + ":" + parent.text("artifactId")))
                .filter(found -> !found.equals(file));
    }

    private static String filled(String text, Model model) {
        String value = text;
        for (int i = 0; i < DEEPEST && value.contains("${"); i++) {
            String next = PROPERTY.matcher(value).replaceAll(found -> Matcher.quoteReplacement(
                    model.properties().getOrDefault(found.group(1), found.group())));
            if (next.equals(value)) {
                break;
            }
            value = next;
        }
        return value.strip();
    }
}
