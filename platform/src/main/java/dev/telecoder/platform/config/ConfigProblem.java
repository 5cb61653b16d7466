package dev.telecoder.platform.config;

import dev.telecoder.api.json.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Something that is wrong with a file of settings, for the person who wrote it. It never shows a secret.
 *
 * @param line where, from 1; 0 if it cannot be said
 * @param column where in the line, from 1; 0 if it cannot be said
 * @param path the setting, such as {@code channels.telegram.bot_token}; empty for the file as a whole
 * @param problem what is wrong, as a clause that follows the path, such as {@code is missing}
 * @param expected what would be right; empty if the problem says so already
 * @param didYouMean the nearest known key or value, or {@code null}
 * @param severity whether it switches something off
 */
public record ConfigProblem(
        int line,
        int column,
        String path,
        String problem,
        String expected,
        @Nullable String didYouMean,
        Severity severity) {

    /** How bad it is. */
    public enum Severity {
        /** What the section configures is off. */
        ERROR,
        /** Nothing is off. */
        WARNING
    }

    static ConfigProblem error(String path, String problem, String expected) {
        return new ConfigProblem(0, 0, path, problem, expected, null, Severity.ERROR);
    }

    static ConfigProblem unknownKey(String path, @Nullable String nearest) {
        return new ConfigProblem(0, 0, path, "is not a known setting", "", nearest, Severity.WARNING);
    }

    ConfigProblem suggesting(@Nullable String nearest) {
        return new ConfigProblem(line, column, path, problem, expected, nearest, severity);
    }

    ConfigProblem at(Position position) {
        return new ConfigProblem(
                position.line(), position.column(), path, problem, expected, didYouMean, severity);
    }

    ConfigProblem redacted(Redaction redaction) {
        return new ConfigProblem(
                line, column, path, redaction.of(problem), redaction.of(expected), didYouMean, severity);
    }

    /** {@return this as {@code config validate --json} tells it} */
    public JsonValue toJson() {
        return JsonValue.object().put("line", line).put("path", path).put("problem", problem).put("expected", expected)
                .put("did_you_mean", didYouMean).put("severity", severity).build();
    }

    /** {@return whether this switches something off} */
    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /**
     * Says it in one line.
     *
     * @param file the name of the file, such as {@code config.yaml}
     * @return such as {@code config.yaml:12: heartbeat.quiet_hours is "22-8". Expected two times such as "22:00-08:00".}
     */
    public String describe(String file) {
        var text = new StringBuilder(file);
        if (line > 0) {
            text.append(':').append(line);
            if (path.isEmpty() && column > 0) {
                text.append(':').append(column);
            }
        }
        text.append(": ");
        if (!path.isEmpty()) {
            text.append(path).append(' ');
        }
        text.append(problem);
        if (!problem.endsWith(".")) {
            text.append('.');
        }
        if (!expected.isEmpty()) {
            text.append(" Expected ").append(expected).append('.');
        }
        if (didYouMean != null) {
            text.append(" Did you mean ").append(didYouMean).append('?');
        }
        return text.toString();
    }
}
