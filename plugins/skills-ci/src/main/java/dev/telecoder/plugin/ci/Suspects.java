package dev.telecoder.plugin.ci;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the places in the repository that the telling lines of a log name, most telling first. */
final class Suspects {

    private static final int MOST = 20;

    private static final Pattern PLACE = Pattern
            .compile("(?<![\\w./\\\\-])((?:[A-Za-z]:)?[\\w./\\\\@+-]*[\\w-]\\.(?:java|kts?|scala|groovy|gradle|py|pyi|"
                    + "jsx?|tsx?|mjs|cjs|vue|svelte|go|rs|cc?|cpp|cxx|hh?|hpp|hxx|m|mm|swift|rb|php|cs|fs|vb|exs?|erl|hs|pl|pm|"
                    + "sh|bash|ya?ml|json|toml|xml|tf|sql|proto|css|scss|html|md|cmake|txt|mod|sum|lock|csproj|sln|dart|lua|r|R|jl)(?![\\w-])"
                    + "|(?:[\\w./-]*/)?(?:Dockerfile|Makefile|Gemfile|Jenkinsfile|CMakeLists\\.txt))"
                    + "(?:\\\"?,? line |:\\[?|\\()?(\\d{1,6})?");
    private static final Pattern ROOT =
            Pattern.compile("^(?:file://)?(?:[A-Za-z]:)?/?(?:home/runner/work/[^/]+/[^/]+|__w/[^/]+/[^/]+"
                    + "|a/[^/]+/[^/]+|D:/a/[^/]+/[^/]+|Users/runner/work/[^/]+/[^/]+|builds/[^/]+/[^/]+"
                    + "|var/(?:lib/jenkins|jenkins_home)/workspace/[^/]+|.*?/workspace/[^/]+|home/travis/build/[^/]+/[^/]+"
                    + "|var/lib/buildkite-agent/builds/[^/]+/[^/]+/[^/]+|github/workspace)/|^/(?:workspace|usr/src/app|app|src)/");
    private static final Set<String> FOREIGN = Set.of("node_modules", "site-packages", "dist-packages", ".m2", ".cargo",
            "go/pkg/mod", "/usr/lib", "/usr/local", "/opt/hostedtoolcache", "rustc/", "internal/modules",
            "vendor/bundle",
            ".gradle", "lib/python", "<frozen", "/rustlib/");

    /** Frames of libraries, which name files as if they were ours. */
    private static final Pattern LIBRARY =
            Pattern.compile("^\\s*at (?:app//)?(?:java|javax|jdk|sun|kotlin|scala|org\\.junit|"
                    + "org\\.opentest4j|org\\.assertj|org\\.hamcrest|org\\.mockito|org\\.apache|org\\.gradle|org\\.springframework|"
                    + "com\\.sun|Xunit|NUnit|Microsoft|System)\\.");

    private static final Pattern SYNTAX_ERROR =
            Pattern.compile("^\\W*(?:E\\s+)?(?:SyntaxError|IndentationError|TabError):");

    private Suspects() {}

    static List<String> in(List<LogLine> lines, double[] scores, Path workspace) {
        Map<String, Double> found = new LinkedHashMap<>();
        for (int i = 0; i < scores.length; i++) {
            // What cannot be read is named some lines above the word for it, and in its light nothing else counts as much.
            boolean unreadable = beforeSyntaxError(lines, i);
            if (scores[i] < 35 && !unreadable || LIBRARY.matcher(lines.get(i).body()).find()) {
                continue;
            }
            Matcher place = PLACE.matcher(lines.get(i).body());
            while (place.find()) {
                String path = inWorkspace(plain(place.group(1)), workspace);
                if (path.isEmpty() || FOREIGN.stream().anyMatch(place.group(1).replace('\\', '/')::contains)) {
                    continue;
                }
                String line = place.group(2) == null || place.group(2).equals("0") ? "" : ":" + place.group(2);
                double weight = scores[i] + (line.isEmpty() ? 0 : 20) + (exists(workspace, path) ? 100 : 0)
                        + (unreadable && !line.isEmpty() ? 200 : 0);
                found.merge(path + line, weight, Math::max);
            }
        }
        return found.entrySet().stream().sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .map(Map.Entry::getKey).limit(MOST).toList();
    }

    private static boolean beforeSyntaxError(List<LogLine> lines, int at) {
        return lines.subList(at + 1, Math.min(lines.size(), at + 6)).stream()
                .anyMatch(line -> SYNTAX_ERROR.matcher(line.body()).find());
    }

    /** {@return the part of a full path that the workspace has, wherever the log was written; else the path} */
    private static String inWorkspace(String path, Path workspace) {
        if (!path.startsWith("/") && !path.matches("[A-Za-z]:/.*")) {
            return path;
        }
        for (int at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
            if (exists(workspace, path.substring(at + 1))) {
                return path.substring(at + 1);
            }
        }
        return path;
    }

    private static String plain(String given) {
        String path = given.replace('\\', '/');
        Matcher root = ROOT.matcher(path);
        if (root.lookingAt()) {
            path = path.substring(root.end());
        }
        while (path.startsWith("./")) {
            path = path.substring(2);
        }
        return path.startsWith("..") || path.startsWith("//") ? "" : path;
    }

    private static boolean exists(Path workspace, String path) {
        try {
            return !path.startsWith("/") && Files.isRegularFile(workspace.resolve(path));
        } catch (InvalidPathException notOne) {
            return false;
        }
    }
}
