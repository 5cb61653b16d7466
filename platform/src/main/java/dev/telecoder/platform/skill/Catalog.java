package dev.telecoder.platform.skill;

import dev.telecoder.api.skill.Skill;
import dev.telecoder.api.skill.SkillSource;
import dev.telecoder.api.skill.SkillSpec;
import dev.telecoder.platform.config.Nearest;
import dev.telecoder.platform.plugin.Extensions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The skills there are: of plugins, and of the sources that plugins and the host bring. Read anew when plugins or sources
 * tell of a change, never on the way of a message. Safe for many threads.
 */
public final class Catalog {

    private static final Logger LOG = LoggerFactory.getLogger(Catalog.class);

    private final Extensions extensions;
    private final List<Skill> own;
    private final AtomicReference<@Nullable Map<String, CatalogEntry>> known = new AtomicReference<>();
    private final AtomicInteger changes = new AtomicInteger();
    private final Set<SkillSource> heard = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    /**
     * Makes a catalog.
     *
     * @param extensions the plugins' extensions
     * @param own skills of the host's own
     */
    public Catalog(Extensions extensions, List<Skill> own) {
        this.extensions = extensions;
        this.own = List.copyOf(own);
        extensions.onChange(this::forget);
    }

    /** {@return the skills by name} */
    public Map<String, CatalogEntry> all() {
        Map<String, CatalogEntry> now = known.get();
        while (now == null) {
            int before = changes.get();
            now = read();
            known.set(now);
            if (changes.get() != before) {
                // It changed while it was read; what was read may be the old.
                known.set(null);
                now = null;
            }
        }
        return now;
    }

    /** Reads all schemas, which the first call of each skill would wait for. */
    public void warmUp() {
        all().values().forEach(entry -> Schemas.prepare(entry.spec().inputSchemaJson()));
    }

    private void forget() {
        changes.incrementAndGet();
        known.set(null);
    }

    /**
     * Finds a skill.
     *
     * @param name its name, or its name at the model
     * @return the skill, also one that cannot be used
     */
    public Optional<CatalogEntry> find(String name) {
        Map<String, CatalogEntry> all = all();
        CatalogEntry exact = all.get(name);
        return exact != null ? Optional.of(exact)
                : all.values().stream().filter(entry -> entry.wireName().equals(name)).findFirst();
    }

    /**
     * Finds the name somebody may have meant.
     *
     * @param name what was written
     * @return the nearest name, if one is near
     */
    public Optional<String> nearest(String name) {
        return Optional.ofNullable(Nearest.to(name.replaceFirst("_", "."), all().keySet()));
    }

    private Map<String, CatalogEntry> read() {
        Map<String, CatalogEntry> entries = new TreeMap<>();
        own.forEach(skill -> add(entries, skill, "host"));
        extensions.of(Skill.class).forEach(found -> add(entries, found.instance(), "plugin:" + found.plugin()));
        extensions.of(SkillSource.class).forEach(found -> {
            try {
                if (heard.add(found.instance())) {
                    found.instance().onChange(this::forget);
                }
                found.instance().skills().forEach(skill -> add(entries, skill, "plugin:" + found.plugin()));
            } catch (RuntimeException | LinkageError e) {
                LOG.warn("The skills of plugin {} could not be listed: {}", found.plugin(), e.toString());
            }
        });
        return Collections.unmodifiableMap(entries);
    }

    private static void add(Map<String, CatalogEntry> entries, Skill skill, String source) {
        SkillSpec spec;
        try {
            spec = skill.spec();
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("A skill of {} does not say what it is: {}", source, e.toString());
            return;
        }
        List<String> problems = new ArrayList<>(Schemas.problems(spec.inputSchemaJson()));
        CatalogEntry clash =
                entries.values().stream().filter(other -> other.wireName().equals(CatalogEntry.wireName(spec.name())))
                        .findFirst().orElse(null);
        if (clash != null) {
            LOG.warn("Skill {} of {} is left out: {} of {} has the same name at the model.", spec.name(), source,
                    clash.spec().name(), clash.source());
            return;
        }
        entries.put(spec.name(), new CatalogEntry(skill, spec, source, String.join(" ", problems)));
    }
}
