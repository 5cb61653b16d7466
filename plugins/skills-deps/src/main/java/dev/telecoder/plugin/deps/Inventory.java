package dev.telecoder.plugin.deps;

import dev.telecoder.api.json.JsonValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a project depends on, by its manifests and locks. Where a lock is beside a manifest, the lock counts.
 *
 * @param dependencies the packages, each once with the same version and file
 * @param notes what could not be told, for whoever reads the result
 */
record Inventory(List<Dependency> dependencies, List<String> notes) {

    private static final int MOST_NAMES = 8;

    static Inventory of(Project project) {
        Builder builder = new Builder(project);
        project.folders().forEach(builder::folder);
        return builder.build();
    }

    private static final class Builder {

        private final Project project;
        private final List<Dependency> found = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();
        private final Poms poms;

        Builder(Project project) {
            this.project = project;
            Map<String, Xml> files = new TreeMap<>();
            project.folders().values().stream().flatMap(files1 -> Optional.ofNullable(files1.get("pom.xml")).stream())
                    .forEach(file -> Xml.parse(project.text(file)).ifPresentOrElse(
                            pom -> files.put(project.relative(file), pom),
                            () -> notes.add(project.relative(file) + " is no XML.")));
            this.poms = new Poms(files, project::normal);
        }

        void folder(String folder, Map<String, Path> files) {
            npm(files);
            python(folder, files);
            java(folder, files);
            dotNet(folder, files);
            Path cargo = files.get("Cargo.lock");
            if (cargo != null) {
                found.addAll(OtherLocks.cargo(Toml.parse(project.text(cargo)), project.relative(cargo)));
            }
            Path go = files.containsKey("go.mod") ? files.get("go.mod") : files.get("go.sum");
            if (go != null) {
                found.addAll(OtherLocks.goMod(text(files, "go.mod"), text(files, "go.sum"), project.relative(go)));
            }
            Path composer = files.get("composer.lock");
            if (composer != null) {
                found.addAll(OtherLocks.composer(project.json(composer, notes), json(files, "composer.json"),
                        project.relative(composer)));
            }
            Path gems = files.containsKey("Gemfile.lock") ? files.get("Gemfile.lock") : files.get("gems.locked");
            if (gems != null) {
                found.addAll(OtherLocks.gems(project.text(gems), project.relative(gems)));
            }
        }

        private void npm(Map<String, Path> files) {
            JsonValue manifest = json(files, "package.json");
            for (String name : List.of("npm-shrinkwrap.json", "package-lock.json")) {
                Path lock = files.get(name);
                if (lock != null) {
                    found.addAll(NpmLock.read(project.json(lock, notes), manifest, project.relative(lock)));
                    return;
                }
            }
            Path pnpm = files.get("pnpm-lock.yaml");
            Path yarn = files.get("yarn.lock");
            if (pnpm != null) {
                found.addAll(PnpmLock.read(project.text(pnpm), project.relative(pnpm)));
            } else if (yarn != null) {
                found.addAll(YarnLock.read(project.text(yarn), manifest, project.relative(yarn)));
            } else if (files.containsKey("package.json")) {
                String file = project.relative(files.get("package.json"));
                List<String> unpinned = new ArrayList<>();
                Graph graph = new Graph();
                NpmLock.KINDS.forEach(kind -> manifest.get(kind).members().forEach((dependency, range) -> {
                    if (range.text().matches("[v=]*\\d+\\.\\d+\\.\\d+[\\w.+-]*")) {
                        graph.add(dependency, dependency, range.text().replaceFirst("^[v=]+", ""));
                    } else {
                        unpinned.add(dependency);
                    }
                }));
                found.addAll(graph.dependencies("npm", file));
                unpinned(file, unpinned, "no lock file");
            }
        }

        private void python(String folder, Map<String, Path> files) {
            JsonValue pyproject = Toml.parse(text(files, "pyproject.toml"));
            boolean locked = false;
            for (String name : List.of("poetry.lock", "uv.lock")) {
                Path lock = files.get(name);
                if (lock != null) {
                    locked = true;
                    found.addAll(PythonFiles.tomlLock(Toml.parse(project.text(lock)), pyproject,
                            project.relative(lock)));
                }
            }
            Path pipfile = files.get("Pipfile.lock");
            if (pipfile != null) {
                locked = true;
                found.addAll(PythonFiles.pipfileLock(project.json(pipfile, notes),
                        Toml.parse(text(files, "Pipfile")), project.relative(pipfile)));
            }
            for (Map.Entry<String, Path> entry : files.entrySet()) {
                if (entry.getKey().matches(".*requirements.*\\.(txt|in)|constraints.*\\.txt")) {
                    String file = project.relative(entry.getValue());
                    List<String> unpinned = new ArrayList<>();
                    found.addAll(PythonFiles.requirements(project.text(entry.getValue()), file,
                            other -> project.text(folder, other), unpinned));
                    unpinned(file, entry.getKey().endsWith(".in") ? List.of() : unpinned, "no exact version");
                }
            }
            if (!locked && files.containsKey("pyproject.toml")) {
                String file = project.relative(files.get("pyproject.toml"));
                List<String> unpinned = new ArrayList<>();
                found.addAll(PythonFiles.pyproject(pyproject, file, unpinned));
                unpinned(file, unpinned, "no lock file");
            }
        }

