package dev.telecoder.plugin.code;

import dev.telecoder.plugin.code.LineDiff.Kind;
import dev.telecoder.plugin.code.LineDiff.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds a snippet in which lines of three dots stand for lines left out. Old and new text must have the same number of
 * them: what is left out is kept.
 */
final class Ellipsis {

    private static final Pattern DOTS = Pattern.compile(
            "\\s*(?:(?://|#|--|;|%|'|/\\*|<!--)\\s*)?(?:\\.\\.\\.|\u2026)(?:\\s*[\\w ,'()-]*(?:\\.\\.\\.|\u2026))?"
                    + "\\s*(?:\\*/|-->)?\\s*");
    private static final Pattern NAMED = Pattern.compile(
            "(?i)\\s*(?://|#|--|;|%|/\\*|<!--)\\s*(?:\\.\\.\\.|\u2026)\\s*(?:the )?(?:rest|existing|unchanged|remaining|other|same|more)"
                    + "\\b.*");
    private static final int MOST_PLACES = 400;

    private final Finder finder;
    private final Snippet snippet;

    Ellipsis(Finder finder, Snippet snippet) {
        this.finder = finder;
        this.snippet = snippet;
    }

    static boolean isDots(String line) {
        return DOTS.matcher(line).matches() || NAMED.matcher(line).matches();
    }

    List<Placement> places(int low, int high) {
        Snippet inner = withoutOuterDots(snippet);
        List<int[]> oldParts = parts(inner.old());
        List<int[]> newParts = parts(inner.now());
        if (oldParts.size() < 2 || oldParts.size() != newParts.size()
                || oldParts.stream().anyMatch(part -> wordless(inner.old(), part))) {
            return List.of();
        }
        Snippet scripted = new Snippet(inner.old(), inner.now(), script(inner, oldParts, newParts));
        var found = new ArrayList<Placement>();
        var chosen = new ArrayList<Sparse>();
        search(scripted, oldParts, low, high, chosen, found);
        var near = found.stream().filter(place -> staysInside(place, inner.old())).toList();
        return near.isEmpty() ? found : near;
    }

    private void search(
            Snippet scripted, List<int[]> parts, int low, int high, List<Sparse> chosen, List<Placement> found) {
        if (found.size() > MOST_PLACES) {
            return;
        }
        if (chosen.size() == parts.size()) {
            place(scripted, parts, chosen, found);
            return;
        }
        int[] part = parts.get(chosen.size());
        for (Sparse run : Sparse.all(finder, scripted.old().subList(part[0], part[1]), low, high)) {
            chosen.add(run);
            search(scripted, parts, run.until(), high, chosen, found);
            chosen.removeLast();
        }
    }

    private void place(Snippet scripted, List<int[]> parts, List<Sparse> chosen, List<Placement> found) {
        int[] starts = new int[scripted.old().size()];
        int[] ends = new int[starts.length];
        Arrays.fill(starts, -1);
        Arrays.fill(ends, -1);
        var pairs = new ArrayList<Indentation.Pair>();
        for (int i = 0; i < chosen.size(); i++) {
            Sparse run = chosen.get(i);
            int offset = parts.get(i)[0];
            System.arraycopy(run.starts(), 0, starts, offset, run.starts().length);
            System.arraycopy(run.ends(), 0, ends, offset, run.ends().length);
            pairs.addAll(run.pairs(scripted.old().subList(offset, parts.get(i)[1]), finder.file()));
            if (i > 0) {
                starts[offset - 1] = chosen.get(i - 1).until();
                ends[offset - 1] = run.from();
            }
        }
        Indentation.between(pairs, scripted.now()).ifPresent(indents -> found.add(new Placement(
                scripted, chosen.getFirst().from(), chosen.getLast().until(), starts, ends, indents)));
    }

    /** What is left out should not leave the block that the dots are in. */
    private boolean staysInside(Placement place, List<String> old) {
        for (int i = 0; i < old.size(); i++) {
            if (!isDots(old.get(i))) {
                continue;
            }
            int width = Indentation.indent(place.indents().apply(old.get(i), -1)).length();
            for (Line line : finder.file().subList(place.starts()[i], place.ends()[i])) {
                if (!line.isBlank() && Indentation.indent(line.text()).length() < width) {
                    return false;
                }
            }
        }
        return true;
    }

    private static Snippet withoutOuterDots(Snippet snippet) {
        List<String> old = snippet.old();
        List<String> now = snippet.now();
        while (old.size() > 1 && now.size() > 1 && isDots(old.getFirst()) && isDots(now.getFirst())) {
            old = old.subList(1, old.size());
            now = now.subList(1, now.size());
        }
        while (old.size() > 1 && now.size() > 1 && isDots(old.getLast()) && isDots(now.getLast())) {
            old = old.subList(0, old.size() - 1);
            now = now.subList(0, now.size() - 1);
        }
        return new Snippet(old, now, null);
    }

    private static List<int[]> parts(List<String> lines) {
        var parts = new ArrayList<int[]>();
        int start = 0;
        for (int i = 0; i <= lines.size(); i++) {
            if (i == lines.size() || isDots(lines.get(i))) {
                parts.add(new int[]{start, i});
                start = i + 1;
            }
        }
        return parts;
    }

    private static boolean wordless(List<String> lines, int[] part) {
        return lines.subList(part[0], part[1]).stream().allMatch(String::isBlank);
    }

    private static List<Step> script(Snippet inner, List<int[]> oldParts, List<int[]> newParts) {
        var steps = new ArrayList<Step>();
        for (int i = 0; i < oldParts.size(); i++) {
            int[] old = oldParts.get(i);
            int[] now = newParts.get(i);
            if (i > 0) {
                steps.add(new Step(Kind.KEEP, old[0] - 1, now[0] - 1));
            }
            var part = new Snippet(inner.old().subList(old[0], old[1]), inner.now().subList(now[0], now[1]), null);
            for (Step step : part.script(Rung.ELLIPSIS)) {
                steps.add(new Step(step.kind(), step.before() < 0 ? -1 : step.before() + old[0],
                        step.after() < 0 ? -1 : step.after() + now[0]));
            }
        }
        return steps;
    }
}
