package dev.telecoder.platform.config;

import dev.telecoder.api.json.JsonValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The settings of a host, as one file said them. A section that is wrong switches off what it configures and nothing
 * else; all problems are known together. Immutable; safe for use by many threads. {@code toString} shows no setting.
 */
public final class Config {

    private final YamlTree tree;
    private final Redaction redaction;
    private final List<ConfigProblem> held;
    private final PlatformSettings settings;

    Config(YamlTree tree, Redaction redaction) {
        this(tree, redaction, List.of());
    }

    private Config(YamlTree tree, Redaction redaction, List<ConfigProblem> held) {
        this.tree = tree;
        this.redaction = redaction;
        this.held = held;
        ConfigWalk.collectSecrets(tree.root(), redaction);
        this.settings = PlatformSettings.of(this);
    }

    /** {@return the settings of a host without a file: all defaults} */
    public static Config defaults() {
        return ConfigFile.parse("", Map.of());
    }

    /** {@return what the platform itself reads: server, budget, repos, permissions and so on} */
    public PlatformSettings settings() {
        return settings;
    }

    /** {@return whether the file could be read at all; if not, {@link #problems} says why} */
    public boolean readable() {
        return tree.readable();
    }

    /**
     * Tells whether the file has a section, also if it is empty or wrong.
     *
     * @param path such as {@code channels.telegram}
     * @return whether it is there
     */
    public boolean has(String path) {
        String[] names = path.split("\\.");
        JsonValue at = tree.root();
        for (String name : names) {
            if (!at.members().containsKey(name)) {
                return false;
            }
            at = at.get(name);
        }
        return true;
    }

    /**
     * Lists the keys of a section.
     *
     * @param path such as {@code channels}
     * @return its keys, in the order of the file
     */
    public List<String> keys(String path) {
        return List.copyOf(at(path).members().keySet());
    }

    /**
     * Binds a section to a record; one that is missing, to the record's defaults. Unknown keys are warnings among the
     * problems; where several read one section, {@link #problems(Collection)} knows which keys nobody reads.
     *
     * @param path such as {@code channels.telegram}
     * @param type a record type
     * @param <R> the record type
     * @return the record, or what is wrong
     */
    public <R extends Record> Section<R> section(String path, Class<R> type) {
        return bind(at(path), has(path), path, type);
    }

    /**
     * Binds each item of a list; a wrong item is left out and the others stand.
     *
     * @param path such as {@code repos}
     * @param type a record type
     * @param <R> the record type
     * @return a section for each item, in order
     */
    public <R extends Record> List<Section<R>> list(String path, Class<R> type) {
        JsonValue value = at(path);
        var sections = new ArrayList<Section<R>>();
        if (!(value instanceof JsonValue.JsonArray) && !value.isNull()) {
            ConfigProblem problem =
                    ConfigProblem.error(path, "is " + Scalars.shown(value), "a list").at(tree.position(path));
            return List.of(new Section<>(path, true, Optional.empty(), List.of(problem.redacted(redaction))));
        }
        for (int i = 0; i < value.items().size(); i++) {
            sections.add(bind(value.at(i), true, path + "[" + i + "]", type));
        }
        return sections;
    }

    /**
     * Binds each key of a section; a wrong one is left out and the others stand.
     *
     * @param path such as {@code access}
     * @param type a record type
     * @param <R> the record type
     * @return a section for each key
     */
    public <R extends Record> Map<String, Section<R>> map(String path, Class<R> type) {
        var sections = new LinkedHashMap<String, Section<R>>();
        at(path).members()
                .forEach((key, value) -> sections.put(key, bind(value, true, RecordBinder.child(path, key), type)));
        return sections;
    }

    /**
     * Lists the web addresses a section names, wherever they stand in it, for rules on what its reader may call.
     *
     * @param path such as {@code channels.telegram}; empty for the whole file
     * @return the addresses
     */
    public Set<String> addresses(String path) {
        return ConfigWalk.addresses(path.isEmpty() ? tree.root() : at(path));
    }

    /**
     * Checks a setting that names something which only plugins know.
     *
     * @param path the setting, such as {@code llm.provider}
     * @param known the names there are
     * @return the problem; empty if the setting is left out or the name is known
     */
    public Optional<ConfigProblem> unknownName(String path, Collection<String> known) {
        return at(path).findText().filter(name -> !known.contains(name)).map(name -> unknown(path, name, known));
    }

    /**
     * Checks a setting of each item of a list that names things which only plugins know.
     *
     * @param path the list, such as {@code repos}
     * @param key the setting of an item, a list of names, such as {@code ci}
     * @param known the names there are
     * @return a problem for each name that is not known
     */
    public List<ConfigProblem> unknownNames(String path, String key, Collection<String> known) {
        var problems = new ArrayList<ConfigProblem>();
        List<JsonValue> items = at(path).items();
        for (int i = 0; i < items.size(); i++) {
            List<JsonValue> names = items.get(i).get(key).items();
            for (int k = 0; k < names.size(); k++) {
                String where = path + "[" + i + "]." + key + "[" + k + "]";
                names.get(k).findText().filter(name -> !known.contains(name))
                        .ifPresent(name -> problems.add(unknown(where, name, known)));
            }
        }
        return problems;
    }

