package dev.telecoder.plugin.code;

import dev.telecoder.plugin.code.Edited.Applied;
import dev.telecoder.plugin.code.Edited.Reason;
import dev.telecoder.plugin.code.Edited.Refused;
import dev.telecoder.plugin.code.WorkspaceFiles.Outside;
import dev.telecoder.plugin.code.WorkspaceFiles.Place;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Tries changes on the files of a workspace, each on the result of the one before, and writes only if all went well. */
final class EditRun {

    static final long LARGEST = 5_000_000;

    private final WorkspaceFiles workspace;
    private final Map<Path, FileState> states = new LinkedHashMap<>();
    private final List<EditOutcome.Done> applied = new ArrayList<>();
    private final List<EditOutcome.Refusal> refused = new ArrayList<>();

    EditRun(WorkspaceFiles workspace) {
        this.workspace = workspace;
    }

    /**
     * Applies all changes or none.
     *
     * @throws IOException if the files cannot be written; they are then as before
     */
    EditOutcome apply(List<Change> changes) throws IOException {
        for (Change change : changes) {
            try {
                one(change);
            } catch (Refusal e) {
                refused.add(new EditOutcome.Refusal(change.path(), e.refused.reason(), e.refused.lines(),
                        e.refused.message()));
            } catch (Outside e) {
                refused.add(new EditOutcome.Refusal(change.path(), Reason.OUTSIDE, List.of(), message(e)));
            }
        }
        List<FileState> changed = states.values().stream().filter(FileState::changed).toList();
        if (refused.isEmpty() && changed.isEmpty()) {
            refused.add(
                    new EditOutcome.Refusal(changes.isEmpty() ? "" : changes.getFirst().path(), Reason.ALREADY_APPLIED,
                            List.of(), "Together the edits change nothing."));
        }
        if (!refused.isEmpty()) {
            return new EditOutcome(List.of(), refused, List.of());
        }
        List<EditOutcome.Changed> differences = Differences.of(changed);
        new Writing(changed).run();
        return new EditOutcome(applied, List.of(), differences);
    }

    /** Ends one change; the others are still tried, so that the model hears of all that is wrong at once. */
    private static final class Refusal extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient Refused refused;

        Refusal(Refused refused) {
            super(refused.message());
            this.refused = refused;
        }

