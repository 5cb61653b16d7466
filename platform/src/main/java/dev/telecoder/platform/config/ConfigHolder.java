package dev.telecoder.platform.config;

import dev.telecoder.api.json.JsonValue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings that hold now: those of the last file that could be read. Safe for use by many threads.
 *
 * <p>A file that cannot be read, is gone or is empty changes nothing. Of one that can be read, a section that is wrong keeps
 * what held before; the rest is taken.
 */
public final class ConfigHolder {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigHolder.class);

    private final ConfigSource source;
    private final Map<String, String> environment;
    private final List<Consumer<ConfigChange>> listeners = new CopyOnWriteArrayList<>();
    /** One reload after the other, listeners included, so that they hear of changes in order. */
    private final ReentrantLock turn = new ReentrantLock();
    private volatile Config current;
    private volatile ConfigState state;
    private ConfigSource.Text seen;
    /** Whether what holds came from a file with something in it. */
    private boolean given;

    /**
     * Reads the file for the first time; one that cannot be read means all defaults, until it can.
     *
     * @param file config.yaml
     * @param environment the variables for <code>${NAME}</code>
     */
    public ConfigHolder(Path file, Map<String, String> environment) {
        this.source = new ConfigSource(file);
        this.environment = Map.copyOf(environment);
        this.seen = source.read();
        this.given = !seen.yaml().isBlank();
        this.current = seen.parse(this.environment);
        this.state = current.readable() ? ConfigState.OK : new ConfigState(false, Set.of(), current.problems());
    }

    /** {@return the settings that hold now} */
    public Config current() {
        return current;
    }

    /** {@return whether they are those of the file, and if not, why} */
    public ConfigState state() {
        return state;
    }

    /** {@return the file they come from} */
    public Path file() {
        return source.file();
    }

    Map<String, String> environment() {
        return environment;
    }

    /**
     * Asks to be told of every change, and of every file that is not taken. Called on the thread of the reload, one call
     * after the other.
     *
     * @param listener who wants to know; what it throws is logged
     */
    public void onChange(Consumer<ConfigChange> listener) {
        listeners.add(listener);
    }

    /**
     * Where the file cannot be read, begins with a copy of the last good one.
     *
     * @param lastGood the copy
     * @return whether settings hold: those of the file, or of the copy
     */
    public boolean beginWith(LastGood lastGood) {
        if (current.readable()) {
            return true;
        }
        Config good = lastGood.read(seen.env(), environment);
        if (good.readable()) {
            current = good;
            given = true;
            return true;
        }
        return false;
    }

    /**
     * Keeps a copy of the file for a start at which it cannot be read, if nothing is wrong with it.
     *
     * @param lastGood where to keep it
     * @param uses the sections that plugins read
     */
    public void keep(LastGood lastGood, Collection<SectionUse> uses) {
        turn.lock();
        try {
            if (state.taken() && state.held().isEmpty() && seen.present()
                    && current.problems(uses).stream().noneMatch(ConfigProblem::isError)) {
                lastGood.write(seen.yaml());
            }
        } catch (IOException e) {
            LOG.warn("The copy of the last good config.yaml could not be written: {}", e.getMessage());
        } finally {
            turn.unlock();
        }
    }

    /**
     * Reads the file again, with what only the platform knows of its sections.
     *
     * @return what is different
     */
    public ConfigChange reload() {
        return reload(List.of());
    }

    /**
     * Reads the file again. One that is as it was changes nothing and is told to nobody.
     *
     * @param uses the sections that plugins read
     * @return what is different
     */
    public ConfigChange reload(Collection<SectionUse> uses) {
        turn.lock();
        try {
            ConfigSource.Text text = source.read();
            if (text.equals(seen)) {
                return new ConfigChange(state.taken(), Set.of(), state.held(), state.problems());
            }
            ConfigChange change = taken(text, uses);
            seen = text;
            state = new ConfigState(change.taken(), change.held(), change.problems());
            listeners.forEach(listener -> tell(listener, change));
            return change;
        } finally {
            turn.unlock();
        }
    }

    private ConfigChange taken(ConfigSource.Text text, Collection<SectionUse> uses) {
        if (given && text.vanished()) {
            return new ConfigChange(false, Set.of(), Set.of(),
                    List.of(ConfigProblem.error("", text.present() ? "is empty" : "is gone",
                            "a file with settings; a comment in it is enough for all defaults")));
        }
        Config next = text.parse(environment);
        if (!next.readable()) {
            return new ConfigChange(false, Set.of(), Set.of(), next.problems());
        }
        Set<String> held = next.worseThan(current, uses);
        Config effective = held.isEmpty() ? next : next.holding(held, current, uses);
        Set<String> changed = new TreeSet<>();
        compare(current.root(), effective.root(), "", changed);
        current = effective;
        given = !text.yaml().isBlank();
        return new ConfigChange(true, changed, held, effective.problems(uses));
    }

    private static void tell(Consumer<ConfigChange> listener, ConfigChange change) {
        try {
            listener.accept(change);
        } catch (RuntimeException | LinkageError e) {
            LOG.error("What follows from a change of config.yaml failed.", e);
        }
    }

    private static void compare(JsonValue before, JsonValue after, String path, Set<String> changed) {
        if (before.equals(after)) {
            return;
        }
        boolean sections = (before instanceof JsonValue.JsonObject || before.isNull())
                && (after instanceof JsonValue.JsonObject || after.isNull());
        if (!sections || (before.members().isEmpty() && after.members().isEmpty())) {
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
