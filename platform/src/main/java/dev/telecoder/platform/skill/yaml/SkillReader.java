package dev.telecoder.platform.skill.yaml;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.platform.config.ConfigProblem;
import dev.telecoder.platform.config.Durations;
import dev.telecoder.platform.config.Nearest;
import dev.telecoder.platform.config.YamlText;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the text of a skill's file, strictly, and notes all that is wrong with it at once. For one text and one thread. */
final class SkillReader {

    static final Duration USUAL_TIMEOUT = Duration.ofMinutes(10);
    static final Duration LONGEST_TIMEOUT = Duration.ofHours(2);
    /** One argument of a program takes 128 KiB in Linux. */
    static final int LONGEST_COMMAND = 100_000;

    private static final List<String> KEYS = List.of("name", "description", "command", "parameters", "requires", "risk",
            "repo", "env", "timeout", "tests");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*\\.[a-z0-9][a-z0-9-]*");
    private static final int LONGEST_NAME = 64;
    private static final int LONGEST_DESCRIPTION = 4_000;
    private static final List<String> RISKS = Arrays.stream(Risk.values()).map(Risk::name).toList();

    private final JsonValue root;
    private final Mistakes mistakes;

    /**
     * What came of a text.
     *
     * @param skill the skill; empty if anything is wrong
     * @param name the name it says it has, if that is one
     * @param description what it says it does, if it does
     * @param problems what is wrong
     */
    record Reading(Optional<SkillFile> skill, Optional<String> name, Optional<String> description,
            List<ConfigProblem> problems) {

        Reading {
            problems = List.copyOf(problems);
        }
    }

    private SkillReader(YamlText yaml) {
        this.root = yaml.root();
        this.mistakes = new Mistakes(yaml);
    }

    static Reading read(String text) {
        YamlText yaml = YamlText.read(text);
        if (yaml.problems().stream().anyMatch(problem -> problem.path().isEmpty())) {
            // As a whole it is no YAML: that keys are missing is no news.
            return new Reading(Optional.empty(), Optional.empty(), Optional.empty(),
                    yaml.problems().stream().filter(problem -> problem.path().isEmpty()).toList());
        }
        return new SkillReader(yaml).read();
    }

    private Reading read() {
        if (!(root instanceof JsonValue.JsonObject)) {
            mistakes.add("", "The file is " + Mistakes.shown(root), "the keys name, description and command");
            return new Reading(Optional.empty(), Optional.empty(), Optional.empty(), mistakes.inOrder());
        }
        mistakes.unknownKeys("", root, KEYS, "a skill");
        Optional<String> name = name();
        Optional<String> description = text("description", LONGEST_DESCRIPTION, "what the skill does, for the model");
        Optional<String> command = command();
        List<Requirement> requires = requires();
        boolean focus = focus(requires);
        Risk risk = risk();
        List<String> env = env();
        Duration timeout = timeout();
        ParameterReader.Parameters parameters = new ParameterReader(mistakes).read(root.get("parameters"));
        List<SkillTest> tests = new TestReader(mistakes).read(root.get("tests"));
        Optional<SkillFile> skill = mistakes.none() && name.isPresent() && description.isPresent()
                && command.isPresent()
                        ? Optional.of(new SkillFile(name.get(), description.get(), command.get(), risk, requires, focus,
                                env, timeout, parameters.all(), parameters.schemaJson(), tests))
                        : Optional.empty();
        return new Reading(skill, name, description, mistakes.inOrder());
    }

    private Optional<String> name() {
        Optional<String> name =
                text("name", LONGEST_NAME, "two lower-case words with a dot between, such as deploy.staging");
        if (name.isPresent() && !NAME.matcher(name.get()).matches()) {
            mistakes.add("name", "is \"" + name.get() + "\"",
                    "two lower-case words with a dot between, such as deploy.staging");
            return Optional.empty();
        }
        return name;
    }

    private Optional<String> command() {
        JsonValue value = root.get("command");
        if (value instanceof JsonValue.JsonArray || value instanceof JsonValue.JsonObject) {
            mistakes.add("command", "is " + Mistakes.shown(value),
                    "a text that the shell runs, such as after \"command: |\"");
            return Optional.empty();
        }
        Optional<String> command = text("command", LONGEST_COMMAND, "what the shell runs")
                .map(text -> text.replace("\r\n", "\n"));
        if (command.isPresent() && command.get().getBytes(StandardCharsets.UTF_8).length > LONGEST_COMMAND) {
            mistakes.add("command", "is longer than " + LONGEST_COMMAND + " bytes",
                    "a call of a script of the repository");
        }
        if (command.isPresent() && command.get().indexOf('\0') >= 0) {
            mistakes.add("command", "contains a zero character", "text");
        }
        return command;
    }

