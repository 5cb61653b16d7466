package dev.telecoder.platform.config;

import java.util.List;
import java.util.Set;

/**
 * Whether the settings that hold are those of config.yaml as it lies there.
 *
 * @param taken whether the file holds; if not, the last good one does
 * @param held the sections of it that are wrong, and of which what held before goes on
 * @param problems what is wrong with the file
 */
public record ConfigState(boolean taken, Set<String> held, List<ConfigProblem> problems) {

    static final ConfigState OK = new ConfigState(true, Set.of(), List.of());

    /** Copies the collections. */
    public ConfigState {
        held = Set.copyOf(held);
        problems = List.copyOf(problems);
    }
}
