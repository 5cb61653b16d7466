package dev.telecoder.plugin.repo;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.repo.Checkout;
import dev.telecoder.support.commit.CommitStyle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How things are done in a repository, as far as its files and its history tell.
 *
 * @param commits how messages of commits begin
 * @param indent how code is indented, by .editorconfig; empty if it does not say
 * @param template the template of pull requests; empty if there is none
 * @param owners the file that names who owns what; empty if there is none
 * @param hooks what shall run before a commit; empty if nothing is set up
 * @param versions the versions of tools it wants, by tool
 * @param modules the folders it is built of, where it is built of several
 */
record Conventions(CommitStyle commits, String indent, String template, String owners, String hooks,
        Map<String, String> versions, List<String> modules) {

    private static final int MOST_COMMITS = 100;
    private static final int MOST_MODULES = 50;
    private static final List<String> TEMPLATES = List.of(".github/pull_request_template.md",
            ".github/PULL_REQUEST_TEMPLATE.md",
            "PULL_REQUEST_TEMPLATE.md", "docs/pull_request_template.md", ".gitlab/merge_request_templates/Default.md");
    private static final List<String> OWNERS =
            List.of("CODEOWNERS", ".github/CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS");
    private static final List<String> HOOKS =
            List.of(".pre-commit-config.yaml", ".husky/pre-commit", "lefthook.yml", ".lefthook.yml",
                    ".githooks/pre-commit");

    static Conventions of(Path root, Checkout checkout) {
        List<String> subjects = checkout.head().isEmpty() ? List.of()
                : checkout.log("", MOST_COMMITS).stream().map(Checkout.Commit::subject).toList();
        return new Conventions(CommitStyle.of(subjects), indent(root), first(root, TEMPLATES), first(root, OWNERS),
                first(root, HOOKS), versions(root), modules(root));
    }

    private static String first(Path root, List<String> names) {
        return names.stream().filter(name -> Files.isRegularFile(root.resolve(name), LinkOption.NOFOLLOW_LINKS))
                .findFirst()
                .orElse("");
    }

    private static String indent(Path root) {
        String config = read(root, ".editorconfig");
        Matcher style = Pattern.compile("(?m)^\\s*indent_style\\s*=\\s*(\\w+)").matcher(config);
        Matcher size = Pattern.compile("(?m)^\\s*indent_size\\s*=\\s*(\\w+)").matcher(config);
        String width = size.find() ? size.group(1) : "";
        return !style.find() ? ""
                : style.group(1).equals("tab") ? "tabs" : width.isEmpty() ? "spaces" : width + " spaces";
    }

    private static Map<String, String> versions(Path root) {
        Map<String, String> versions = new LinkedHashMap<>();
        find(versions, "java", read(root, "pom.xml"),
                "<(?:maven\\.compiler\\.(?:release|source)|java\\.version|release)>([\\d.]+)<");
        find(versions, "java", read(root, "build.gradle.kts") + read(root, "build.gradle"),
                "(?:languageVersion.*?of\\(|sourceCompatibility\\s*=\\s*(?:JavaVersion\\.VERSION_)?['\"]?|jvmToolchain\\()([\\d.]+)");
        find(versions, "java", read(root, ".java-version") + "\n" + read(root, ".sdkmanrc"),
                "(?m)^(?:java=)?(\\d[\\w.-]*)");
        find(versions, "node", read(root, ".nvmrc") + "\n" + read(root, ".node-version"), "(?m)^v?(\\d[\\d.]*)");
        find(versions, "node", read(root, "package.json"), "\"engines\"\\s*:\\s*\\{[^}]*\"node\"\\s*:\\s*\"([^\"]+)\"");
        find(versions, "python", read(root, ".python-version"), "(?m)^(\\d[\\d.]*)");
        find(versions, "python", read(root, "pyproject.toml"),
                "(?m)^\\s*(?:requires-python|python)\\s*=\\s*[\"']([^\"']+)[\"']");
        find(versions, "go", read(root, "go.mod"), "(?m)^go\\s+(\\S+)");
        find(versions, "rust", read(root, "rust-toolchain.toml") + read(root, "Cargo.toml"),
                "(?m)^\\s*(?:channel|rust-version)\\s*=\\s*\"([^\"]+)\"");
        find(versions, "ruby", read(root, ".ruby-version"), "(?m)^(?:ruby-)?(\\d[\\d.]*)");
        find(versions, "php", read(root, "composer.json"), "\"php\"\\s*:\\s*\"([^\"]+)\"");
        Matcher tools = Pattern.compile("(?m)^([a-z]+)\\s+(\\S+)").matcher(read(root, ".tool-versions"));
        while (tools.find()) {
            versions.putIfAbsent(tools.group(1).replace("nodejs", "node").replace("golang", "go"), tools.group(2));
        }
        return versions;
    }

    private static void find(Map<String, String> versions, String tool, String text, String regex) {
        Matcher found = Pattern.compile(regex).matcher(text);
        if (found.find()) {
            versions.putIfAbsent(tool, found.group(1));
        }
    }

    private static List<String> modules(Path root) {
        List<String> modules = new ArrayList<>();
        Matcher maven = Pattern.compile("<module>\\s*([^<]+?)\\s*</module>").matcher(read(root, "pom.xml"));
        while (maven.find()) {
            modules.add(maven.group(1));
        }
        Matcher gradle = Pattern.compile("['\"]:?([\\w:./-]+)['\"]").matcher(includes(read(root, "settings.gradle.kts")
                + read(root, "settings.gradle")));
        while (gradle.find()) {
            modules.add(gradle.group(1).replace(':', '/'));
        }
        Matcher workspaces = Pattern.compile("(?s)\"workspaces\"\\s*:\\s*(?:\\{\\s*\"packages\"\\s*:\\s*)?\\[([^]]*)]")
                .matcher(read(root, "package.json"));
        Matcher pnpm = Pattern.compile("(?m)^\\s*-\\s*['\"]?([\\w@./*-]+)").matcher(read(root, "pnpm-workspace.yaml"));
        while (pnpm.find()) {
            modules.addAll(spread(root, pnpm.group(1)));
        }
        if (workspaces.find()) {
            Matcher one = Pattern.compile("\"([^\"]+)\"").matcher(workspaces.group(1));
            while (one.find()) {
                modules.addAll(spread(root, one.group(1)));
            }
        }
        Matcher cargo =
                Pattern.compile("(?s)\\[workspace].*?members\\s*=\\s*\\[([^]]*)]").matcher(read(root, "Cargo.toml"));
        if (cargo.find()) {
            Matcher one = Pattern.compile("\"([^\"]+)\"").matcher(cargo.group(1));
            while (one.find()) {
                modules.addAll(spread(root, one.group(1)));
            }
        }
        Matcher go = Pattern.compile("(?m)^\\s*(?:use\\s+)?(\\./\\S+)").matcher(read(root, "go.work"));
        while (go.find()) {
            modules.add(go.group(1).substring(2));
        }
        return modules.stream().distinct().limit(MOST_MODULES).toList();
    }

    private static String includes(String settings) {
        StringBuilder included = new StringBuilder();
        Matcher include = Pattern.compile("(?m)^\\s*include\\s*\\(?((?:\\s*['\"][^'\"]+['\"],?)+)").matcher(settings);
        while (include.find()) {
            included.append(include.group(1)).append('\n');
        }
        return included.toString();
    }

    /** A pattern such as {@code packages/*} means the folders in there. */
    private static List<String> spread(Path root, String pattern) {
        if (!pattern.endsWith("/*") || pattern.indexOf('*') < pattern.length() - 1) {
            return pattern.contains("*") || pattern.startsWith("!") ? List.of() : List.of(pattern);
        }
        Path folder = root.resolve(pattern.substring(0, pattern.length() - 2)).normalize();
        if (!folder.startsWith(root.normalize()) || !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.filter(one -> Files.isDirectory(one, LinkOption.NOFOLLOW_LINKS))
                    .map(one -> root.normalize().relativize(one.normalize()).toString().replace('\\', '/')).sorted()
                    .toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    private static String read(Path root, String name) {
        Path file = root.resolve(name);
        try {
            return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) < 1 << 20
                    ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8) : "";
        } catch (IOException unreadable) {
            return "";
        }
    }

    JsonValue json() {
        return JsonValue.object().put("commits", commits.kind().name().toLowerCase(java.util.Locale.ROOT))
                .put("indent", indent)
                .put("pull_request_template", template).put("owners", owners).put("hooks", hooks)
                .put("versions", versions)
                .put("modules", modules).build();
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (commits.sample() > 0 && commits.kind() != CommitStyle.Kind.PLAIN) {
            lines.add("Commits: " + commits.text());
        }
        add(lines, "Wants",
                String.join(", ", versions.entrySet().stream().map(one -> one.getKey() + " " + one.getValue())
                        .toList()));
        add(lines, "Modules", String.join(", ", modules));
        add(lines, "Indent", indent);
        add(lines, "Pull requests", template);
        add(lines, "Owners", owners);
        add(lines, "Before a commit", hooks);
        return lines;
    }

    private static void add(List<String> lines, String name, String value) {
        Optional.of(value).filter(text -> !text.isEmpty()).ifPresent(text -> lines.add(name + ": " + text));
    }
}
