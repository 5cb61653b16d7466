package dev.telecoder.platform.config;

import dev.telecoder.api.json.JsonValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Looks at a whole file: what cannot be read, what does not fit, and what nobody reads. */
final class ConfigCheck {

    /** Sections of the bundled plugins, so that a section is not called unknown because its plugin is not installed. */
    static final List<String> RESERVED = List.of(
            "channels", "github", "gitlab", "buildkite", "alerts", "osv", "mcp", "openai", "anthropic", "gemini",
            "ollama");

    private final Config config;
    private final List<SectionUse> uses;

    ConfigCheck(Config config, Collection<SectionUse> uses) {
        this.config = config;
        this.uses = List.copyOf(uses);
    }

    List<ConfigProblem> run() {
        Set<ConfigProblem> all = new LinkedHashSet<>(config.fileProblems());
        if (config.readable()) {
            all.addAll(config.settings().problems());
            Map<String, Set<ConfigProblem>> unknown = new HashMap<>();
            List<SectionUse> readers = new ArrayList<>(uses);
            readers.addAll(PlatformSettings.SHARED);
            for (SectionUse use : readers) {
                if (config.has(use.path())) {
                    note(config.section(use.path(), use.type()).problems(), use.path(), all, unknown);
                }
            }
            unknown.values().forEach(all::addAll);
            all.addAll(unreadSections());
        }
        Set<List<String>> told = new HashSet<>();
        // Several readers of one section object to the same value, each in its own words.
        return all.stream().filter(problem -> told.add(List.of(problem.path(), problem.problem())))
                .sorted(Config.BY_PLACE).toList();
    }

    /** Of the keys that readers of one section do not know, only those stay that none knows. */
    private static void note(
            List<ConfigProblem> problems, String path, Set<ConfigProblem> all,
            Map<String, Set<ConfigProblem>> unknown) {
        Set<ConfigProblem> here = new LinkedHashSet<>();
        for (ConfigProblem problem : problems) {
            if (problem.isError()) {
                all.add(problem);
            } else {
                here.add(problem);
            }
        }
        Set<ConfigProblem> before = unknown.get(path);
        if (before == null) {
            unknown.put(path, here);
        } else {
            Set<String> paths = new TreeSet<>();
            here.forEach(problem -> paths.add(problem.path()));
            before.removeIf(problem -> !paths.contains(problem.path()));
            // Who knows the word that was meant is asked, not who came first.
            here.stream().filter(problem -> problem.didYouMean() != null).forEach(better -> {
                if (before.removeIf(problem -> problem.path().equals(better.path()) && problem.didYouMean() == null)) {
                    before.add(better);
                }
            });
        }
    }

    private List<ConfigProblem> unreadSections() {
        Set<String> known = new TreeSet<>(RESERVED);
        known.addAll(PlatformSettings.SECTIONS);
        for (SectionUse use : uses) {
            known.add(use.path().split("\\.")[0]);
        }
        var problems = new ArrayList<ConfigProblem>();
        for (Map.Entry<String, JsonValue> member : config.root().members().entrySet()) {
            String name = member.getKey();
            // "x-…" is where people keep YAML anchors.
            if (!known.contains(name) && !name.startsWith("x-")) {
                problems.add(ConfigProblem.unknownKey(name, Nearest.to(name, known)).at(config.position(name)));
            } else if (name.equals("channels")) {
                problems.addAll(unreadChannels(member.getValue()));
            }
        }
        return problems;
    }

    private List<ConfigProblem> unreadChannels(JsonValue channels) {
        Set<String> known = new TreeSet<>();
        for (SectionUse use : uses) {
            if (use.path().startsWith("channels.")) {
                known.add(use.path().substring("channels.".length()));
            }
        }
        var problems = new ArrayList<ConfigProblem>();
        for (String name : channels.members().keySet()) {
            if (!known.isEmpty() && !known.contains(name)) {
                String path = "channels." + name;
                problems.add(new ConfigProblem(
                        0,
                        0,
                        path,
                        "is read by no installed plugin",
                        "",
                        Nearest.to(name, known),
                        ConfigProblem.Severity.WARNING)
                        .at(config.position(path)));
            }
        }
        return problems;
    }
}
