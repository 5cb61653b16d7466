package dev.telecoder.plugin.code;

import dev.telecoder.plugin.code.Edited.Applied;
import dev.telecoder.plugin.code.Edited.Reason;
import dev.telecoder.plugin.code.Edited.Refused;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Applies an edit to a file: tries how the old text can be found, strictest first, and takes a place only if it is the
 * only one on that rung. Pure.
 */
final class Ladder {

    private static final List<Rung> CLOSE = List.of(
            Rung.EXACT, Rung.TRAILING_SPACE, Rung.PUNCTUATION, Rung.INDENTATION, Rung.BLANK_LINES);
    private static final List<Rung> LOOSE = List.of(Rung.ELLIPSIS, Rung.ANCHORED);

    private final List<Line> file;
    private final Finder finder;
    private final String commonEnd;

    Ladder(List<Line> file) {
        this.file = file;
        this.finder = new Finder(file);
        this.commonEnd = TextFile.commonEnd(file);
    }

    /** Replaces {@code old} by {@code now}; line ends of both count as line feeds. */
    Edited replace(String old, String now, boolean all) {
        String from = feeds(old);
        String to = feeds(now);
        Snippet snippet = Snippet.of(from, to);
        Edited close = close(from, to, all);
        if (close != null) {
            return close;
        }
        for (Copied meant : Copied.of(from, to)) {
            Edited found = close(meant.old(), meant.now(), all);
            if (found != null) {
                return found instanceof Applied done ? new Applied(done.lines(), Rung.COPIED, done.until()) : found;
            }
        }
        var there = alreadyThere(snippet, to);
        if (there.isPresent()) {
            return there.get();
        }
        for (Rung rung : LOOSE) {
            List<Placement> places = finder.lines(rung, snippet, 0, file.size());
            if (!places.isEmpty()) {
                return take(rung, places, false);
            }
        }
        return NearestRegion.refusal(file, snippet.old());
    }

    private @Nullable Edited close(String from, String to, boolean all) {
        Snippet snippet = Snippet.of(from, to);
        for (Rung rung : CLOSE) {
            List<Placement> places = places(rung, snippet, from, to);
            if (!places.isEmpty()) {
                if (from.equals(to)) {
                    return same(places);
                }
                return take(rung, all && rung == Rung.EXACT ? finder.every(from, to) : places, all);
            }
        }
        return null;
    }

    /**
     * Applies one part of a patch.
     *
     * @param snippet its lines
     * @param ranges groups of where it may be: the first group in which it is found counts
     * @param atEnd whether it must be the end of the file
     */
    Edited patch(Snippet snippet, List<List<int[]>> ranges, boolean atEnd) {
        for (List<Rung> rungs : List.of(CLOSE, List.of(Rung.ANCHORED))) {
            for (List<int[]> group : ranges) {
                for (Rung rung : rungs) {
                    List<Placement> places = within(rung, snippet, group, atEnd);
                    if (!places.isEmpty()) {
                        return take(rung, places, false);
                    }
                }
            }
            if (rungs.equals(CLOSE)) {
                var there = alreadyThere(snippet, String.join("\n", snippet.now()));
                if (there.isPresent()) {
                    return there.get();
                }
            }
        }
        return NearestRegion.refusal(file, snippet.old());
    }

    private List<Placement> within(Rung rung, Snippet snippet, List<int[]> group, boolean atEnd) {
        Map<Integer, Placement> places = new LinkedHashMap<>();
        for (int[] range : group) {
            for (Placement place : finder.lines(rung, snippet, range[0], range[1])) {
                if (!atEnd || onlyBlankAfter(place.until())) {
                    places.putIfAbsent(place.from(), place);
                }
            }
        }
        return List.copyOf(places.values());
    }

    private boolean onlyBlankAfter(int line) {
        return file.subList(line, file.size()).stream().allMatch(Line::isBlank);
    }

    private List<Placement> places(Rung rung, Snippet snippet, String old, String now) {
        if (rung == Rung.EXACT) {
            return finder.text(rung, old, now);
        }
        List<Placement> whole = finder.lines(rung, snippet, 0, file.size());
        return whole.isEmpty() && (rung == Rung.TRAILING_SPACE || rung == Rung.PUNCTUATION)
                ? finder.text(rung, old, now)
                : whole;
    }

    private Edited take(Rung rung, List<Placement> places, boolean all) {
        if (places.size() > 1 && !all) {
            return severalOrSame(rung, places);
        }
        List<Line> lines = file;
        int until = 0;
        int taken = Integer.MAX_VALUE;
        int size = file.size();
        for (int i = places.size() - 1; i >= 0; i--) {
            Placement place = places.get(i);
            boolean overlaps = all && i > 0 && rung != Rung.EXACT && places.get(i - 1).until() > place.from();
            if (overlaps || place.until() > taken) {
                continue;
            }
            lines = Merge.apply(lines, place, rung, commonEnd);
            taken = place.from();
            until = Math.max(until, place.until());
        }
        if (lines.equals(file)) {
            return refused(Reason.ALREADY_APPLIED, places,
                    "The edit changes nothing: the file already has the new text at line %s.");
        }
        return new Applied(lines, rung, until + lines.size() - size);
    }

    /** With an ellipsis, places may differ in what they leave out and still come to the same. */
    private Edited severalOrSame(Rung rung, List<Placement> places) {
        if (rung == Rung.ELLIPSIS) {
            List<List<Line>> results = places.stream()
                    .map(place -> Merge.apply(file, place, rung, commonEnd)).distinct().toList();
            if (results.size() == 1) {
                return take(rung, places.subList(0, 1), false);
            }
        }
        return refused(Reason.AMBIGUOUS, places, "The old text is there " + places.size() + " times, at lines %s"
                + ". Give more of the lines around the one you mean, or set replace_all to change all.");
    }

    private static Edited same(List<Placement> places) {
        return refused(Reason.ALREADY_APPLIED, places,
                "Old and new text are the same (at line %s), so there is nothing to do.");
    }

    private static Refused refused(Reason reason, List<Placement> places, String message) {
        List<Integer> lines = places.stream().map(place -> place.from() + 1).distinct().toList();
        String shown = String.join(", ", lines.stream().limit(20).map(String::valueOf).toList());
        return new Refused(reason, lines, message.formatted(lines.size() > 20 ? shown + ", …" : shown));
    }

    private Optional<Edited> alreadyThere(Snippet snippet, String now) {
        if (now.chars().filter(Character::isLetterOrDigit).count() < 3) {
            return Optional.empty();
        }
        var reverse = new Snippet(snippet.now(), snippet.now(), null);
        var rungs = new ArrayList<>(CLOSE);
        rungs.add(Rung.ELLIPSIS);
        for (Rung rung : rungs) {
            List<Placement> places = rung == Rung.EXACT
                    ? finder.text(rung, now, now)
                    : finder.lines(rung, reverse, 0, file.size());
            if (!places.isEmpty()) {
                return Optional.of(refused(Reason.ALREADY_APPLIED, places,
                        "The old text is not there, but the new one already is, at line %s. Nothing to do, or read the file again."));
            }
        }
        return Optional.empty();
    }

    static String feeds(String text) {
        return text.replace("\r\n", "\n");
    }
}
