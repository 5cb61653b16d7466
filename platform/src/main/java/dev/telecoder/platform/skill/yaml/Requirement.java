package dev.telecoder.platform.skill.yaml;

import dev.telecoder.platform.config.Nearest;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Something a skill cannot do without.
 *
 * @param kind what it is
 * @param name of the program or variable; empty for the others
 */
record Requirement(Kind kind, String name) {

    private static final Pattern PROGRAM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]*");
    static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    static final String EXPECTED = "sandbox, network, repo, bin:NAME or env:NAME";

    /** What can be required. */
    enum Kind {
        /** A sandbox that isolates. */
        SANDBOX,
        /** A way out of the sandbox. */
        NETWORK,
        /** A repository in focus. */
        REPO,
        /** A program. */
        BIN,
        /** A variable of the host. */
        ENV
    }

    /** Reads one; empty if it is none. */
    static Optional<Requirement> parse(String text) {
        return switch (text) {
            case "sandbox" -> Optional.of(new Requirement(Kind.SANDBOX, ""));
            case "network" -> Optional.of(new Requirement(Kind.NETWORK, ""));
            case "repo" -> Optional.of(new Requirement(Kind.REPO, ""));
            default -> named(text);
        };
    }

    /** The nearest known word, where one is near. */
    static @Nullable String nearest(String text) {
        String near = Nearest.to(text, List.of("sandbox", "network", "repo"));
        int colon = text.indexOf(':');
        return near != null || colon < 0 ? near
                : Optional.ofNullable(Nearest.to(text.substring(0, colon), List.of("bin", "env")))
                        .map(kind -> kind + text.substring(colon)).filter(other -> parse(other).isPresent())
                        .orElse(null);
    }

    private static Optional<Requirement> named(String text) {
        if (text.startsWith("bin:") && PROGRAM.matcher(text.substring(4)).matches()) {
            return Optional.of(new Requirement(Kind.BIN, text.substring(4)));
        }
        return text.startsWith("env:") && VARIABLE.matcher(text.substring(4)).matches()
                ? Optional.of(new Requirement(Kind.ENV, text.substring(4))) : Optional.empty();
    }
}
