package dev.telecoder.platform.repo;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/**
 * A task's clone. Code in the sandbox may have written anything into its {@code .git}, so each opening puts back what the
 * host laid down: settings, borrowed objects, no links. JGit reads the settings from the host's copy in any case.
 */
record CloneFolder(String repo, Path directory, Path hostConfig, Path mirrorObjects) implements WorkFolder {

    private static final long STALE_LOCK_SECONDS = 10;
    private static final List<String> NEVER_OURS =
            List.of("commondir", "gitdir", "config.worktree", "objects/info/http-alternates");

    Path git() {
        return directory.resolve(".git");
    }

    @Override
    public boolean hasRepository() {
        return true;
    }

    @Override
    public List<Path> borrowable() {
        return List.of(mirrorObjects);
    }

    @Override
    public Repository open() throws IOException {
        repair();
        return new FileRepositoryBuilder().setFS(InertFs.withConfig(git(), hostConfig)).setGitDir(git().toFile())
                .setGitCommonDir(git().toFile()).setObjectDirectory(git().resolve("objects").toFile())
                .addAlternateObjectDirectory(mirrorObjects.toFile()).setWorkTree(directory.toFile())
                .setIndexFile(git().resolve("index").toFile()).build();
    }

    private void repair() throws IOException {
        if (!Files.isDirectory(git(), LinkOption.NOFOLLOW_LINKS)) {
            throw Rejections
                    .rejected("The folder .git of " + repo + " is gone or was replaced by a link or file, so nothing "
                            + "is read from it. Undo the last step, or open the repository again.");
        }
        removeLinks();
        for (String name : NEVER_OURS) {
            Files.deleteIfExists(git().resolve(name));
        }
        takeIdentity();
        put(git().resolve("config"), Files.readString(hostConfig));
        put(git().resolve("objects/info/alternates"), mirrorObjects + "\n");
    }

    /** A link would lead reads and writes of the host out of the clone; git itself makes none. */
    private void removeLinks() throws IOException {
        Instant old = Instant.now().minusSeconds(STALE_LOCK_SECONDS);
        Instant stale = old.isAfter(StaleLocks.start()) ? old : StaleLocks.start();
        Files.walkFileTree(git(), new SimpleFileVisitor<>() {

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                boolean leftLock = file.getFileName().toString().endsWith(".lock")
                        && attributes.lastModifiedTime().toInstant().isBefore(stale);
                if (!attributes.isRegularFile() || leftLock) {
                    Files.deleteIfExists(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** The one thing that may be set inside: who commits. It is read as text. */
    private void takeIdentity() throws IOException {
        Path file = git().resolve("config");
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > 1 << 20) {
            return;
        }
        Config inside = parsed(Files.readString(file));
        Config ours = parsed(Files.readString(hostConfig));
        boolean changed = false;
        for (String key : List.of("name", "email")) {
            String value = inside.getString("user", null, key);
            if (value != null && !value.isBlank() && value.length() < 200
                    && !value.equals(ours.getString("user", null, key))) {
                ours.setString("user", null, key, value);
                changed = true;
            }
        }
        if (changed) {
            Files.writeString(hostConfig, ours.toText());
        }
    }

    static Config parsed(String text) {
        Config config = new Config();
        try {
            config.fromText(text);
        } catch (ConfigInvalidException | RuntimeException e) {
            return new Config();
        }
        return config;
    }

    private static void put(Path file, String text) throws IOException {
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            Folders.delete(file);
        }
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > 1 << 20
                || !Files.readString(file).equals(text)) {
            Files.deleteIfExists(file);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }
    }
}