        private void java(String folder, Map<String, Path> files) {
            List<String> unpinned = new ArrayList<>();
            Path pom = files.get("pom.xml");
            if (pom != null) {
                found.addAll(poms.read(project.relative(pom), unpinned));
                unpinned(project.relative(pom), unpinned, "a version that is not in the workspace");
                unpinned.clear();
            }
            boolean locked = false;
            for (String name : List.of("gradle.lockfile", "buildscript-gradle.lockfile")) {
                Path lock = files.get(name);
                if (lock != null) {
                    locked = true;
                    found.addAll(GradleFiles.lock(project.text(lock), project.relative(lock)));
                }
            }
            for (Map.Entry<String, Path> entry : files.entrySet()) {
                String file = project.relative(entry.getValue());
                if (entry.getKey().endsWith(".versions.toml")) {
                    found.addAll(GradleFiles.catalog(Toml.parse(project.text(entry.getValue())), file, unpinned));
                } else if (entry.getKey().startsWith("build.gradle") && !locked) {
                    String properties = text(files, "gradle.properties") + "\n" + project.text("", "gradle.properties");
                    found.addAll(GradleFiles.script(project.text(entry.getValue()), properties, file, unpinned));
                }
                unpinned(file, unpinned, "no exact version");
                unpinned.clear();
            }
        }

        private void dotNet(String folder, Map<String, Path> files) {
            Path lock = files.get("packages.lock.json");
            if (lock != null) {
                found.addAll(OtherLocks.nuGetLock(project.json(lock, notes), project.relative(lock)));
                return;
            }
            for (Map.Entry<String, Path> entry : files.entrySet()) {
                if (entry.getKey().matches("packages\\.config|.*\\.(cs|fs|vb)proj")) {
                    List<String> unpinned = new ArrayList<>();
                    String file = project.relative(entry.getValue());
                    Xml.parse(project.text(entry.getValue())).ifPresent(
                            xml -> found.addAll(GradleFiles.nuGet(xml, central(folder), file, unpinned)));
                    unpinned(file, unpinned, "no exact version");
                }
            }
        }

        /** Versions kept for all projects stand in the nearest folder above. */
        private Map<String, String> central(String folder) {
            Map<String, String> versions = new LinkedHashMap<>();
            String at = folder;
            while (true) {
                String text = project.text(at, "Directory.Packages.props");
                if (!text.isEmpty() || at.isEmpty()) {
                    Xml.parse(text).ifPresent(xml -> xml.all("PackageVersion")
                            .forEach(one -> versions.put(one.attribute("Include"), one.attribute("Version"))));
                    return versions;
                }
                at = at.contains("/") ? at.substring(0, at.lastIndexOf('/')) : "";
            }
        }

        private void unpinned(String file, List<String> names, String why) {
            if (!names.isEmpty()) {
                List<String> shown = names.stream().distinct().limit(MOST_NAMES).toList();
                long more = names.stream().distinct().count() - shown.size();
                notes.add(file + ": not checked, since there is " + why + ": " + String.join(", ", shown)
                        + (more > 0 ? " and " + more + " more" : "") + ".");
            }
        }

        private String text(Map<String, Path> files, String name) {
            Path file = files.get(name);
            return file == null ? "" : project.text(file);
        }

        private JsonValue json(Map<String, Path> files, String name) {
            Path file = files.get(name);
            return file == null ? JsonValue.NULL : project.json(file, notes);
        }

        Inventory build() {
            Map<String, Dependency> distinct = new LinkedHashMap<>();
            for (Dependency one : found) {
                distinct.merge(
                        one.version().ecosystem() + " " + one.version().plainName() + " " + one.version().version(),
                        one,
                        (a, b) -> a.via().isEmpty() || !b.via().isEmpty() && b.via().size() < a.via().size() ? b : a);
            }
            return new Inventory(List.copyOf(distinct.values()), List.copyOf(notes));
        }
    }
}
