package dev.telecoder.platform.repo;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.FileTreeIterator;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.FS_POSIX;
import org.eclipse.jgit.util.ProcessResult;
import org.jspecify.annotations.Nullable;

/**
 * JGit's view of the disk, with every way to start a program taken out, and with a repository's settings read from a file
 * of the host instead of the one in the repository. Whatever the clone's {@code .git} names, nothing of it runs.
 */
final class InertFs extends FS_POSIX {

    private final @Nullable File config;
    private final @Nullable File gitDir;

    private InertFs(FS source, @Nullable File gitDir, @Nullable File config) {
        super(source);
        this.gitDir = gitDir;
        this.config = config;
    }

    static InertFs plain() {
        return new InertFs(FS.DETECTED, null, null);
    }

    /** Reads {@code config} wherever JGit asks for the settings in {@code gitDir}. */
    static InertFs withConfig(Path gitDir, Path config) {
        return new InertFs(FS.DETECTED, gitDir.toFile(), config.toFile());
    }

    @Override
    public FS newInstance() {
        return new InertFs(this, gitDir, config);
    }

    @Override
    public File resolve(File dir, String name) {
        if (config != null && name.startsWith("config") && dir != null && dir.equals(gitDir)) {
            return name.equals("config") ? config : new File(config.getParentFile(), "none." + name);
        }
        return super.resolve(dir, name);
    }

    /** Pipes, sockets and devices are no files to git; JGit would open a pipe and wait for ever. */
    @Override
    public FileTreeIterator.Entry[] list(File directory, FileTreeIterator.FileModeStrategy modes) {
        FileTreeIterator.Entry[] all = super.list(directory, (file, attributes) -> !attributes.isRegularFile()
                && !attributes.isDirectory() && !attributes.isSymbolicLink()
                        ? FileMode.MISSING : modes.getMode(file, attributes));
        return Arrays.stream(all).filter(entry -> entry.getMode() != FileMode.MISSING)
                .toArray(FileTreeIterator.Entry[]::new);
    }

    @Override
    public @Nullable File findHook(Repository repository, String hookName) {
        return null;
    }

    @Override
    public ProcessResult runHookIfPresent(Repository repository, String hookName, String[] args, OutputStream out,
            OutputStream err, String stdin) {
        return new ProcessResult(ProcessResult.Status.NOT_PRESENT);
    }

    @Override
    public int runProcess(ProcessBuilder builder, OutputStream out, OutputStream err, InputStream in)
            throws IOException {
        throw new IOException("Programs named by a repository are not run.");
    }

    @Override
    public int runProcess(ProcessBuilder builder, OutputStream out, OutputStream err, String stdin) throws IOException {
        throw new IOException("Programs named by a repository are not run.");
    }

    @Override
    public ProcessBuilder runInShell(String command, String[] args) {
        throw new UnsupportedOperationException("Programs named by a repository are not run.");
    }

    @Override
    public ExecutionResult execute(ProcessBuilder builder, InputStream in) throws IOException {
        throw new IOException("Programs named by a repository are not run.");
    }

    @Override
    protected @Nullable File discoverGitExe() {
        return null;
    }

    @Override
    protected @Nullable File discoverGitSystemConfig() {
        return null;
    }
}
