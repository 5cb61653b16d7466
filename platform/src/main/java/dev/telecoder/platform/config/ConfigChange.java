package dev.telecoder.platform.config;

import java.util.List;
import java.util.Set;

/**
 * What reading the file again brought.
 *
 * @param taken whether the new file holds now; if not, the last good one does
 * @param paths the settings that are different, such as {@code channels.telegram.bot_token}; no values
 * @param held the sections that are wrong in the new file, and of which what held before goes on
 * @param problems what is wrong with the new file
 */
public record ConfigChange(boolean taken, Set<String> paths, Set<String> held, List<ConfigProblem> problems) {

    /** The sections that are read once, when the host starts. */
    private static final List<String> ONCE = List.of("server");

    /** Copies the collections. */
    public ConfigChange {
        paths = Set.copyOf(paths);
        held = Set.copyOf(held);
        problems = List.copyOf(problems);
    }

    /**
     * Makes a change of which no section is held.
     *
     * @param taken whether the new file holds now
     * @param paths the settings that are different
     * @param problems what is wrong with the new file
     */
    public ConfigChange(boolean taken, Set<String> paths, List<ConfigProblem> problems) {
        this(taken, paths, Set.of(), problems);
    }

    /**
     * Tells whether anything of a section is different.
     *
     * @param section such as {@code channels.telegram}
     * @return whether it is
     */
    public boolean touches(String section) {
        return paths.stream().anyMatch(path -> Config.within(path, section) || Config.within(section, path));
    }

    /**
     * Tells whether a changed setting holds only from the next start on.
     *
     * @param path one of {@link #paths}
     * @return whether it does
     */
    public static boolean needsRestart(String path) {
        return ONCE.stream().anyMatch(section -> Config.within(path, section));
    }
}
