package dev.telecoder.platform.repo;

import java.io.IOException;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.TreeWalk;

/** Writes the index of a clone. */
final class Indexes {

    private Indexes() {}

    /** Makes the index that of a tree in another repository, whose objects are copied where the clone lacks them. */
    static void put(Repository clone, Repository from, ObjectId tree) throws IOException {
        DirCache index = clone.lockDirCache();
        try (ObjectInserter inserter = clone.newObjectInserter(); var here = clone.newObjectReader();
                TreeWalk walk = new TreeWalk(from)) {
            DirCacheBuilder builder = index.builder();
            walk.addTree(tree);
            walk.setRecursive(true);
            while (walk.next()) {
                ObjectId id = walk.getObjectId(0);
                if (walk.getFileMode(0) != FileMode.GITLINK && !here.has(id)) {
                    ObjectLoader loader = from.open(id, Constants.OBJ_BLOB);
                    try (var in = loader.openStream()) {
                        inserter.insert(Constants.OBJ_BLOB, loader.getSize(), in);
                    }
                }
                int at = index.findEntry(walk.getPathString());
                DirCacheEntry entry = new DirCacheEntry(walk.getRawPath());
                if (at >= 0 && index.getEntry(at).getObjectId().equals(id)) {
                    // Its times stay, so that the next look need not read the file.
                    entry.copyMetaData(index.getEntry(at));
                }
                entry.setFileMode(walk.getFileMode(0));
                entry.setObjectId(id);
                builder.add(entry);
            }
            inserter.flush();
            builder.finish();
            index.write();
            index.commit();
        } finally {
            index.unlock();
        }
    }
}
