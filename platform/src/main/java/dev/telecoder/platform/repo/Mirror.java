package dev.telecoder.platform.repo;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A bare copy of what the remote has, whose objects the clones of all tasks borrow. Nothing a task made is in it before
 * the remote has it. Safe for many threads; one at a time brings it up to date.
 */
final class Mirror {

    private final Path directory;
    private final Remote remote;
    private final ReentrantLock lock;

    Mirror(Path directory, Remote remote, ReentrantLock lock) {
        this.directory = directory;
        this.remote = remote;
        this.lock = lock;
    }

    Path objects() {
        return directory.resolve("objects");
    }

    Remote remote() {
        return remote;
    }

    /** {@return whether it has a branch} One that was begun and got nothing is none that a task could start from. */
    boolean exists() {
        return has("");
    }

    /** {@return whether it has a branch of this name, or, with an empty one, any} */
    boolean has(String branch) {
        if (!StaleLocks.isWhole(directory)) {
            return false;
        }
        try (Repository mirror = open()) {
            return branch.isEmpty() ? !branches(mirror).isEmpty() : branches(mirror).containsKey(branch);
        } catch (IOException e) {
            return false;
        }
    }

    Repository open() throws IOException {
        return new FileRepositoryBuilder().setFS(InertFs.plain()).setGitDir(directory.toFile()).setBare().build();
    }

    /** Brings what the remote has. */
    Remote.Heads refresh() {
        acquire();
        try {
            Files.createDirectories(directory.getParent());
            try (FileChannel channel = FileChannel.open(directory.resolveSibling(directory.getFileName() + ".lock"),
                    StandardOpenOption.CREATE, StandardOpenOption.WRITE); FileLock held = channel.lock()) {
                return held.isValid() ? bring() : remote.heads();
            }
        } catch (IOException e) {
            throw PluginException.of(Failure.UNAVAILABLE, "The copy of " + remote.address().url() + " in " + directory
                    + " could not be written: " + e.getMessage(), e);
        } finally {
            lock.unlock();
        }
    }

    private void acquire() {
        try {
            if (!lock.tryLock(10, TimeUnit.MINUTES)) {
                throw PluginException.of(Failure.UNAVAILABLE, "Another task has been fetching " + remote.address().url()
                        + " for ten minutes. Try again later.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw PluginException.of(Failure.CANCELLED, "The call was cancelled.", e);
        }
    }

    private Remote.Heads bring() throws IOException {
        Remote.Heads heads = remote.heads();
        StaleLocks.remove(directory);
        boolean fresh = !StaleLocks.isWhole(directory);
        if (fresh) {
            Folders.delete(directory); // what a killed host left in the middle of making it
        }
        try (Repository mirror = open()) {
            if (fresh) {
                mirror.create(true);
                Files.createFile(unfinished());
            }
            Map<String, ObjectId> here = branches(mirror);
            if (here.isEmpty() && heads.branches().containsKey(heads.defaultBranch())) {
                // What is large comes in two parts: where the second does not come, a task can start from the first.
                remote.branchTo(mirror, heads.defaultBranch());
                link(mirror, heads);
            }
            if (Files.exists(unfinished()) || !heads.branches().equals(here)) {
                remote.mirrorTo(mirror);
                Files.deleteIfExists(unfinished());
            }
            link(mirror, heads);
        }
        return heads;
    }

    /** Lies beside the refs until all of them came once. */
    private Path unfinished() {
        return directory.resolve("telecoder-unfinished");
    }

    private static void link(Repository mirror, Remote.Heads heads) throws IOException {
        if (heads.defaultBranch().isEmpty()) {
            return;
        }
        RefUpdate head = mirror.updateRef(Constants.HEAD);
        head.disableRefLog();
        if (head.link(Constants.R_HEADS + heads.defaultBranch()) == RefUpdate.Result.LOCK_FAILURE) {
            throw new IOException("HEAD is locked");
        }
    }

    private static Map<String, ObjectId> branches(Repository mirror) throws IOException {
        Map<String, ObjectId> branches = new HashMap<>();
        mirror.getRefDatabase().getRefsByPrefix(Constants.R_HEADS)
                .forEach(ref -> branches.put(ref.getName().substring(Constants.R_HEADS.length()), ref.getObjectId()));
        return branches;
    }

    /** {@return what the remote called its default branch when it was last asked; {@code null} if it never was} */
    @Nullable String defaultBranch() {
        try {
            String head = Files.readString(directory.resolve("HEAD")).strip();
            return head.startsWith("ref: refs/heads/") ? head.substring("ref: refs/heads/".length()) : null;
        } catch (IOException e) {
            return null;
        }
    }
}
