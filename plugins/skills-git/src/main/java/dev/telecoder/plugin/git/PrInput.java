package dev.telecoder.plugin.git;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is asked of {@code git.pr}. */
record PrInput(@Nullable String action, @Nullable String title, @Nullable String what, @Nullable String why,
        @Nullable String risk, @Nullable String text, long number, List<String> reviewers, @Nullable String branch,
        @Nullable String base, boolean draft) {

    /** What to do. */
    enum Action {
        /** Open it, or bring the open one up to date. */
        OPEN,
        /** Bring the open one up to date. */
        UPDATE,
        /** Say something in it. */
        COMMENT,
        /** Ask for a review. */
        REVIEW,
        /** Merge it. */
        MERGE
    }

    Action wanted() {
        return Action.valueOf(text(action).orElse("open").toUpperCase(Locale.ROOT));
    }

    static Optional<String> text(@Nullable String text) {
        return Optional.ofNullable(text).map(String::strip).filter(given -> !given.isEmpty());
    }

    /** What opening needs and is not given; empty if all is there. */
    Optional<String> missing() {
        if (text(title).isEmpty() || text(what).isEmpty() || text(why).isEmpty()) {
            return Optional.of("A pull request needs \"title\", \"what\" and \"why\".");
        }
        return wrongTitle();
    }

    Optional<String> wrongTitle() {
        return text(title).filter(given -> given.lines().count() > 1)
                .map(given -> "\"title\" must be one line that says what the change does.");
    }
}
