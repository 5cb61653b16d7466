package dev.telecoder.platform.repo;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A folder a person named. Its git settings are theirs and stay as they are; those that are plain data are copied to a
 * file of the host, and JGit reads that one. Linked worktrees work too.
 */
record GivenFolder(Path directory, Path hostConfig) implements WorkFolder {

    private static final List<String> CORE = List.of("repositoryformatversion", "filemode", "symlinks", "ignorecase",
            "autocrlf", "eol", "logallrefupdates", "precomposeunicode");

    @Override
    public boolean hasRepository() {
        return Files.isDirectory(directory.resolve(".git"), LinkOption.NOFOLLOW_LINKS)
                || Files.isRegularFile(directory.resolve(".git"), LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public List<Path> borrowable() throws IOException {
        return hasRepository() ? List.of(common(git()).resolve("objects")) : List.of();
    }

    @Override
    public Repository open() throws IOException {
        if (!hasRepository()) {
            throw Rejections
                    .rejected("The folder " + directory.getFileName() + " is no git repository. Make it one with "
                            + "`git init`, or name a folder that is.");
        }
        Path git = git();
        Path common = common(git);
        copySettings(common.resolve("config"));
        return new FileRepositoryBuilder().setFS(InertFs.withConfig(common, hostConfig)).setGitDir(git.toFile())
                .setGitCommonDir(common.toFile()).setWorkTree(directory.toFile()).build();
    }

    private Path git() throws IOException {
        Path git = directory.resolve(".git");
        if (Files.isDirectory(git, LinkOption.NOFOLLOW_LINKS)) {
            return git;
        }
        String text = Files.readString(git).strip();
        if (!text.startsWith("gitdir:")) {
            throw Rejections.rejected("The file .git in " + directory.getFileName() + " names no repository.");
        }
        return directory.resolve(text.substring("gitdir:".length()).strip()).normalize();
    }

    private static Path common(Path git) throws IOException {
        Path file = git.resolve("commondir");
        return Files.isRegularFile(file) ? git.resolve(Files.readString(file).strip()).normalize() : git;
    }

    private void copySettings(Path file) throws IOException {
        Config theirs = Files.isRegularFile(file) ? CloneFolder.parsed(Files.readString(file)) : new Config();
        Config ours = new Config();
        CORE.forEach(key -> copy(theirs, ours, "core", null, key));
        List.of("refstorage", "objectformat").forEach(key -> copy(theirs, ours, "extensions", null, key));
        List.of("name", "email").forEach(key -> copy(theirs, ours, "user", null, key));
        for (String remote : theirs.getSubsections("remote")) {
            List.of("url", "pushurl", "fetch").forEach(key -> copy(theirs, ours, "remote", remote, key));
        }
        for (String branch : theirs.getSubsections("branch")) {
            List.of("remote", "merge").forEach(key -> copy(theirs, ours, "branch", branch, key));
        }
        ours.setBoolean("core", null, "bare", false);
        String text = ours.toText();
        File target = hostConfig.toFile();
        if (!target.exists() || !Files.readString(hostConfig).equals(text)) {
            Files.createDirectories(hostConfig.getParent());
            Files.writeString(hostConfig, text);
        }
    }

    private static void copy(Config from, Config to, String section, @Nullable String subsection, String key) {
        List<String> values = List.of(from.getStringList(section, subsection, key));
        if (!values.isEmpty()) {
            to.setStringList(section, subsection, key, values);
        }
    }
}
