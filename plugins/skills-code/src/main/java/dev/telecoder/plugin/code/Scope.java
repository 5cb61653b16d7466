package dev.telecoder.plugin.code;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Gives definitions found one by one their place in each other. Pure. */
final class Scope {

    /**
     * A definition before its surroundings are known.
     *
     * @param within what the text itself names as its surroundings, such as the receiver of a Go method; or empty
     */
    record Found(String name, String within, String kind, int at, int start, int end) {}

    private Scope() {}

    static List<Definition> nest(List<Found> found) {
        var sorted = new ArrayList<>(found);
        sorted.sort(
                Comparator.comparingInt(Found::start).thenComparing(Comparator.comparingInt(Found::end).reversed()));
        var definitions = new ArrayList<Definition>();
        var open = new ArrayList<Definition>();
        for (Found one : sorted) {
            while (!open.isEmpty() && open.getLast().end() <= one.start()) {
                open.removeLast();
            }
            boolean inFunction = !open.isEmpty() && open.getLast().isCallable();
            boolean inType = !open.isEmpty() && open.getLast().isType();
            if (inFunction && isValue(one.kind())) {
                continue;
            }
            String outer = open.isEmpty() ? "" : open.getLast().qualified() + ".";
            String within = one.within().isEmpty() ? "" : one.within() + ".";
            String kind = one.kind();
            if (kind.equals("function") && (inType && !isSpace(open.getLast().kind()) || !within.isEmpty())) {
                kind = "method";
            } else if (kind.equals("variable") && inType && !isSpace(open.getLast().kind())) {
                kind = "field";
            }
            var definition = new Definition(one.name(), outer + within + one.name(), kind, one.at(), one.start(),
                    one.end(), false);
            open.add(definition);
            if (!kind.equals("impl")) {
                definitions.add(definition);
            }
        }
        return definitions;
    }

    private static boolean isSpace(String kind) {
        return kind.equals("namespace") || kind.equals("module");
    }

    private static boolean isValue(String kind) {
        return kind.equals("variable") || kind.equals("constant") || kind.equals("field") || kind.equals("property");
    }
}
