package dev.telecoder.platform.repo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.eclipse.jgit.internal.storage.pack.PackWriter;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.PackParser;

/** Copies commits from one repository on this machine to another, each object checked, no program involved. */
final class Transfer {

    private Transfer() {}

    static void copy(Repository from, Repository to, Set<ObjectId> wanted) throws IOException {
        Set<ObjectId> missing = new HashSet<>();
        try (ObjectReader there = to.newObjectReader()) {
            for (ObjectId id : wanted) {
                if (!there.has(id)) {
                    missing.add(id);
                }
            }
        }
        if (missing.isEmpty()) {
            return;
        }
        Path pack = Files.createTempFile("telecoder-", ".pack");
        try {
            write(from, to, missing, pack);
            read(to, pack);
        } finally {
            Files.deleteIfExists(pack);
        }
    }

    private static void write(Repository from, Repository to, Set<ObjectId> wanted, Path pack) throws IOException {
        Set<ObjectId> known = new HashSet<>();
        try (ObjectReader here = from.newObjectReader()) {
            for (Ref ref : to.getRefDatabase().getRefs()) {
                if (ref.getObjectId() != null && here.has(ref.getObjectId())) {
                    known.add(ref.getObjectId());
                }
            }
            for (ObjectId id : to.getAdditionalHaves()) {
                if (here.has(id)) {
                    known.add(id);
                }
            }
        }
        try (PackWriter writer = new PackWriter(from); OutputStream out = Files.newOutputStream(pack)) {
            writer.setIndexDisabled(true);
            writer.preparePack(NullProgressMonitor.INSTANCE, wanted, known);
            writer.writePack(NullProgressMonitor.INSTANCE, NullProgressMonitor.INSTANCE, out);
        }
    }

    private static void read(Repository to, Path pack) throws IOException {
        try (InputStream in = Files.newInputStream(pack); ObjectInserter inserter = to.newObjectInserter()) {
            PackParser parser = inserter.newPackParser(in);
            parser.setObjectChecker(checker());
            parser.setCheckEofAfterPackFooter(true);
            parser.parse(NullProgressMonitor.INSTANCE);
            inserter.flush();
        }
    }

    /** Refuses what would write into {@code .git} on any system; forgives what old tools got wrong. */
    static ObjectChecker checker() {
        return new ObjectChecker().setAllowLeadingZeroFileMode(true).setAllowInvalidPersonIdent(true)
                .setSafeForMacOS(true)
                .setIgnore(ObjectChecker.ErrorType.UNKNOWN_TYPE, true)
                .setIgnore(ObjectChecker.ErrorType.TREE_NOT_SORTED, true)
                .setIgnore(ObjectChecker.ErrorType.MISSING_SPACE_BEFORE_DATE, true)
                .setIgnore(ObjectChecker.ErrorType.ZERO_PADDED_FILEMODE, true);
    }
}
