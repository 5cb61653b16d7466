package dev.telecoder.support.markdown;

import java.util.ArrayList;
import java.util.List;

/**
 * A line as a chat shows it.
 *
 * @param kind what it is
 * @param block which block it belongs to: lines of one fence have the same number
 * @param heading 1 to 6 for a heading, else 0
 * @param quote how deep it is quoted; 0 if it is not
 * @param depth how deep it is in lists; 0 if it is in none
 * @param marker {@code -} or such as {@code 3.} on the first line of an item; else empty
 * @param language the language of a fence; empty if it names none
 * @param runs what it says
 * @since 1.0
 */
public record TextLine(Kind kind, int block, int heading, int quote, int depth, String marker, String language,
        List<TextRun> runs) {

    /** What a line is. */
    public enum Kind {
        /** Text. */
        TEXT,
        /** A line of a fence, or of a table set as one. */
        CODE,
        /** An empty line between two blocks. */
        BLANK,
        /** A thematic break. */
        RULE
    }

    /** Copies the runs. */
    public TextLine {
        runs = List.copyOf(runs);
    }

    /** {@return what it says, without any mark} */
    public String text() {
        if (runs.size() == 1) {
            return runs.getFirst().text();
        }
        StringBuilder text = new StringBuilder();
        runs.forEach(run -> text.append(run.text()));
        return text.toString();
    }

    /**
     * Sets other runs.
     *
     * @param others the runs
     * @return a line that says something else
     */
    public TextLine withRuns(List<TextRun> others) {
        return new TextLine(kind, block, heading, quote, depth, marker, language, others);
    }

    /** {@return the same with all of it bold, as platforms without headings show them} */
    public TextLine bold() {
        return withRuns(runs.stream().map(run -> run.with(TextStyle.BOLD)).toList());
    }

    /** The beginning of the line, so many chars long. */
    TextLine until(int end) {
        List<TextRun> kept = new ArrayList<>();
        int at = 0;
        for (TextRun run : runs) {
            if (at >= end) {
                break;
            }
            kept.add(at + run.text().length() <= end ? run : run.withText(run.text().substring(0, end - at)));
            at += run.text().length();
        }
        return withRuns(kept);
    }

    /** The rest of the line; it goes on with the item it belongs to and begins no new one. */
    TextLine from(int begin) {
        List<TextRun> kept = new ArrayList<>();
        int at = 0;
        for (TextRun run : runs) {
            int end = at + run.text().length();
            if (end > begin) {
                kept.add(at >= begin ? run : run.withText(run.text().substring(begin - at)));
            }
            at = end;
        }
        return new TextLine(kind, block, heading, quote, depth, "", language, kept);
    }
}
