package dev.telecoder.platform.config;

import java.util.List;
import java.util.Set;

/**
 * What reading the file again brought.
 *
 * @param taken whether the new file holds now; if not, the last good one does
 * @param paths the settings that are different, such as {@code channels.telegram.bot_token}; no values
 * @param problems what is wrong with the new file
 */
public record ConfigChange(boolean taken, Set<String> paths, List<ConfigProblem> problems) {

    /** Copies the collections. */
    public ConfigChange {
        paths = Set.copyOf(paths);
        problems = List.copyOf(problems);
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
}