    private ConfigProblem unknown(String path, String name, Collection<String> known) {
        return ConfigProblem.error(path, "is \"" + name + "\", which no installed plugin offers",
                known.isEmpty() ? "a plugin that offers it" : "one of " + String.join(", ", new TreeSet<>(known)))
                .suggesting(Nearest.to(name, known)).at(tree.position(path)).redacted(redaction);
    }

    /** {@return what is wrong with the file itself and with the sections of the platform, by line} */
    public List<ConfigProblem> problems() {
        return problems(List.of());
    }

    /**
     * Checks the whole file.
     *
     * @param uses the sections that plugins read
     * @return all that is wrong, by line; a key that one reader of a section does not know but another does is not
     */
    public List<ConfigProblem> problems(Collection<SectionUse> uses) {
        return new ConfigCheck(this, uses).run();
    }

    JsonValue root() {
        return tree.root();
    }

    List<ConfigProblem> fileProblems() {
        return Stream.concat(tree.problems().stream().map(problem -> problem.redacted(redaction)), held.stream())
                .toList();
    }

    /** The sections that are wrong here and were not in another file. */
    Set<String> worseThan(Config before, Collection<SectionUse> uses) {
        Set<String> good = before.wrongSections(uses);
        Set<String> worse = new LinkedHashSet<>(wrongSections(uses));
        worse.removeAll(good);
        // What a plugin reads and was not there before is not held: the plugin is to say what is wrong with it.
        worse.removeIf(path -> !PlatformSettings.owns(path) && !before.has(path));
        return worse;
    }

    private Set<String> wrongSections(Collection<SectionUse> uses) {
        Set<String> wrong = new LinkedHashSet<>();
        for (ConfigProblem problem : problems(uses)) {
            if (problem.isError()) {
                uses.stream().map(SectionUse::path).filter(path -> within(problem.path(), path)).forEach(wrong::add);
                PlatformSettings.sectionOf(problem.path()).ifPresent(wrong::add);
            }
        }
        return wrong;
    }

    /** This file, but for some sections, of which what another file said goes on. What is wrong here is still told. */
    Config holding(Set<String> sections, Config before, Collection<SectionUse> uses) {
        JsonValue root = tree.root();
        for (String section : sections) {
            List<String> path = JsonPaths.steps(section);
            root = before.has(section) ? JsonPaths.with(root, path, before.at(section)) : JsonPaths.without(root, path);
        }
        List<ConfigProblem> wrong = problems(uses).stream()
                .filter(problem -> sections.stream().anyMatch(section -> within(problem.path(), section))).toList();
        List<ConfigProblem> ofTheText = tree.problems().stream()
                .filter(problem -> sections.stream().anyMatch(section -> within(problem.path(), section))).toList();
        var both = new Redaction();
        both.addAll(redaction);
        both.addAll(before.redaction);
        return new Config(tree.withRoot(root).without(ofTheText), both, wrong);
    }

    Redaction redaction() {
        return redaction;
    }

    Position position(String path) {
        return tree.position(path);
    }

    private JsonValue at(String path) {
        JsonValue value = tree.root();
        for (String name : path.split("\\.")) {
            value = value.get(name);
        }
        return value;
    }

    private <R extends Record> Section<R> bind(JsonValue value, boolean present, String path, Class<R> type) {
        var binder = new RecordBinder();
        // What the reader of the file objected to, such as an unset variable, switches the section off too.
        List<ConfigProblem> before = tree.problems().stream()
                .filter(problem -> within(problem.path(), path))
                .toList();
        Optional<R> bound = binder.bind(value, type, path);
        Set<String> known = new HashSet<>();
        before.forEach(problem -> known.add(problem.path()));
        var problems = new ArrayList<>(before);
        for (ConfigProblem problem : binder.problems()) {
            // "is missing" says nothing new where the variable that should bring it is not set.
            if (!known.contains(problem.path())) {
                problems.add(problem.at(tree.position(problem.path())));
            }
        }
        problems.sort(BY_PLACE);
        List<ConfigProblem> clean =
                problems.stream().map(problem -> problem.redacted(redaction)).toList();
        return new Section<>(path, present, before.isEmpty() ? bound : Optional.empty(), clean);
    }

    static final Comparator<ConfigProblem> BY_PLACE = Comparator.comparingInt(ConfigProblem::line)
            .thenComparingInt(ConfigProblem::column)
            .thenComparing(ConfigProblem::path);

    static boolean within(String path, String section) {
        return path.equals(section) || path.startsWith(section + ".") || path.startsWith(section + "[");
    }

    @Override
    public String toString() {
        return "Config" + tree.root().members().keySet();
    }
}
