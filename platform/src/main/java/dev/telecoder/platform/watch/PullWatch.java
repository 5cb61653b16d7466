package dev.telecoder.platform.watch;

import dev.telecoder.platform.store.Times;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A pull request that a task opened and that we look after.
 *
 * @param id our id
 * @param repo the repository, by our name
 * @param service the repository, by the code host's name
 * @param number the pull request
 * @param title its title
 * @param location where to look at it
 * @param branch the branch with the change
 * @param base the branch to merge into
 * @param author the account that opened it, which is our own; empty where that is not known
 * @param head the newest commit we pushed
 * @param conversation the conversation it was opened in
 * @param person on whose behalf
 * @param task the task, whose plan and budget hold for repairs
 * @param turn the turn that repairs it, or {@code null}
 * @param state where it stands
 * @param repairs how often we tried to repair it
 * @param steered how often people said something about it that we followed
 * @param settled the commit all checks of which had passed when we looked last, or {@code null}
 * @param settledAt since when they had, or {@code null}
 * @param heardAt up to when we have read what was said in it
 * @param signalledAt when something outside last told us of the repository, or {@code null}
 * @param createdAt since when we watch it
 */
public record PullWatch(long id, String repo, String service, long number, String title, String location,
        String branch, String base, String author, String head, String conversation, String person, String task,
        @Nullable String turn, State state, int repairs, int steered, @Nullable String settled,
        @Nullable Instant settledAt, Instant heardAt, @Nullable Instant signalledAt, Instant createdAt) {

    /** Where a watched pull request stands. */
    public enum State {
        /** Its checks run, or it has none. */
        WAITING,
        /** A turn repairs it. */
        REPAIRING,
        /** All its checks passed, and that was told. */
        GREEN,
        /** We cannot go on by ourselves, and that was told. */
        STUCK,
        /** It was merged. */
        MERGED,
        /** It was closed. */
        CLOSED,
        /** It is watched no more. */
        ENDED;

        /** {@return the name in the database} */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** {@return what to call it, such as {@code #7 Reject negative amounts}} */
    public String called() {
        return "[#" + number + "](" + location + ") " + title;
    }

    /** Whether its outcome was told already. */
    boolean told() {
        return state == State.GREEN || state == State.STUCK;
    }

    static PullWatch of(ResultSet rs) throws SQLException {
        return new PullWatch(rs.getLong("id"), rs.getString("repo"), rs.getString("service"), rs.getLong("number"),
                rs.getString("title"), rs.getString("location"), rs.getString("branch"), rs.getString("base"),
                rs.getString("author"), rs.getString("head"), rs.getString("conversation"), rs.getString("person"),
                rs.getString("task"), rs.getString("turn"),
                State.valueOf(rs.getString("state").toUpperCase(Locale.ROOT)), rs.getInt("repairs"),
                rs.getInt("steered"), rs.getString("settled"), time(rs.getString("settled_at")),
                Times.parse(rs.getString("heard_at")), time(rs.getString("signalled_at")),
                Times.parse(rs.getString("created_at")));
    }

    private static @Nullable Instant time(@Nullable String text) {
        return text == null ? null : Times.parse(text);
    }
}
