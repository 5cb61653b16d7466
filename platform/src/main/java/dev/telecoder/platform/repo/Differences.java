package dev.telecoder.platform.repo;

import dev.telecoder.api.repo.Checkout.Change;
import dev.telecoder.api.repo.Checkout.Diff;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.IndexDiff;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.submodule.SubmoduleWalk.IgnoreSubmoduleMode;
import org.eclipse.jgit.treewalk.AbstractTreeIterator;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.FileTreeIterator;
import org.eclipse.jgit.treewalk.filter.PathFilterGroup;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import org.jspecify.annotations.Nullable;

/** Compares commits and the working tree of one open repository. */
record Differences(Repository repository) {

    private static final int BIGGEST_TEXT = 5 << 20;

    /** What differs between the commit that is checked out, the index and the files. */
    record Status(Set<String> changed, Set<String> conflicting) {}

    Status status() throws IOException {
        IndexDiff diff = new IndexDiff(repository, Constants.HEAD, new FileTreeIterator(repository));
        diff.setIgnoreSubmoduleMode(IgnoreSubmoduleMode.ALL);
        diff.diff();
        Set<String> changed = new TreeSet<>(diff.getAdded());
        changed.addAll(diff.getChanged());
        changed.addAll(diff.getRemoved());
        changed.addAll(diff.getMissing());
        changed.addAll(diff.getModified());
        for (String path : diff.getUntracked()) {
            Path file = repository.getWorkTree().toPath().resolve(path);
            // A repository inside is listed as one name; what is in it belongs to it.
            if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                changed.add(path);
            }
        }
        changed.addAll(diff.getConflicting());
        return new Status(changed, new TreeSet<>(diff.getConflicting()));
    }

    /**
     * Compares.
     *
     * @param from a commit or tree; {@code null} for nothing
     * @param to a commit or tree; {@code null} for the files
     */
    Diff between(@Nullable ObjectId from, @Nullable ObjectId to, List<String> paths) throws IOException {
        return to == null ? withFiles(from, paths) : entries(iterator(from), iterator(to), filter(paths), Set.of());
    }

    /** The paths of two trees that differ. */
    List<String> paths(@Nullable ObjectId from, ObjectId to) throws IOException {
        try (DiffFormatter formatter = formatter(new ByteArrayOutputStream())) {
            Set<String> paths = new TreeSet<>();
            for (DiffEntry entry : formatter.scan(iterator(from), iterator(to))) {
                paths.add(path(entry));
            }
            return List.copyOf(paths);
        }
    }

    private Diff withFiles(@Nullable ObjectId from, List<String> paths) throws IOException {
        Status status = status();
        Set<String> candidates = new TreeSet<>(status.changed());
        ObjectId head = repository.resolve("HEAD^{commit}");
        if (head != null && from != null && !head.equals(from)) {
            candidates.addAll(paths(from, head));
        } else if (from == null && head != null) {
            candidates.addAll(paths(null, head));
        }
        candidates.removeIf(path -> !within(path, paths));
        if (candidates.isEmpty()) {
            return new Diff("", List.of());
        }
        return entries(iterator(from), new FileTreeIterator(repository), PathFilterGroup.createFromStrings(candidates),
                status.conflicting());
    }

    private Diff entries(AbstractTreeIterator from, AbstractTreeIterator to, TreeFilter filter, Set<String> conflicting)
            throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        List<Change> changes = new ArrayList<>();
        try (DiffFormatter formatter = formatter(text)) {
            formatter.setPathFilter(filter);
            for (DiffEntry entry : formatter.scan(from, to)) {
                int added = 0;
                int removed = 0;
                for (Edit edit : formatter.toFileHeader(entry).toEditList()) {
                    added += edit.getLengthB();
                    removed += edit.getLengthA();
                }
                changes.add(new Change(path(entry), kind(entry, conflicting), added, removed));
                formatter.format(entry);
            }
            formatter.flush();
        }
        changes.sort(Comparator.comparing(Change::path));
        return new Diff(text.toString(StandardCharsets.UTF_8), changes);
    }

    private DiffFormatter formatter(ByteArrayOutputStream out) {
        DiffFormatter formatter = new DiffFormatter(out);
        formatter.setRepository(repository);
        formatter.setBinaryFileThreshold(BIGGEST_TEXT);
        formatter.setDetectRenames(false);
        return formatter;
    }

    private AbstractTreeIterator iterator(@Nullable ObjectId commit) throws IOException {
        if (commit == null) {
            return new EmptyTreeIterator();
        }
        try (ObjectReader reader = repository.newObjectReader()) {
            ObjectId tree = repository.resolve(commit.name() + "^{tree}");
            CanonicalTreeParser parser = new CanonicalTreeParser();
            parser.reset(reader, tree);
            return parser;
        }
    }

    private static TreeFilter filter(List<String> paths) {
        List<String> plain = paths.stream().map(Differences::plain).filter(path -> !path.isEmpty()).toList();
        return plain.isEmpty() || plain.size() < paths.size() ? TreeFilter.ALL
                : PathFilterGroup.createFromStrings(plain);
    }

    static boolean within(String path, List<String> folders) {
        if (folders.isEmpty()) {
            return true;
        }
        return folders.stream().map(Differences::plain)
                .anyMatch(folder -> folder.isEmpty() || path.equals(folder) || path.startsWith(folder + "/"));
    }

    private static String plain(String path) {
        String plain = path.startsWith("./") ? path.substring(2) : path;
        plain = plain.endsWith("/") ? plain.substring(0, plain.length() - 1) : plain;
        return plain.equals(".") ? "" : plain;
    }

    private static String path(DiffEntry entry) {
        return entry.getChangeType() == DiffEntry.ChangeType.DELETE ? entry.getOldPath() : entry.getNewPath();
    }

    private static Change.Kind kind(DiffEntry entry, Set<String> conflicting) {
        if (conflicting.contains(path(entry))) {
            return Change.Kind.CONFLICTING;
        }
        return switch (entry.getChangeType()) {
            case ADD, COPY -> Change.Kind.ADDED;
            case DELETE -> Change.Kind.DELETED;
            case MODIFY, RENAME -> Change.Kind.MODIFIED;
        };
    }
}
