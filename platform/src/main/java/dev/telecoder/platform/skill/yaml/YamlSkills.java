package dev.telecoder.platform.skill.yaml;

import dev.telecoder.api.skill.Risk;
import dev.telecoder.api.skill.Skill;
import dev.telecoder.api.skill.SkillContext;
import dev.telecoder.api.skill.SkillInput;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.api.skill.SkillSpec;
import dev.telecoder.platform.skill.HostSkillSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The skills of a folder of files, or of single ones. They are read when first asked for and again at {@link #readAgain},
 * which tells of a change if there is one. Nothing that stands in a file is fatal: what is wrong is listed with its reason.
 * Safe for many threads.
 */
public final class YamlSkills implements HostSkillSource {

    private static final Logger LOG = LoggerFactory.getLogger(YamlSkills.class);

    /** Tools that the agent has of its own; a skill of such a name would never be reached. */
    private static final Set<String> TAKEN =
            Set.of("skills.find", "skills.call", "result.read", "ask.user", "plan.propose");

    private final SkillFolder folder;
    private final Surroundings surroundings;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private @Nullable List<SkillFolder.Text> texts;
    private List<Found> found = List.of();

    /** A file and what came of it. */
    private record Found(SkillFolder.Text text, Skill skill, String reason) {

        Optional<YamlSkill> usable() {
            return reason.isEmpty() && skill instanceof YamlSkill yaml ? Optional.of(yaml) : Optional.empty();
        }
    }

    private YamlSkills(SkillFolder folder, Surroundings surroundings) {
        this.folder = folder;
        this.surroundings = surroundings;
    }

    /**
     * Makes the source of a folder.
     *
     * @param folder where the files are; it need not be there
     * @param surroundings what is there for skills to require
     * @return the source
     */
    public static YamlSkills of(Path folder, Surroundings surroundings) {
        return new YamlSkills(SkillFolder.of(folder), surroundings);
    }

    /**
     * Makes the source of single files.
     *
     * @param files the files, wherever they are
     * @param surroundings what is there for skills to require
     * @return the source
     */
    public static YamlSkills ofFiles(List<Path> files, Surroundings surroundings) {
        return new YamlSkills(SkillFolder.ofFiles(files), surroundings);
    }

    @Override
    public List<Skill> skills() {
        return List.copyOf(usable().values());
    }

    @Override
    public List<Listed> listed() {
        List<Listed> all = new ArrayList<>();
        Map<String, String> names = new HashMap<>();
        for (Found one : read()) {
            String name = one.skill().spec().name();
            String reason = one.reason();
            boolean lasting = !reason.isEmpty();
            String first = reason.isEmpty() ? names.putIfAbsent(name, one.text().name()) : null;
            if (first != null) {
                reason = one.text().name() + ": the name " + name + " is taken by " + first
                        + ", which comes first. Give this one another.";
                lasting = true;
            } else if (reason.isEmpty()) {
                reason = one.usable().map(skill -> surroundings.missing(skill.file().requires())).orElse("");
            }
            all.add(new Listed(one.skill(), "yaml:" + one.text().name(), reason, lasting));
        }
        return all;
    }

    /**
     * Gives the tests of a file.
     *
     * @param source the file as it is listed, such as {@code yaml:deploy.yaml}
     * @return its tests; empty if it has none, or cannot be read
     */
    public List<SkillTest> tests(String source) {
        return read().stream().filter(one -> source.equals("yaml:" + one.text().name()))
                .flatMap(one -> one.usable().stream()).flatMap(skill -> skill.file().tests().stream()).toList();
    }

    @Override
    public void onChange(Runnable changed) {
        listeners.add(changed);
    }

    /** Looks at the files again; whoever listens is told if anything is different. */
    public void readAgain() {
        boolean changed;
        synchronized (this) {
            List<SkillFolder.Text> before = texts;
            read(folder.read());
            changed = !Objects.equals(before, texts);
        }
        if (changed) {
            listeners.forEach(Runnable::run);
        }
    }

    private synchronized List<Found> read() {
        if (texts == null) {
            read(folder.read());
        }
        return found;
    }

    /** What did not change keeps its skill, so that only what is new or different is told of in the log. */
    private synchronized void read(List<SkillFolder.Text> now) {
        Map<SkillFolder.Text, Found> known = new HashMap<>();
        found.forEach(one -> known.put(one.text(), one));
        found = now.stream().map(text -> known.containsKey(text) ? known.get(text) : made(text)).toList();
        texts = now;
    }

    private Map<String, Skill> usable() {
        Map<String, Skill> skills = new LinkedHashMap<>();
        read().forEach(one -> one.usable().ifPresent(skill -> skills.putIfAbsent(skill.spec().name(), skill)));
        return skills;
    }

    private Found made(SkillFolder.Text text) {
        if (text.content() == null) {
            return wrong(text, Optional.empty(), Optional.empty(), text.name() + text.problem());
        }
        SkillReader.Reading reading = SkillReader.read(text.content());
        if (reading.skill().isEmpty()) {
            return wrong(text, reading.name(), reading.description(), String.join("\n", reading.problems().stream()
                    .map(problem -> Mistakes.describe(text.name(), problem)).toList()));
        }
        SkillFile file = reading.skill().get();
        if (TAKEN.contains(file.name())) {
            return wrong(text, reading.name(), reading.description(), text.name() + ": the name " + file.name()
                    + " is one of the agent's own tools. Give the skill another.");
        }
        return new Found(text, new YamlSkill(file, surroundings), "");
    }

    private static Found wrong(SkillFolder.Text text, Optional<String> name, Optional<String> description,
            String reason) {
        LOG.warn("A skill is unavailable. {}", reason);
        SkillSpec spec = SkillSpec.builder(name.orElseGet(() -> placeholder(text.name())),
                description.orElse("A file that cannot be used."), "{\"type\":\"object\"}", Risk.EXTERNAL).build();
        return new Found(text, new Unusable(spec), reason);
    }

    /** A name to list a file under that does not say its own. */
    private static String placeholder(String file) {
        String stem = file.replaceFirst("\\.[A-Za-z]+$", "").toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]+", "-")
                .replaceFirst("^-+", "");
        return "yaml." + (stem.isEmpty() ? "file" : stem.length() > 50 ? stem.substring(0, 50) : stem);
    }

    /** Stands for a file that is wrong; the executor never runs what is listed with a reason. */
    private record Unusable(SkillSpec spec) implements Skill {

        @Override
        public SkillResult run(SkillInput input, SkillContext context) {
            return SkillResult.failed("This skill cannot be used.");
        }
    }
}
