package dev.telecoder.platform.repo;

import java.io.File;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the machine's and the user's git settings away from JGit, so that a checkout behaves the same everywhere. JGit
 * has one reader for the whole process; nothing but this package uses JGit.
 */
final class NeutralReader extends SystemReader {

    private final SystemReader machine;

    private NeutralReader(SystemReader machine) {
        this.machine = machine;
        setPlatformChecker();
    }

    static synchronized void install() {
        if (!(SystemReader.getInstance() instanceof NeutralReader)) {
            SystemReader.setInstance(new NeutralReader(SystemReader.getInstance()));
        }
    }

    @Override
    public String getHostname() {
        return "localhost";
    }

    @Override
    public @Nullable String getenv(String variable) {
        return variable.startsWith("GIT_") || variable.startsWith("XDG_") ? null : machine.getenv(variable);
    }

    @Override
    public String getProperty(String key) {
        return machine.getProperty(key);
    }

    @Override
    public FileBasedConfig openUserConfig(@Nullable Config parent, FS fs) {
        return new Nothing(parent, fs);
    }

    @Override
    public FileBasedConfig openSystemConfig(@Nullable Config parent, FS fs) {
        return new Nothing(parent, fs);
    }

    @Override
    public FileBasedConfig openJGitConfig(@Nullable Config parent, FS fs) {
        return new Nothing(parent, fs);
    }

    // Deprecated, and yet abstract.
    @Override
    @SuppressWarnings("deprecation")
    public long getCurrentTime() {
        return System.currentTimeMillis();
    }

    @Override
    @SuppressWarnings("deprecation")
    public int getTimezone(long when) {
        return 0;
    }

    @Override
    public java.time.ZoneOffset getTimeZoneAt(java.time.Instant when) {
        return java.time.ZoneOffset.UTC;
    }

    /**
     * Settings that are always empty and never written, but for one thing: how fine a disk keeps times. JGit would measure
     * that for seconds, with files of its own beside the repository's, in the middle of the first clone. Fifty milliseconds
     * are coarser than any disk we meet, and only make it look twice at files that are younger.
     */
    private static final class Nothing extends FileBasedConfig {

        private static final String FINE_ENOUGH = "50 milliseconds";

        @Override
        public @Nullable String getString(String section, @Nullable String subsection, String name) {
            return section.equals("filesystem")
                    && (name.equals("timestampResolution") || name.equals("minRacyThreshold"))
                            ? FINE_ENOUGH : super.getString(section, subsection, name);
        }

        Nothing(@Nullable Config parent, FS fs) {
            super(parent, new File("/dev/null"), fs);
        }

        @Override
        public void load() {
            clear();
        }

        @Override
        public void save() {
            // What JGit measures about the disk stays in memory.
        }

        @Override
        public boolean isOutdated() {
            return false;
        }
    }
}
