package dev.telecoder.platform.config;

import dev.telecoder.api.json.JsonValue;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The settings that hold now: those of the last file that could be read. Safe for use by many threads.
 */
public final class ConfigHolder {

    private final Path file;
    private final Map<String, String> environment;
    private volatile Config current;

    /**
     * Reads the file for the first time; one that cannot be read means all defaults, until it can.
     *
     * @param file config.yaml
     * @param environment the variables for <code>${NAME}</code>
     */
    public ConfigHolder(Path file, Map<String, String> environment) {
        this.file = file;
        this.environment = Map.copyOf(environment);
        this.current = ConfigFile.read(file, environment);
    }

    /** {@return the settings that hold now} */
    public Config current() {
        return current;
    }

    /** {@return the file they come from} */
    public Path file() {
        return file;
    }

    /**
     * Reads the file again. One that cannot be read changes nothing.
     *
     * @return what is different
     */
    public synchronized ConfigChange reload() {
        Config next = ConfigFile.read(file, environment);
        if (!next.readable()) {
            return new ConfigChange(false, Set.of(), next.problems());
        }
        Set<String> changed = new TreeSet<>();
        compare(current.root(), next.root(), "", changed);
        current = next;
        return new ConfigChange(true, changed, next.problems());
    }

    private static void compare(JsonValue before, JsonValue after, String path, Set<String> changed) {
        if (before.equals(after)) {
            return;
        }
        boolean sections = before instanceof JsonValue.JsonObject && after instanceof JsonValue.JsonObject;
        if (!sections) {
            changed.add(path);
            return;
        }
        Set<String> names = new LinkedHashSet<>(before.members().keySet());
        names.addAll(after.members().keySet());
        for (String name : names) {
            compare(before.get(name), after.get(name), RecordBinder.child(path, name), changed);
        }
    }
}