        Refusal(Reason reason, String message) {
            this(new Refused(reason, List.of(), message));
        }
    }

    private void one(Change change) throws Refusal, Outside, IOException {
        FileState state = state(change.path());
        switch (change) {
            case Change.Replace edit -> replace(state, edit);
            case Change.Add add -> add(state, add.content());
            case Change.Delete _ -> delete(state);
            case Change.Update update -> update(state, update);
        }
    }

    private void replace(FileState state, Change.Replace edit) throws Refusal {
        String old = withoutMark(edit.old());
        String now = withoutMark(edit.now());
        if (!state.exists()) {
            if (!old.isEmpty()) {
                throw new Refusal(Reason.NOT_FOUND, "There is no file " + state.name()
                        + ". Check the path; to make a new file, leave 'old' empty.");
            }
            add(state, now);
            return;
        }
        TextFile text = text(state);
        if (old.isEmpty()) {
            if (Ladder.feeds(now).equals(text.normalized())) {
                throw new Refusal(Reason.ALREADY_APPLIED, state.name() + " exists already, with just this text.");
            }
            if (!text.isEmpty()) {
                throw new Refusal(new Refused(Reason.AMBIGUOUS, List.of(1), state.name()
                        + " exists already. An empty 'old' only makes new files; say in 'old' which lines to replace."));
            }
            store(state, text.withLines(TextFile.split(now)));
            applied.add(new EditOutcome.Done(state.name(), Rung.EXACT));
            return;
        }
        Applied done = taken(new Ladder(text.lines()).replace(old, now, edit.all()));
        store(state, text.withLines(done.lines()));
        applied.add(new EditOutcome.Done(state.name(), done.rung()));
    }

    private void add(FileState state, String content) throws Refusal {
        if (state.exists()) {
            TextFile text = text(state);
            boolean same = text.normalized().equals(Ladder.feeds(content));
            throw same ? new Refusal(Reason.ALREADY_APPLIED, state.name() + " exists already, with just this text.")
                    : new Refusal(new Refused(Reason.AMBIGUOUS, List.of(1), state.name()
                            + " exists already, with other text. Update it, or delete it first."));
        }
        store(state, TextFile.of(content));
        applied.add(new EditOutcome.Done(state.name(), Rung.EXACT));
    }

    private void delete(FileState state) throws Refusal {
        exists(state);
        noLink(state);
        state.become(null);
        applied.add(new EditOutcome.Done(state.name(), Rung.EXACT));
    }

    private void update(FileState state, Change.Update update) throws Refusal, Outside, IOException {
        exists(state);
        Rung loosest = Rung.EXACT;
        if (!update.parts().isEmpty()) {
            TextFile text = text(state);
            int cursor = 0;
            for (Change.Part part : update.parts()) {
                Applied done = taken(part(text.lines(), part, cursor));
                text = text.withLines(done.lines());
                cursor = done.until();
                loosest = done.rung().compareTo(loosest) > 0 ? done.rung() : loosest;
            }
            store(state, text);
        }
        if (update.target() != null) {
            FileState target = state(update.target());
            if (target != state) {
                noLink(state);
                if (target.exists()) {
                    throw new Refusal(new Refused(Reason.AMBIGUOUS, List.of(), target.name() + " exists already, so "
                            + state.name() + " cannot be moved there. Delete it first or choose another name."));
                }
                target.moveFrom(state);
            }
            applied.add(new EditOutcome.Done(target.name(), loosest));
            return;
        }
        applied.add(new EditOutcome.Done(state.name(), loosest));
    }

    private static Edited part(List<Line> lines, Change.Part part, int cursor) {
        var ranges = Anchors.ranges(lines, part.anchors(), cursor);
        if (ranges.isEmpty()) {
            return NearestRegion.refusal(lines, part.anchors());
        }
        if (part.snippet().old().isEmpty()) {
            return PureAddition.apply(lines, part, cursor);
        }
        return new Ladder(lines).patch(part.snippet(), ranges, part.atEnd());
    }

    private static Applied taken(Edited edited) throws Refusal {
        return switch (edited) {
            case Applied done -> done;
            case Refused no -> throw new Refusal(no);
        };
    }

    private FileState state(String path) throws Outside, Refusal, IOException {
        Place place = workspace.place(path);
        FileState known = states.get(place.file());
        if (known != null) {
            return known;
        }
        if (Files.isDirectory(place.file())) {
            throw new Refusal(Reason.NOT_FOUND, "'" + path + "' is a directory. Name a file.");
        }
        if (path.endsWith("/")) {
            throw new Refusal(Reason.NOT_FOUND, "'" + path + "' names a directory. Name a file.");
        }
        boolean there = Files.exists(place.file());
        if (there && (!Files.isRegularFile(place.file()) || Files.size(place.file()) > LARGEST)) {
            throw new Refusal(Reason.NOT_FOUND, place.name() + (Files.isRegularFile(place.file())
                    ? " is larger than 5 MB. Change it with a command instead." : " is not a regular file."));
        }
        byte[] bytes = there ? Files.readAllBytes(place.file()) : null;
        var state = new FileState(place.name(), place.file(), bytes, there && Files.isExecutable(place.file()));
        states.put(place.file(), state);
        return state;
    }

    private static void exists(FileState state) throws Refusal {
        if (!state.exists()) {
            throw new Refusal(Reason.NOT_FOUND, "There is no file " + state.name() + ". Check the path.");
        }
    }

    private void noLink(FileState state) throws Refusal {
        if (!workspace.root().resolve(state.name()).equals(state.file())) {
            throw new Refusal(Reason.NOT_FOUND, state.name() + " is reached through a link. Name the file itself: "
                    + workspace.root().relativize(state.file()) + ".");
        }
    }

    private static TextFile text(FileState state) throws Refusal {
        try {
            return TextFile.read(Objects.requireNonNull(state.after()));
        } catch (TextFile.NotText e) {
            throw new Refusal(Reason.NOT_FOUND, state.name() + " cannot be edited as text: " + e.getMessage() + ".");
        }
    }

    private static void store(FileState state, TextFile text) throws Refusal {
        try {
            state.become(text.bytes());
        } catch (TextFile.NotText e) {
            throw new Refusal(Reason.NOT_FOUND, state.name() + " cannot hold the new text: " + e.getMessage() + ".");
        }
    }

    private static String withoutMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static String message(Exception e) {
        return Objects.requireNonNullElse(e.getMessage(), e.toString());
    }

    /** {@return the text of bytes that are text, in any case something to compare} */
    static TextFile forDiff(byte[] bytes) {
        try {
            return TextFile.read(bytes);
        } catch (TextFile.NotText e) {
            return TextFile.of(new String(bytes, StandardCharsets.ISO_8859_1));
        }
    }
}
