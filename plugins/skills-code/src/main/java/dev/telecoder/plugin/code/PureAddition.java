package dev.telecoder.plugin.code;

import dev.telecoder.plugin.code.Edited.Applied;
import dev.telecoder.plugin.code.Edited.Reason;
import dev.telecoder.plugin.code.Edited.Refused;
import java.util.ArrayList;
import java.util.List;

/** Adds the lines of a patch that names none to find: after its anchor, or at the end of the file. Pure. */
final class PureAddition {

    private PureAddition() {}

    static Edited apply(List<Line> file, Change.Part part, int cursor) {
        int at = file.getLast().text().isEmpty() ? file.size() - 1 : file.size();
        if (!part.anchors().isEmpty() && !part.atEnd()) {
            List<Integer> lines = Anchors.lines(file, part.anchors(), cursor);
            if (lines.size() != 1) {
                return new Refused(Reason.AMBIGUOUS, lines.stream().map(line -> line + 1).toList(),
                        "The line after which to add is there " + lines.size()
                                + " times. Give lines around the place.");
            }
            at = lines.getFirst() + 1;
        }
        String end = TextFile.commonEnd(file);
        var lines = new ArrayList<>(file);
        if (at > 0 && lines.get(at - 1).end().isEmpty()) {
            lines.set(at - 1, new Line(lines.get(at - 1).text(), end));
        }
        for (String line : part.snippet().now()) {
            lines.add(at++, new Line(line, end));
        }
        if (!lines.getLast().end().isEmpty()) {
            lines.add(new Line("", ""));
        }
        return new Applied(lines, Rung.EXACT, at);
    }
}
