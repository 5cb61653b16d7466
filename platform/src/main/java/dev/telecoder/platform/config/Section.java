package dev.telecoder.platform.config;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A section of the file, bound to a record, or what is wrong with it.
 *
 * @param path the section, such as {@code channels.telegram}
 * @param present whether the file has it
 * @param value the record; empty if there are errors
 * @param problems what is wrong; warnings too
 * @param <R> the record type
 */
public record Section<R>(String path, boolean present, Optional<R> value, List<ConfigProblem> problems) {

    /** Copies the problems. */
    public Section {
        problems = List.copyOf(problems);
    }

    /** {@return the problems that switch the section off} */
    public List<ConfigProblem> errors() {
        return problems.stream().filter(ConfigProblem::isError).toList();
    }

    /**
     * Gives the record.
     *
     * @return the record
     * @throws PluginException of kind {@code CONFIGURATION}, with all errors, if there is none
     */
    public R orThrow() {
        return value.orElseThrow(() -> PluginException.of(
                Failure.CONFIGURATION,
                errors().stream()
                        .map(problem -> problem.describe("config.yaml"))
                        .collect(Collectors.joining("\n"))));
    }
}
