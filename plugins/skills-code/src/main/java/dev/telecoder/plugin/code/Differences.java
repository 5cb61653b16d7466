package dev.telecoder.plugin.code;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells what became of each file. Pure. */
final class Differences {

    private Differences() {}

    static List<EditOutcome.Changed> of(List<FileState> changed) {
        var moved = changed.stream().map(FileState::movedFrom).toList();
        var differences = new ArrayList<EditOutcome.Changed>();
        for (FileState state : changed) {
            FileState source = state.movedFrom();
            boolean rename = source != null && !source.exists() && state.exists() && source.before() != null;
            if (rename && source != null) {
                differences.add(one(source.name(), state, source.before()));
                differences.add(new EditOutcome.Changed(source.name(), "", text(source.before()), ""));
            } else if (!(moved.contains(state) && !state.exists())) {
                differences.add(one(state.name(), state, state.before()));
            }
        }
        return differences;
    }

    private static EditOutcome.Changed one(String oldName, FileState state, byte @Nullable [] before) {
        String mode = state.executable() ? "100755" : "100644";
        byte[] after = state.after();
        String diff = UnifiedDiff.of(oldName, state.name(), lines(before), lines(after), mode);
        return new EditOutcome.Changed(state.name(), diff, text(before), text(after));
    }

    private static @Nullable List<Line> lines(byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        TextFile text = EditRun.forDiff(bytes);
        if (text.mark().isEmpty()) {
            return text.lines();
        }
        var marked = new ArrayList<>(text.lines());
        marked.set(0, new Line(text.mark() + marked.getFirst().text(), marked.getFirst().end()));
        return marked;
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "" : EditRun.forDiff(bytes).normalized();
    }
}
