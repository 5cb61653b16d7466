package dev.telecoder.platform.skill.yaml;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.config.ConfigProblem;
import dev.telecoder.platform.config.Nearest;
import dev.telecoder.platform.config.YamlText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gathers all that is wrong with one file. For one thread. */
final class Mistakes {

    private static final int SHOWN = 60;

    private final YamlText yaml;
    private final List<ConfigProblem> all = new ArrayList<>();

    Mistakes(YamlText yaml) {
        this.yaml = yaml;
        all.addAll(yaml.problems());
    }

    void add(String path, String problem, String expected) {
        add(path, problem, expected, null);
    }

    void add(String path, String problem, String expected, @Nullable String didYouMean) {
        all.add(yaml.problem(path, problem, expected, didYouMean));
    }

    /** Notes each key that nobody knows. */
    void unknownKeys(String path, JsonValue section, Collection<String> known, String what) {
        for (String key : section.members().keySet()) {
            if (!known.contains(key)) {
                String near = Nearest.to(key, known);
                add(child(path, key), "is no key of " + what, near == null ? String.join(", ", known) : "", near);
            }
        }
    }

    boolean none() {
        return all.isEmpty();
    }

    /** {@return what is wrong, from the top of the file to its end} */
    List<ConfigProblem> inOrder() {
        return all.stream().sorted(Comparator.comparingInt(ConfigProblem::line)
                .thenComparingInt(ConfigProblem::column)).toList();
    }

    /** Says a problem in one line, such as {@code deploy.yaml:3:1: descripton is no key of a skill. Did you mean description?} */
    static String describe(String file, ConfigProblem problem) {
        StringBuilder text = new StringBuilder(file);
        if (problem.line() > 0) {
            text.append(':').append(problem.line()).append(':').append(Math.max(1, problem.column()));
        }
        text.append(": ").append(problem.path()).append(problem.path().isEmpty() ? "" : " ").append(problem.problem());
        text.append(problem.problem().endsWith(".") ? "" : ".");
        if (!problem.expected().isEmpty()) {
            text.append(" Expected ").append(problem.expected()).append('.');
        }
        if (problem.didYouMean() != null) {
            text.append(" Did you mean ").append(problem.didYouMean()).append('?');
        }
        return text.toString();
    }

    static String child(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** How a value is shown in a message. */
    static String shown(JsonValue value) {
        return switch (value) {
            case JsonValue.JsonObject _ -> "a section with keys";
            case JsonValue.JsonArray _ -> "a list";
            case JsonValue.JsonNull _ -> "empty";
            case JsonValue.JsonString text -> '"' + cut(text.value()) + '"';
            default -> cut(value.text());
        };
    }

    private static String cut(String text) {
        String line = text.lines().findFirst().orElse("");
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "…";
    }
}
