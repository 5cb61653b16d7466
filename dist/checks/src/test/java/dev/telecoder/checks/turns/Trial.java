package dev.telecoder.checks.turns;

import dev.telecoder.testkit.LoopbackServer.Reply;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * One conversation whose model breaks off, in one way and at one place, some times. What the model answers follows from
 * the request: while no result of the calls stands in it, the calls.
 */
final class Trial {

    /** As often as a request is tried; with it the turn fails. */
    static final int EVERY_TRY = 4;

    /** A way to break off. */
    enum Kind {
        CUT, END, SILENCE, GARBAGE, ERROR_PAGE, ERROR, PAUSE, STATUS
    }

    final int number;
    final Kind kind;
    final boolean atTheAnswer;
    final int at;
    final int times;
    /** What the model was sent. */
    final List<String> bodies = new CopyOnWriteArrayList<>();
    private final Dialect dialect;
    private int left;

    Trial(int number, Dialect dialect, Kind kind, boolean atTheAnswer, int at, int times) {
        this.number = number;
        this.dialect = dialect;
        this.kind = kind;
        this.atTheAnswer = atTheAnswer;
        this.at = at;
        this.times = times;
        this.left = times;
    }

    /** Stands in what the person says, so that a request tells which trial it is of. */
    String mark() {
        return "(trial " + number + ")";
    }

    /** Whether the model will fall silent where it is asked this. */
    synchronized boolean silences(String body) {
        return kind == Kind.SILENCE && breaks(body);
    }

    synchronized Reply answer(String body) {
        bodies.add(body);
        boolean broken = breaks(body);
        Reply whole = counted(body) ? dialect.answer() : dialect.calls();
        if (!broken) {
            return whole;
        }
        left--;
        return switch (kind) {
            case CUT -> whole.cutAfter(at);
            case END -> whole.endingAfter(at);
            case SILENCE -> whole.silentAfter(at);
            case GARBAGE -> whole.turningInto(at, "\u0000\u0007}{]\n\n");
            case ERROR_PAGE -> whole.turningInto(at, "\n\n<html>502 Bad Gateway</html>\n");
            case ERROR -> whole.turningInto(at, dialect.error());
            case PAUSE -> whole.pausingAfter(at, Duration.ofMillis(20));
            case STATUS -> Reply.of(List.of(500, 503, 429).get(at % 3), "{\"error\":{\"message\":\"overloaded\"}}");
        };
    }

    private boolean breaks(String body) {
        return left > 0 && counted(body) == atTheAnswer;
    }

    private static boolean counted(String body) {
        return body.contains("counted up by 1");
    }

    @Override
    public String toString() {
        return "%s %s in the %s after byte %d, %d times".formatted(dialect, kind, atTheAnswer ? "answer" : "calls", at,
                times);
    }
}
