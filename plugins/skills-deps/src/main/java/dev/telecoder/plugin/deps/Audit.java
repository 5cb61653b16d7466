package dev.telecoder.plugin.deps;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.support.osv.Advisory;
import dev.telecoder.support.osv.PackageVersion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an audit found: one finding per package, version and advisory, the worst first.
 *
 * @param dependencies what was looked at
 * @param findings what is known of them
 */
record Audit(List<Dependency> dependencies, List<Finding> findings) {

    private static final int MOST_SHOWN = 60;

    /** An advisory that a dependency is affected by. */
    record Finding(Dependency dependency, Advisory advisory, Advisory.Match match) {

        JsonValue toJson() {
            PackageVersion version = dependency.version();
            return JsonValue.object().put("ecosystem", version.ecosystem()).put("package", version.name())
                    .put("version", version.version()).put("id", advisory.id()).put("aliases", advisory.aliases())
                    .put("severity", match.severity()).put("fixed", match.fixed().orElse(null))
                    .put("via", dependency.via()).put("summary", advisory.summary()).build();
        }
    }

    static Audit of(Collection<Dependency> dependencies, Map<PackageVersion, List<Advisory>> advisories) {
        List<Finding> findings = new ArrayList<>();
        for (Dependency one : dependencies) {
            Set<String> seen = new HashSet<>();
            for (Advisory advisory : advisories.getOrDefault(one.version(), List.of())) {
                if (!seen.contains(advisory.id())) {
                    advisory.match(one.version()).ifPresent(match -> {
                        seen.add(advisory.id());
                        findings.add(new Finding(one, advisory, match));
                    });
                }
            }
        }
        findings.sort(Comparator.comparing((Finding finding) -> finding.match().severity())
                .thenComparing(finding -> finding.dependency().version().name())
                .thenComparing(finding -> finding.dependency().version().version())
                .thenComparing(finding -> finding.advisory().id()));
        return new Audit(List.copyOf(dependencies), List.copyOf(findings));
    }

    JsonValue toJson(Map<PackageVersion, String> newer, List<String> notes) {
        return JsonValue.object().put("packages", dependencies.stream().map(Dependency::toJson).toList())
                .put("findings", findings.stream().map(Finding::toJson).toList())
                .put("outdated", dependencies.stream().map(Dependency::version).distinct().filter(newer::containsKey)
                        .map(one -> JsonValue.object().put("ecosystem", one.ecosystem()).put("package", one.name())
                                .put("current", one.version()).put("latest", newer.get(one)).build())
                        .toList())
                .put("notes", notes).build();
    }

    String text(Map<PackageVersion, String> newer, List<String> notes) {
        List<String> lines = new ArrayList<>();
        long affected = findings.stream().map(finding -> finding.dependency().version()).distinct().count();
        lines.add(dependencies.size() + (dependencies.size() == 1 ? " package" : " packages") + " checked, "
                + (findings.isEmpty() ? "no known vulnerability." : affected + " with known vulnerabilities ("
                        + findings.size() + (findings.size() == 1 ? " advisory)." : " advisories).")));
        findings.stream().limit(MOST_SHOWN).forEach(finding -> lines.add(line(finding)));
        if (findings.size() > MOST_SHOWN) {
            lines.add("… and " + (findings.size() - MOST_SHOWN) + " more, all in data.findings.");
        }
        if (!newer.isEmpty()) {
            lines.add("Outdated: " + newer.entrySet().stream().sorted(Comparator.comparing(one -> one.getKey().name()))
                    .limit(MOST_SHOWN)
                    .map(one -> one.getKey().name() + " " + one.getKey().version() + " -> " + one.getValue())
                    .collect(Collectors.joining(", ")) + ".");
        }
        lines.addAll(notes);
        return String.join("\n", lines);
    }

    private static String line(Finding finding) {
        PackageVersion version = finding.dependency().version();
        List<String> via = finding.dependency().via();
        String aliases = finding.advisory().aliases().isEmpty() ? ""
                : " (" + String.join(", ", finding.advisory().aliases()) + ")";
        return finding.match().severity().name().toLowerCase(Locale.ROOT) + " " + version + ": "
                + finding.advisory().id()
                + aliases + (finding.advisory().summary().isEmpty() ? "" : " " + finding.advisory().summary()) + "; "
                + finding.match().fixed().map(fixed -> "fixed in " + fixed).orElse("no fixed version is named")
                + (via.size() > 1 ? "; needed by " + String.join(" > ", via) : "");
    }
}
