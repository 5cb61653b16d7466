package dev.telecoder.plugin.code;

import dev.telecoder.plugin.code.LineDiff.Kind;
import dev.telecoder.plugin.code.LineDiff.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * Carries an edit over to the file's own lines: those that old and new have in common stay as the file has them, byte
 * for byte, also where the old text had them differently. Pure.
 */
final class Merge {

    private final List<Line> file;
    private final Placement place;
    private final Rung rung;
    private final String commonEnd;
    private final List<Line> merged;
    private int next;

    private Merge(List<Line> file, Placement place, Rung rung, String commonEnd) {
        this.file = file;
        this.place = place;
        this.rung = rung;
        this.commonEnd = commonEnd;
        this.merged = new ArrayList<>(file.size() + place.snippet().now().size());
        this.next = place.from();
    }

    static List<Line> apply(List<Line> file, Placement place, Rung rung, String commonEnd) {
        return new Merge(file, place, rung, commonEnd).run();
    }

    private List<Line> run() {
        merged.addAll(file.subList(0, place.from()));
        List<Step> script = place.snippet().script(rung);
        var deleted = new ArrayList<Step>();
        var inserted = new ArrayList<Step>();
        for (Step step : script) {
            switch (step.kind()) {
                case DELETE -> deleted.add(step);
                case INSERT -> inserted.add(step);
                case KEEP -> {
                    change(deleted, inserted);
                    keepUntil(place.ends()[step.before()]);
                }
            }
        }
        change(deleted, inserted);
        keepUntil(place.until());
        merged.addAll(file.subList(place.until(), file.size()));
        return closed();
    }

    private void change(List<Step> deleted, List<Step> inserted) {
        var gone = new ArrayList<Integer>();
        var oldOfGone = new ArrayList<Integer>();
        for (Step step : deleted) {
            int at = place.starts()[step.before()];
            if (at >= 0) {
                gone.add(at);
                oldOfGone.add(step.before());
            }
        }
        if (!gone.isEmpty()) {
            keepUntil(gone.getFirst());
            next = gone.getLast() + 1;
        }
        for (int i = 0; i < inserted.size(); i++) {
            int after = inserted.get(i).after();
            String now = place.snippet().now().get(after);
            String end = merged.isEmpty() ? "" : merged.getLast().end();
            if (i < gone.size()) {
                Line was = file.get(gone.get(i));
                end = was.end();
                now = Wording.carried(rung, place.snippet().old().get(oldOfGone.get(i)), now, was.text());
            }
            if (rung.compareTo(Rung.PUNCTUATION) >= 0) {
                now = Punctuation.likeFile(now, String.join("\n", place.snippet().old()), fileText());
            }
            merged.add(new Line(place.indents().apply(now, after), end.isEmpty() ? commonEnd : end));
        }
        deleted.clear();
        inserted.clear();
    }

    private String fileText() {
        var text = new StringBuilder();
        file.subList(place.from(), place.until()).forEach(line -> text.append(line.text()).append('\n'));
        return text.toString();
    }

    private void keepUntil(int end) {
        while (next < end) {
            merged.add(file.get(next++));
        }
    }

    /** Only the last line of a file has no end. */
    private List<Line> closed() {
        if (merged.isEmpty()) {
            merged.add(new Line("", ""));
        }
        for (int i = 0; i < merged.size(); i++) {
            Line line = merged.get(i);
            if (i == merged.size() - 1) {
                merged.set(i, new Line(line.text(), ""));
            } else if (line.end().isEmpty()) {
                merged.set(i, new Line(line.text(), commonEnd));
            }
        }
        return merged;
    }
}
