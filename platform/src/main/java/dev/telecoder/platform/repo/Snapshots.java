package dev.telecoder.platform.repo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/**
 * Keeps and brings back a checkout as it was: files, index, branches, and which is checked out. A snapshot is a commit in
 * the shadow with the entries {@code files}, {@code index} and {@code state}; its parents keep the branches' commits.
 */
final class Snapshots {

    private static final String REFS = "refs/telecoder/snapshots/";
    private static final String LATEST = "refs/telecoder/latest";
    private static final PersonIdent HOST =
            new PersonIdent("TeleCoder", "telecoder@localhost", Instant.EPOCH, ZoneOffset.UTC);

    private final Repository shadow;
    private final @Nullable Repository clone;
    private final Path root;
    private final FileScan scan;

    Snapshots(Repository shadow, @Nullable Repository clone, Path root, FileScan scan) {
        this.shadow = shadow;
        this.clone = clone;
        this.root = root;
        this.scan = scan;
    }

    ObjectId files() throws IOException {
        return scan.tree(shadow, clone == null ? null : clone.readDirCache());
    }

    ObjectId take() throws IOException {
        ObjectId files = files();
        Map<String, ObjectId> branches = new TreeMap<>();
        StringBuilder state = new StringBuilder();
        if (clone != null) {
            Ref head = clone.exactRef(Constants.HEAD);
            state.append("HEAD ").append(head != null && head.isSymbolic() ? head.getTarget().getName()
                    : head != null && head.getObjectId() != null ? head.getObjectId().name() : "").append('\n');
            if (head != null && head.getObjectId() != null) {
                branches.put(Constants.HEAD, head.getObjectId());
            }
            for (Ref branch : clone.getRefDatabase().getRefsByPrefix(Constants.R_HEADS)) {
                branches.put(branch.getName(), branch.getObjectId());
                state.append(branch.getName()).append(' ').append(branch.getObjectId().name()).append('\n');
            }
            Transfer.copy(clone, shadow, new HashSet<>(branches.values()));
        }
        ObjectId commit;
        try (ObjectInserter inserter = shadow.newObjectInserter()) {
            TreeFormatter tree = new TreeFormatter();
            tree.append("files", FileMode.TREE, files);
            ObjectId index = clone == null ? null : index(inserter);
            if (index != null) {
                tree.append("index", FileMode.TREE, index);
            }
            tree.append("state", FileMode.REGULAR_FILE,
                    inserter.insert(Constants.OBJ_BLOB, state.toString().getBytes(StandardCharsets.UTF_8)));
            ObjectId all = inserter.insert(tree);
            CommitBuilder builder = new CommitBuilder();
            builder.setTreeId(all);
            // Same state, same commit: a run that changed nothing costs no new snapshot.
            builder.setParentIds(new java.util.ArrayList<>(new java.util.LinkedHashSet<>(branches.values())));
            builder.setAuthor(HOST);
            builder.setCommitter(HOST);
            builder.setMessage("snapshot\n");
            commit = inserter.insert(builder);
            inserter.flush();
        }
        keep(REFS + commit.name(), commit);
        keep(LATEST, commit);
        return commit;
    }

    private void keep(String name, ObjectId id) throws IOException {
        RefUpdate update = shadow.updateRef(name);
        update.disableRefLog();
        update.setNewObjectId(id);
        update.setForceUpdate(true);
        update.update();
    }

    /** The index as a tree; {@code null} while a conflict is open, for which a tree has no room. */
    private @Nullable ObjectId index(ObjectInserter inserter) throws IOException {
        DirCache index = clone.readDirCache();
        if (index.hasUnmergedPaths()) {
            return null;
        }
        Set<ObjectId> staged = new HashSet<>();
        try (var there = shadow.newObjectReader(); var here = clone.newObjectReader()) {
            for (int i = 0; i < index.getEntryCount(); i++) {
                var entry = index.getEntry(i);
                if (entry.getFileMode() != FileMode.GITLINK && !there.has(entry.getObjectId())) {
                    staged.add(entry.getObjectId());
                }
            }
            for (ObjectId id : staged) {
                ObjectLoader loader = here.open(id, Constants.OBJ_BLOB);
                try (var in = loader.openStream()) {
                    inserter.insert(Constants.OBJ_BLOB, loader.getSize(), in);
                }
            }
        }
        return index.writeTree(inserter);
    }

    static boolean has(Repository shadow, String id) throws IOException {
        return ObjectId.isId(id) && shadow.exactRef(REFS + id) != null;
    }

