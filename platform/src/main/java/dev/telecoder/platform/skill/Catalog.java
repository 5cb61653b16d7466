package dev.telecoder.platform.skill;

import dev.telecoder.api.skill.Skill;
import dev.telecoder.api.skill.SkillSource;
import dev.telecoder.api.skill.SkillSpec;
import dev.telecoder.platform.config.Nearest;
import dev.telecoder.platform.plugin.Extensions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
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

    /** How long a skill is taken to be unavailable before what it requires is looked for again. */
    private static final long LOOK_AGAIN = Duration.ofSeconds(2).toNanos();

    private final Extensions extensions;
    private final List<Skill> own;
    private final List<HostSkillSource> sources;
    private final AtomicReference<@Nullable Known> known = new AtomicReference<>();
    private final AtomicInteger changes = new AtomicInteger();
    private final Set<SkillSource> heard = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    /**
     * Makes a catalog.
     *
     * @param extensions the plugins' extensions
     * @param own skills of the host's own
     * @param sources sources of the host's own; where a plugin has a skill of the same name, that one counts
     */
    public Catalog(Extensions extensions, List<Skill> own, List<HostSkillSource> sources) {
        this.extensions = extensions;
        this.own = List.copyOf(own);
        this.sources = List.copyOf(sources);
        extensions.onChange(this::forget);
        sources.forEach(source -> source.onChange(this::forget));
    }

    /**
     * Makes a catalog without sources of the host's own.
     *
     * @param extensions the plugins' extensions
     * @param own skills of the host's own
     */
    public Catalog(Extensions extensions, List<Skill> own) {
        this(extensions, own, List.of());
    }

    /**
     * What was read.
     *
     * @param byName what counts
     * @param listed all, with those whose name another has
     * @param passing whether something is unavailable that may become available without a change being told
     * @param at when it was read
     */
    private record Known(Map<String, CatalogEntry> byName, List<CatalogEntry> listed, boolean passing, long at) {}

    /** {@return the skills by name} */
    public Map<String, CatalogEntry> all() {
        return known().byName();
    }

    /** {@return all there is, by name: also what cannot be used because another skill has its name} */
    public List<CatalogEntry> listed() {
        return known().listed();
    }

    private Known known() {
        Known now = known.get();
        if (now != null && now.passing() && System.nanoTime() - now.at() > LOOK_AGAIN) {
            now = null;
        }
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

    private Known read() {
        Map<String, CatalogEntry> entries = new TreeMap<>();
        List<CatalogEntry> second = new ArrayList<>();
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
        boolean passing = false;
        for (HostSkillSource source : sources) {
            // What is wrong takes no name away from what is right.
            for (HostSkillSource.Listed one : source.listed().stream()
                    .sorted(Comparator.comparing(HostSkillSource.Listed::lasting)).toList()) {
                passing |= !one.reason().isEmpty() && !one.lasting();
                CatalogEntry entry = new CatalogEntry(one.skill(), one.skill().spec(), one.source(), one.reason());
                Optional<CatalogEntry> clash = clash(entries, entry.spec());
                if (clash.isEmpty()) {
                    entries.put(entry.spec().name(), entry);
                } else {
                    second.add(entry.ready() ? entry.without("The name " + entry.spec().name() + " is taken by "
                            + clash.get().source() + ". Give this one another.") : entry);
                }
            }
        }
        List<CatalogEntry> listed = new ArrayList<>(entries.values());
        listed.addAll(second);
        listed.sort(Comparator.comparing((CatalogEntry entry) -> entry.spec().name())
                .thenComparing(entry -> !entry.ready()).thenComparing(CatalogEntry::source));
        return new Known(Collections.unmodifiableMap(entries), List.copyOf(listed), passing, System.nanoTime());
    }

    private static Optional<CatalogEntry> clash(Map<String, CatalogEntry> entries, SkillSpec spec) {
        return entries.values().stream().filter(other -> other.wireName().equals(CatalogEntry.wireName(spec.name())))
                .findFirst();
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
        CatalogEntry clash = clash(entries, spec).orElse(null);
        if (clash != null) {
            LOG.warn("Skill {} of {} is left out: {} of {} has the same name at the model.", spec.name(), source,
                    clash.spec().name(), clash.source());
            return;
        }
        entries.put(spec.name(), new CatalogEntry(skill, spec, source, String.join(" ", problems)));
    }
}