    private Optional<String> text(String key, int longest, String expected) {
        JsonValue value = root.get(key);
        if (!root.members().containsKey(key)) {
            mistakes.add(key, "is missing", expected);
        } else if (!(value instanceof JsonValue.JsonString text)) {
            mistakes.add(key, "is " + Mistakes.shown(value), expected);
        } else if (text.value().isBlank()) {
            mistakes.add(key, "is empty", expected);
        } else if (text.value().length() > longest) {
            mistakes.add(key, "has " + text.value().length() + " characters", "at most " + longest);
        } else {
            return Optional.of(key.equals("command") ? text.value() : text.value().strip());
        }
        return Optional.empty();
    }

    private List<Requirement> requires() {
        List<Requirement> all = new ArrayList<>();
        int index = 0;
        for (JsonValue item : list("requires", "a list of " + Requirement.EXPECTED)) {
            Optional<Requirement> one = item instanceof JsonValue.JsonString text ? Requirement.parse(text.value())
                    : Optional.empty();
            if (one.isEmpty()) {
                mistakes.add("requires[" + index + "]", "is " + Mistakes.shown(item), Requirement.EXPECTED,
                        Requirement.nearest(item.text()));
            }
            one.ifPresent(all::add);
            index++;
        }
        return all.stream().distinct().toList();
    }

    private boolean focus(List<Requirement> requires) {
        JsonValue value = root.get("repo");
        if (!root.members().containsKey("repo") || value.text().equals("focus")) {
            return true;
        }
        if (!value.text().equals("none")) {
            mistakes.add("repo", "is " + Mistakes.shown(value), "focus or none",
                    Nearest.to(value.text(), List.of("focus", "none")));
        } else if (requires.stream().anyMatch(one -> one.kind() == Requirement.Kind.REPO)) {
            mistakes.add("repo", "is none, but requires has repo", "one of them");
        }
        return false;
    }

    private Risk risk() {
        if (!root.members().containsKey("risk")) {
            return Risk.EXTERNAL;
        }
        String text = root.get("risk").text();
        Optional<Risk> risk = Arrays.stream(Risk.values())
                .filter(known -> known.name().equals(text.toUpperCase(Locale.ROOT))).findFirst();
        if (risk.isEmpty()) {
            String near = Nearest.to(text.toLowerCase(Locale.ROOT),
                    RISKS.stream().map(known -> known.toLowerCase(Locale.ROOT)).toList());
            mistakes.add("risk", "is " + Mistakes.shown(root.get("risk")), "one of " + String.join(", ", RISKS),
                    near == null ? null : near.toUpperCase(Locale.ROOT));
        }
        return risk.orElse(Risk.DANGEROUS);
    }

    private List<String> env() {
        Set<String> names = new LinkedHashSet<>();
        int index = 0;
        for (JsonValue item : list("env", "a list of names of variables, such as [DEPLOY_TOKEN]")) {
            String name = item instanceof JsonValue.JsonString text ? text.value() : "";
            if (!Requirement.VARIABLE.matcher(name).matches()) {
                mistakes.add("env[" + index + "]", "is " + Mistakes.shown(item),
                        "the name of a variable, such as DEPLOY_TOKEN; its value is taken from where TeleCoder is started");
            } else if (name.startsWith("PARAM_") || name.startsWith("TELECODER_")) {
                mistakes.add("env[" + index + "]", "is " + name,
                        "another name; those with PARAM_ and TELECODER_ are taken");
            }
            names.add(name);
            index++;
        }
        return List.copyOf(names);
    }

    private Duration timeout() {
        if (!root.members().containsKey("timeout")) {
            return USUAL_TIMEOUT;
        }
        String expected = "a duration such as 30s, 5m or 1h, from 1s to " + Durations.text(LONGEST_TIMEOUT);
        try {
            Duration timeout = Durations.parse(root.get("timeout").text());
            if (timeout.compareTo(Duration.ofSeconds(1)) >= 0 && timeout.compareTo(LONGEST_TIMEOUT) <= 0) {
                return timeout;
            }
        } catch (IllegalArgumentException e) {
            // told below, like one that is too long
        }
        mistakes.add("timeout", "is " + Mistakes.shown(root.get("timeout")), expected);
        return USUAL_TIMEOUT;
    }

    private List<JsonValue> list(String key, String expected) {
        JsonValue value = root.get(key);
        if (root.members().containsKey(key) && !(value instanceof JsonValue.JsonArray)) {
            mistakes.add(key, "is " + Mistakes.shown(value), expected);
        }
        return value.items();
    }
}
