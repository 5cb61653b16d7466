package dev.telecoder.api.repo;

import dev.telecoder.api.Experimental;
import dev.telecoder.api.PluginException;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ability to review a pull request: a judgement, and remarks about lines, which may suggest other lines. An ability of a
 * {@link CodeHost}; safe for many threads. Each method throws a {@link PluginException} if the service cannot be asked or
 * refuses.
 *
 * <p>Experimental because one service alone offers it so far; others count lines of a change in other ways.
 *
 * @since 1.0
 */
@Experimental
public interface ReviewWork {

    /**
     * Submits a review, whole or not at all where the service can do that.
     *
     * @param repo the repository, by the service's name
     * @param number the pull request
     * @param commit the commit that was reviewed
     * @param verdict the judgement
     * @param markdown what is said about all of it; may be empty for an approval or where there are remarks
     * @param lines the remarks about lines
     * @return where to look at it
     */
    URI review(String repo, long number, String commit, Verdict verdict, String markdown, List<Line> lines);

    /** A judgement. */
    enum Verdict {
        /** None. */
        COMMENT,
        /** It may be merged. */
        APPROVE,
        /** It must change first. */
        REQUEST_CHANGES
    }

    /**
     * A remark about lines.
     *
     * @param path the file
     * @param first the first line
     * @param last the last line, the same for one
     * @param old whether the lines are those before the change
     * @param markdown what is said
     * @param suggestion the lines to stand there instead, or {@code null} for none; empty to remove them
     */
    record Line(String path, int first, int last, boolean old, String markdown, @Nullable String suggestion) {

        /** Checks the lines. */
        public Line {
            if (first < 1 || last < first) {
                throw new IllegalArgumentException("Lines are counted from 1 and the last is not before the first.");
            }
            if (old && suggestion != null) {
                throw new IllegalArgumentException("Lines that are gone cannot be replaced.");
            }
        }
    }
}
