package dev.telecoder.platform.config;

import dev.telecoder.api.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Changes settings in config.yaml, for a form or a command: comments, order and layout stay, a result with new mistakes is not
 * written, and the file is replaced as a whole. What is written holds at once. Safe for use by many threads.
 */
public final class ConfigEditor {

    /**
     * A change.
     *
     * @param path the setting, such as {@code channels.telegram.bot_token} or {@code repos[0].branch}; an index that is
     *     not there appends
     * @param value what shall stand in the file, where <code>${NAME}</code> is a variable; {@code null} takes the setting out
     */
    public record Edit(String path, @Nullable JsonValue value) {}

    /**
     * What came of it.
     *
     * @param written whether the file was replaced
     * @param problems why it was not; if it was, what is wrong with the file
     */
    public record Edited(boolean written, List<ConfigProblem> problems) {

        /** Copies the problems. */
        public Edited {
            problems = List.copyOf(problems);
        }
    }

    private final ConfigHolder holder;
    private final ReentrantLock lock = new ReentrantLock();

    /**
     * Makes an editor.
     *
     * @param holder the settings and their file
     */
    public ConfigEditor(ConfigHolder holder) {
        this.holder = holder;
    }

    /**
     * Makes changes, all or none.
     *
     * @param edits the changes, in order
     * @param uses the sections that plugins read
     * @return whether they were made
     * @throws UncheckedIOException if the file cannot be written; then it is as it was
     */
    public Edited apply(List<Edit> edits, Collection<SectionUse> uses) {
        lock.lock();
        try {
            ConfigSource.Text before = new ConfigSource(holder.file()).read();
            Config old = before.parse(holder.environment());
            if (!old.readable()) {
                return new Edited(false, old.problems());
            }
            String text = before.yaml();
            for (Edit edit : edits) {
                try {
                    text = edited(text, edit);
                } catch (YamlEdit.Refused refused) {
                    return new Edited(false, List.of(ConfigProblem.error(edit.path(),
                            "cannot be changed here: it " + refused.why(), "that you change it in config.yaml by hand")
                            .at(old.position(edit.path()))));
                }
            }
            if (text.equals(before.yaml())) {
                return new Edited(true, old.problems(uses));
            }
            Config next = new ConfigSource.Text(true, text, before.env(), "").parse(holder.environment());
            List<ConfigProblem> fresh = newErrors(old, next, uses);
            if (!next.readable() || !fresh.isEmpty()) {
                return new Edited(false, next.readable() ? fresh : next.problems());
            }
            PrivateFile.replace(holder.file(), text);
            holder.reload(uses);
            return new Edited(true, next.problems(uses));
        } catch (IOException e) {
            throw new UncheckedIOException("config.yaml could not be written: " + e.getMessage()
                    + ". Check who owns it and whether the disk has space.", e);
        } finally {
            lock.unlock();
        }
    }

    /** What was rewritten must mean what was meant, and nothing else may mean anything else. */
    private static String edited(String text, Edit edit) throws YamlEdit.Refused {
        List<String> steps = JsonPaths.steps(edit.path());
        JsonValue before = YamlTree.literal(text);
        boolean away = edit.value() == null;
        JsonValue wanted = away ? JsonPaths.without(before, steps) : JsonPaths.with(before, steps, edit.value());
        String after;
        try {
            after = away ? YamlEdit.remove(text, steps) : YamlEdit.set(text, steps, edit.value());
        } catch (RuntimeException e) {
            throw new YamlEdit.Refused("is written in a form that only a person can change");
        }
        JsonValue found = YamlTree.literal(after);
        if (!found.equals(wanted) && !(found.isNull() && wanted.members().isEmpty())) {
            throw new YamlEdit.Refused("is written in a form that only a person can change");
        }
        return after;
    }

    private static List<ConfigProblem> newErrors(Config old, Config next, Collection<SectionUse> uses) {
        Set<List<String>> known = new HashSet<>();
        old.problems(uses).forEach(problem -> known.add(List.of(problem.path(), problem.problem())));
        return next.problems(uses).stream().filter(ConfigProblem::isError)
                .filter(problem -> !known.contains(List.of(problem.path(), problem.problem()))).toList();
    }
}