    void restore(String id) throws IOException {
        if (!has(shadow, id)) {
            throw Rejections.rejected("There is no snapshot " + id + " of this checkout.");
        }
        ObjectId current = files();
        try (RevWalk walk = new RevWalk(shadow)) {
            RevCommit snapshot = walk.parseCommit(ObjectId.fromString(id));
            putFiles(current, entry(snapshot, "files"));
            if (clone != null) {
                putBranches(snapshot);
                putIndex(snapshot);
            }
        }
    }

    private @Nullable ObjectId entry(RevCommit snapshot, String name) throws IOException {
        try (TreeWalk walk = TreeWalk.forPath(shadow, name, snapshot.getTree())) {
            return walk == null ? null : walk.getObjectId(0);
        }
    }

    private void putFiles(ObjectId current, @Nullable ObjectId wanted) throws IOException {
        Map<String, FileMode> modes = new LinkedHashMap<>();
        Map<String, ObjectId> contents = new LinkedHashMap<>();
        SafeWriter writer = new SafeWriter(root);
        try (TreeWalk walk = new TreeWalk(shadow)) {
            walk.addTree(current);
            walk.addTree(wanted);
            walk.setRecursive(true);
            walk.setFilter(org.eclipse.jgit.treewalk.filter.TreeFilter.ANY_DIFF);
            while (walk.next()) {
                if (walk.getRawMode(1) == 0) {
                    writer.remove(walk.getPathString());
                } else {
                    modes.put(walk.getPathString(), walk.getFileMode(1));
                    contents.put(walk.getPathString(), walk.getObjectId(1));
                }
            }
        }
        for (Map.Entry<String, ObjectId> file : contents.entrySet()) {
            writer.write(file.getKey(), modes.get(file.getKey()), shadow.open(file.getValue()));
        }
    }

    private void putBranches(RevCommit snapshot) throws IOException {
        Map<String, String> state = new LinkedHashMap<>();
        ObjectId text = entry(snapshot, "state");
        for (String line : new String(shadow.open(text).getBytes(), StandardCharsets.UTF_8).split("\n")) {
            int space = line.indexOf(' ');
            if (space > 0) {
                state.put(line.substring(0, space), line.substring(space + 1));
            }
        }
        String head = state.remove(Constants.HEAD);
        Set<ObjectId> commits = new HashSet<>();
        state.values().forEach(id -> commits.add(ObjectId.fromString(id)));
        if (head != null && ObjectId.isId(head)) {
            commits.add(ObjectId.fromString(head));
        }
        Transfer.copy(shadow, clone, commits);
        for (Ref branch : clone.getRefDatabase().getRefsByPrefix(Constants.R_HEADS)) {
            if (!state.containsKey(branch.getName())) {
                RefUpdate gone = clone.updateRef(branch.getName());
                gone.setForceUpdate(true);
                gone.setNewObjectId(ObjectId.zeroId());
                if (!branch.getName().equals(clone.getFullBranch())) {
                    gone.delete();
                } else {
                    detachAndDelete(branch, gone);
                }
            }
        }
        for (Map.Entry<String, String> branch : state.entrySet()) {
            set(branch.getKey(), ObjectId.fromString(branch.getValue()), false);
        }
        if (head != null && head.startsWith(Constants.R_HEADS)) {
            clone.updateRef(Constants.HEAD).link(head);
        } else if (head != null && ObjectId.isId(head)) {
            set(Constants.HEAD, ObjectId.fromString(head), true);
        }
    }

    private void detachAndDelete(Ref branch, RefUpdate gone) throws IOException {
        set(Constants.HEAD, branch.getObjectId(), true);
        gone.delete();
    }

    private void set(String name, ObjectId id, boolean detached) throws IOException {
        RefUpdate update = clone.updateRef(name, detached);
        update.setNewObjectId(id);
        update.setForceUpdate(true);
        update.setRefLogMessage("telecoder: back to a snapshot", false);
        update.update();
    }

    private void putIndex(RevCommit snapshot) throws IOException {
        ObjectId tree = entry(snapshot, "index");
        for (String left : new String[]{"MERGE_HEAD", "MERGE_MSG", "CHERRY_PICK_HEAD", "REVERT_HEAD"}) {
            Files.deleteIfExists(clone.getDirectory().toPath().resolve(left));
        }
        ObjectId wanted = tree != null ? tree : entry(snapshot, "files");
        Indexes.put(clone, shadow, wanted);
    }
}
