package dev.telecoder.platform.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts environment variables into values: <code>${NAME}</code>; <code>$${NAME}</code> stays as a literal. */
final class Substitution {

    private static final Pattern REFERENCE = Pattern.compile("\\$(\\$?)\\{([A-Za-z_][A-Za-z0-9_]*)}");
    /** A literal may hold anything. */
    private static final Pattern LITERAL = Pattern.compile("\\$\\$\\{");

    /**
     * What came of a value.
     *
     * @param text the value with the variables put in
     * @param missing the variables that are not set
     */
    record Result(String text, List<String> missing) {}

    private final boolean on;
    private final Map<String, String> environment;
    private final Redaction redaction;

    Substitution(Map<String, String> environment, Redaction redaction) {
        this(true, environment, redaction);
    }

    private Substitution(boolean on, Map<String, String> environment, Redaction redaction) {
        this.on = on;
        this.environment = environment;
        this.redaction = redaction;
    }

    /** Leaves every value as it is written, for files whose {@code $} belong to somebody else, such as a shell. */
    static Substitution none() {
        return new Substitution(false, Map.of(), new Redaction());
    }

    boolean isOff() {
        return !on;
    }

    Result apply(String value) {
        if (!on || value.indexOf("${") < 0) {
            return new Result(value, List.of());
        }
        var text = new StringBuilder();
        var missing = new ArrayList<String>();
        Matcher reference = REFERENCE.matcher(value);
        int end = 0;
        while (reference.find()) {
            text.append(literals(value.substring(end, reference.start())));
            end = reference.end();
            String name = reference.group(2);
            if (!reference.group(1).isEmpty()) {
                text.append("${").append(name).append('}');
                continue;
            }
            String found = environment.get(name);
            // An empty variable is how shells and service files leave one out.
            if (found == null || found.isEmpty()) {
                missing.add(name);
                continue;
            }
            redaction.add(found);
            text.append(found);
        }
        text.append(literals(value.substring(end)));
        return new Result(text.toString(), List.copyOf(missing));
    }

    private static String literals(String text) {
        return LITERAL.matcher(text).replaceAll(Matcher.quoteReplacement("${"));
    }
}
