package dev.telecoder.plugin.code;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Finds the places of a file that a snippet may mean, rung by rung. For one file and one thread. */
final class Finder {

    private final List<Line> file;
    private final Map<Rung, List<String>> keys = new EnumMap<>(Rung.class);

    Finder(List<Line> file) {
        this.file = file;
    }

    List<Line> file() {
        return file;
    }

    List<String> keys(Rung rung) {
        return keys.computeIfAbsent(rung, some -> file.stream().map(line -> some.key(line.text())).toList());
    }

    /** {@return all places of the file's lines {@code low} to {@code high} that hold whole lines of the snippet} */
    List<Placement> lines(Rung rung, Snippet snippet, int low, int high) {
        if (rung != Rung.EXACT && !snippet.hasWords() || snippet.old().isEmpty()) {
            return List.of();
        }
        return switch (rung) {
            case EXACT, TRAILING_SPACE, PUNCTUATION, INDENTATION, COPIED -> blocks(rung, snippet, low, high);
            case BLANK_LINES -> sparse(snippet, low, high);
            case ELLIPSIS -> new Ellipsis(this, snippet).places(low, high);
            case ANCHORED -> new Anchored(this, snippet).places(low, high);
        };
    }

    /** {@return all places of a text within the file, also such as begin or end inside a line} */
    List<Placement> text(Rung rung, String old, String now) {
        Folded haystack = Folded.of(rung, file);
        String needle = Folded.of(rung, TextFile.split(old)).text();
        var places = new ArrayList<Placement>();
        if (needle.isEmpty() || rung != Rung.EXACT && needle.isBlank()) {
            return places;
        }
        for (int at = haystack.text().indexOf(needle); at >= 0; at = haystack.text().indexOf(needle, at + 1)) {
            int end = at + needle.length();
            int first = haystack.line(at);
            int last = haystack.line(end);
            String head = file.get(first).text().substring(0, at - haystack.start(first));
            String tail = file.get(last).text().substring(end - haystack.start(last));
            var snippet = new Snippet(Snippet.lines(head + old + tail), Snippet.lines(head + now + tail), null);
            places.add(Placement.block(snippet, first, Indentation.SAME));
        }
        return places;
    }

    /** {@return the places to change so that every {@code old} of the file becomes {@code now}; none overlaps another} */
    List<Placement> every(String old, String now) {
        Folded text = Folded.of(Rung.EXACT, file);
        var places = new ArrayList<Placement>();
        int at = text.text().indexOf(old);
        while (at >= 0) {
            int first = text.line(at);
            int last = first;
            var changed = new StringBuilder();
            int copied = text.start(first);
            // Finds that share a line must be changed together.
            while (at >= 0 && text.line(at) <= last) {
                changed.append(text.text(), copied, at).append(now);
                copied = at + old.length();
                last = text.line(copied);
                at = text.text().indexOf(old, copied);
            }
            int end = text.start(last) + file.get(last).text().length();
            changed.append(text.text(), copied, end);
            var snippet = new Snippet(
                    Snippet.lines(text.text().substring(text.start(first), end)), Snippet.lines(changed.toString()),
                    null);
            places.add(Placement.block(snippet, first, Indentation.SAME));
        }
        return places;
    }

    private List<Placement> blocks(Rung rung, Snippet snippet, int low, int high) {
        List<String> wanted = snippet.old().stream().map(rung::key).toList();
        List<String> have = keys(rung);
        var places = new ArrayList<Placement>();
        for (int at = low; at + wanted.size() <= high; at++) {
            if (same(have, at, wanted)) {
                addIndented(rung, snippet, at, places);
            }
        }
        return places;
    }

    private static boolean same(List<String> have, int at, List<String> wanted) {
        for (int i = 0; i < wanted.size(); i++) {
            if (!have.get(at + i).equals(wanted.get(i))) {
                return false;
            }
        }
        return true;
    }

    private void addIndented(Rung rung, Snippet snippet, int at, List<Placement> places) {
        if (rung != Rung.INDENTATION) {
            places.add(Placement.block(snippet, at, Indentation.SAME));
            return;
        }
        var pairs = IntStream.range(0, snippet.old().size())
                .mapToObj(i -> new Indentation.Pair(snippet.old().get(i), file.get(at + i).text()))
                .toList();
        Indentation.between(pairs, snippet.now()).ifPresent(
                indents -> places.add(Placement.block(snippet, at, indents)));
    }

    private List<Placement> sparse(Snippet snippet, int low, int high) {
        var places = new ArrayList<Placement>();
        for (Sparse run : Sparse.all(this, snippet.old(), low, high)) {
            Indentation.between(run.pairs(snippet.old(), file), snippet.now()).ifPresent(indents -> places.add(
                    new Placement(snippet, run.from(), run.until(), run.starts(), run.ends(), indents)));
        }
        return places;
    }
}
