package dev.telecoder.plugin.deps;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.support.osv.PackageVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Gradle locks, and what a version catalog or plain declarations say where nothing is locked. */
final class GradleFiles {

    private static final String CONFIGURATION =
            "(?:\\w*[iI]mplementation|\\w*[aA]pi|\\w*[cC]ompileOnly|\\w*[rR]untimeOnly"
                    + "|compile|runtime|testCompile|annotationProcessor|kapt|ksp|classpath|constraints)";
    private static final Pattern STRING = Pattern.compile(CONFIGURATION
            + "[\\s(]+(?:platform\\(|enforcedPlatform\\()?\\s*[\"'](?<group>[\\w.$-]+):(?<name>[\\w.$-]+):(?<version>[^\"':@]+)");
    private static final Pattern NAMED = Pattern.compile(CONFIGURATION
            + "[\\s(]+group\\s*[:=]\\s*[\"'](?<group>[^\"']+)[\"']\\s*,\\s*name\\s*[:=]\\s*[\"'](?<name>[^\"']+)[\"']\\s*,"
            + "\\s*version\\s*[:=]\\s*[\"']?(?<version>[^\"',)\\s]+)");
    private static final Pattern VARIABLE = Pattern.compile(
            "(?m)^\\s*(?:def\\s+|val\\s+|ext\\.|extra\\[\"|set\\([\"'])?(?<name>[\\w.]+)(?:\"]|[\"']\\s*,)?\\s*[=,]?\\s*[\"'](?<value>[^\"']+)[\"']");
    private static final Pattern USE =
            Pattern.compile("\\$\\{?(?:project\\.|rootProject\\.)?(?:ext\\.|extra\\.)?([\\w.]+)}?");

    private GradleFiles() {}

    static List<Dependency> lock(String text, String file) {
        List<Dependency> found = new ArrayList<>();
        for (String line : text.split("\\R")) {
            String[] parts = line.strip().split("=", 2)[0].split(":");
            if (!line.startsWith("#") && parts.length == 3) {
                found.add(new Dependency(new PackageVersion("Maven", parts[0] + ":" + parts[1], parts[2]), List.of(),
                        file));
            }
        }
        return found;
    }

    static List<Dependency> catalog(JsonValue catalog, String file, List<String> unpinned) {
        List<Dependency> found = new ArrayList<>();
        JsonValue versions = catalog.get("versions");
        catalog.get("libraries").members().values().forEach(library -> {
            String[] parts = library.text().split(":");
            String module = parts.length >= 2 ? parts[0] + ":" + parts[1]
                    : library.get("module").findText()
                            .orElse(library.get("group").text() + ":" + library.get("name").text());
            JsonValue own = library.get("version");
            String version = parts.length >= 3 ? parts[2]
                    : rich(own.get("ref").text().isEmpty() ? own : versions.get(own.get("ref").text()));
            add(found, module, version, file, unpinned);
        });
        return found;
    }

    private static String rich(JsonValue version) {
        for (String kind : List.of("strictly", "require", "prefer")) {
            if (!version.get(kind).text().isEmpty()) {
                return version.get(kind).text();
            }
        }
        return version.text();
    }

    static List<Dependency> script(String text, String properties, String file, List<String> unpinned) {
        Map<String, String> values = new HashMap<>();
        for (String line : properties.split("\\R")) {
            int equal = line.indexOf('=');
            if (equal > 0 && !line.startsWith("#")) {
                values.put(line.substring(0, equal).strip(), line.substring(equal + 1).strip());
            }
        }
        String code = text.replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("(?m)(?<!:)//.*$", "");
        Matcher variable = VARIABLE.matcher(code);
        while (variable.find()) {
            values.putIfAbsent(variable.group("name"), variable.group("value"));
        }
        List<Dependency> found = new ArrayList<>();
        for (Pattern pattern : List.of(STRING, NAMED)) {
            Matcher matcher = pattern.matcher(code);
            while (matcher.find()) {
                String version = matcher.group("version");
                add(found, filled(matcher.group("group"), values) + ":" + filled(matcher.group("name"), values),
                        values.getOrDefault(version, filled(version, values)), file, unpinned);
            }
        }
        return found;
    }

    private static String filled(String text, Map<String, String> values) {
        return USE.matcher(text).replaceAll(use -> {
            String name = use.group(1);
            return Matcher.quoteReplacement(values.getOrDefault(name,
                    values.getOrDefault(name.substring(name.lastIndexOf('.') + 1), use.group())));
        });
    }

    private static void add(List<Dependency> found, String module, String version, String file, List<String> unpinned) {
        String exact = version.replaceFirst("!!.*$", "");
        if (exact.isEmpty() || exact.contains("$") || exact.contains("+") || exact.startsWith("latest")
                || exact.matches("[\\[(].*") || !Character.isLetterOrDigit(exact.charAt(0))) {
            unpinned.add(module);
        } else {
            found.add(new Dependency(new PackageVersion("Maven", module, exact), List.of(module), file));
        }
    }

    /** Projects of .NET: what they reference, with versions kept centrally, and packages.config. */
    static List<Dependency> nuGet(Xml project, Map<String, String> central, String file, List<String> unpinned) {
        Map<String, Dependency> found = new LinkedHashMap<>();
        Map<String, String> properties = new HashMap<>();
        project.all("PropertyGroup")
                .forEach(group -> group.children().forEach(one -> properties.put(one.name(), one.text())));
        for (Xml one : project.all("PackageReference")) {
            String name = one.attribute("Include").isEmpty() ? one.attribute("Update") : one.attribute("Include");
            String version = first(one.attribute("VersionOverride"), one.attribute("Version"), one.text("Version"),
                    central.getOrDefault(name, ""));
            if (version.startsWith("$(") && version.endsWith(")")) {
                version = properties.getOrDefault(version.substring(2, version.length() - 1), "");
            }
            String exact = version.replaceAll("[\\[\\]]", "");
            if (!name.isEmpty() && exact.matches("\\d[\\w.+-]*")) {
                found.put(name + exact, new Dependency(new PackageVersion("NuGet", name, exact), List.of(name), file));
            } else if (!name.isEmpty()) {
                unpinned.add(name);
            }
        }
        for (Xml one : project.name().equals("packages") ? project.children("package") : List.<Xml>of()) {
            found.put(one.attribute("id"), new Dependency(
                    new PackageVersion("NuGet", one.attribute("id"), one.attribute("version")),
                    List.of(one.attribute("id")), file));
        }
        return List.copyOf(found.values());
    }

    private static String first(String... texts) {
        for (String text : texts) {
            if (!text.isEmpty()) {
                return text;
            }
        }
        return "";
    }
}
