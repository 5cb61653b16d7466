package dev.telecoder.platform.repo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/**
 * The host's own bare repository beside a checkout, where code of the sandbox cannot reach: it holds the snapshots, and
 * what is pushed is copied here, checked, and goes out from here.
 */
record Shadow(Path directory) {

    Repository open(List<Path> borrowed) throws IOException {
        Path git = directory.resolve("shadow.git");
        boolean fresh = !StaleLocks.isWhole(git);
        if (fresh) {
            Folders.delete(git); // a host that was killed in the middle of making it left nothing that is worth keeping
        } else {
            StaleLocks.removeOnce(git);
        }
        // The command git, which pushes to folders and over ssh, finds borrowed objects by this file only.
        Path alternates = git.resolve("objects/info/alternates");
        String text = String.join("\n", borrowed.stream().map(Path::toString).toList()) + "\n";
        if (!fresh && !(Files.exists(alternates) && Files.readString(alternates).equals(text))) {
            Files.writeString(alternates, text);
        }
        Repository repository = new FileRepositoryBuilder().setFS(InertFs.plain()).setGitDir(git.toFile()).setBare()
                .addAlternateObjectDirectories(borrowed.stream().map(Path::toFile).toList()).build();
        if (fresh) {
            repository.create(true);
            Files.createDirectories(alternates.getParent());
            Files.writeString(alternates, text);
        }
        return repository;
    }

    /** Copies a commit with all it needs, and keeps it. */
    static void take(Repository shadow, Repository from, ObjectId commit) throws IOException {
        Transfer.copy(from, shadow, Set.of(commit));
    }
}
