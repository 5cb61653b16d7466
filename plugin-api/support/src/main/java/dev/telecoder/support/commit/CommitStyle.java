package dev.telecoder.support.commit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How the messages of a repository's commits begin, read from those it has. A value, for any thread.
 *
 * @param kind the way they begin
 * @param capital whether what follows that beginning starts with a capital letter
 * @param period whether the first line ends with a period
 * @param sample how many messages were looked at
 * @since 1.0
 */
public record CommitStyle(Kind kind, boolean capital, boolean period, int sample) {

    /** The ways messages begin. */
    public enum Kind {
        /** With a type, perhaps a scope: {@code fix(cart): round half up}. */
        CONVENTIONAL,
        /** With the part it is about: {@code cart: round half up}. */
        AREA,
        /** With the number of an issue: {@code SHOP-12 Round half up}. */
        ISSUE,
        /** With a sign: {@code :bug: Round half up}. */
        EMOJI,
        /** In no special way. */
        PLAIN
    }

    private static final int ENOUGH = 5;
    private static final double MOST = 0.6;
    private static final int LONG = 72;

    private static final Pattern CONVENTIONAL = Pattern.compile(
            "^(feat|fix|docs|style|refactor|perf|test|tests|build|ci|chore|revert|deps|release|wip)(\\([^)]+\\))?!?: ");
    private static final Pattern AREA = Pattern.compile("^[\\w./-]+(, ?[\\w./-]+)*: ");
    private static final Pattern ISSUE = Pattern.compile("^(\\[?[A-Z][A-Z0-9]+-\\d+]?|\\[?#\\d+]?|GH-\\d+)[: -]");
    private static final Pattern EMOJI =
            Pattern.compile("^(:[a-z0-9_+-]+:|[\\x{1F300}-\\x{1FAFF}\\x{2600}-\\x{27BF}])");
    private static final Pattern MADE =
            Pattern.compile("^(Merge |Revert \"|Bump |Initial commit|Release |v?\\d+\\.\\d+)");

    /**
     * Reads the style.
     *
     * @param subjects the first lines of its commits, the newest first
     * @return the style; plain where there are too few to tell
     */
    public static CommitStyle of(List<String> subjects) {
        List<String> written = subjects.stream().map(String::strip)
                .filter(subject -> !subject.isEmpty() && !MADE.matcher(subject).find()).toList();
        if (written.size() < ENOUGH) {
            return new CommitStyle(Kind.PLAIN, true, false, written.size());
        }
        Kind kind = Kind.PLAIN;
        for (Kind one : List.of(Kind.CONVENTIONAL, Kind.ISSUE, Kind.EMOJI, Kind.AREA)) {
            if (kind == Kind.PLAIN && share(written, one) >= MOST) {
                kind = one;
            }
        }
        Kind found = kind;
        long capitals = written.stream().map(subject -> bare(found, subject))
                .filter(rest -> !rest.isEmpty() && Character.isUpperCase(rest.charAt(0))).count();
        long periods = written.stream().filter(subject -> subject.endsWith(".")).count();
        return new CommitStyle(kind, capitals * 2 >= written.size(), periods > MOST * written.size(), written.size());
    }

    private static double share(List<String> subjects, Kind kind) {
        Pattern pattern = pattern(kind).orElseThrow();
        return (double) subjects.stream().filter(subject -> pattern.matcher(subject).find()).count() / subjects.size();
    }

    private static Optional<Pattern> pattern(Kind kind) {
        return switch (kind) {
            case CONVENTIONAL -> Optional.of(CONVENTIONAL);
            case AREA -> Optional.of(AREA);
            case ISSUE -> Optional.of(ISSUE);
            case EMOJI -> Optional.of(EMOJI);
            case PLAIN -> Optional.empty();
        };
    }

    private static String bare(Kind kind, String subject) {
        return pattern(kind).map(pattern -> pattern.matcher(subject).replaceFirst("").strip()).orElse(subject);
    }

    /** {@return the style in a sentence, for whoever writes the next message} */
    public String text() {
        String begins = switch (kind) {
            case CONVENTIONAL -> "with a type, such as \"fix: \" or \"feat(scope): \"";
            case AREA -> "with the part they are about, such as \"cart: \"";
            case ISSUE -> "with the number of an issue, such as \"SHOP-12 \"";
            case EMOJI -> "with a sign, such as \":bug: \"";
            case PLAIN -> "in no special way";
        };
        return "Messages begin " + begins + ", then a " + (capital ? "capital" : "small") + " letter"
                + (period ? ", and end with a period" : "") + ".";
    }

    /**
     * Compares a message with the style.
     *
     * @param subject its first line
     * @return what is unlike the others, in a sentence each; empty if nothing is, or too few are there to tell
     */
    public List<String> unlike(String subject) {
        List<String> unlike = new ArrayList<>();
        if (subject.length() > LONG) {
            unlike.add(
                    "The first line has " + subject.length() + " characters; up to " + LONG + " are shown everywhere.");
        }
        if (sample >= ENOUGH && pattern(kind).filter(pattern -> !pattern.matcher(subject).find()).isPresent()) {
            unlike.add(text());
        }
        return unlike;
    }
}
