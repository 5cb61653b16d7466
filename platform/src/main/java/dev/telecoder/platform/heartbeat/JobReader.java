package dev.telecoder.platform.heartbeat;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.config.ConfigProblem;
import dev.telecoder.platform.config.Nearest;
import dev.telecoder.platform.config.YamlText;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the file of a job and notes what is wrong with it. For one text and one thread. */
final class JobReader {

    private static final List<String> KEYS = List.of("name", "schedule", "timezone", "enabled", "repos", "prompt",
            "notify", "skill", "input", "budget_usd", "description");

    private final String file;
    private final YamlText yaml;
    private final JsonValue root;
    private final List<ConfigProblem> problems = new ArrayList<>();

    private JobReader(String file, YamlText yaml) {
        this.file = file;
        this.yaml = yaml;
        this.root = yaml.root();
    }

    static Job read(String file, String text, ZoneId usual) {
        return new JobReader(file, YamlText.read(text)).read(usual);
    }

    static Job unreadable(String file, String why, ZoneId usual) {
        return new Job(stem(file), file, "", null, usual, true, List.of(), "", "", JsonValue.NULL, List.of(),
                Optional.empty(),
                why);
    }

    private Job read(ZoneId usual) {
        problems.addAll(yaml.problems());
        if (!(root instanceof JsonValue.JsonObject object)) {
            wrong("", "This is no job", "the keys schedule and prompt");
            return unreadable(file, described(), usual);
        }
        for (String key : object.members().keySet()) {
            String meant = KEYS.contains(key) ? null : Nearest.to(key, KEYS);
            // Other keys may come from an earlier version; one that is nearly right is a slip.
            if (meant != null) {
                problems.add(yaml.problem(key, "A job has no key " + key, "one of " + String.join(", ", KEYS), meant));
            }
        }
        String schedule = text("schedule");
        Schedule when = null;
        if (schedule.isEmpty()) {
            wrong("schedule", "It is missing", "when it is due, such as \"30 2 * * 1-5\" or @daily");
        } else {
            try {
                when = Schedule.parse(schedule);
            } catch (IllegalArgumentException e) {
                wrong("schedule", String.valueOf(e.getMessage()), "");
            }
        }
        ZoneId zone = zone(usual);
        String prompt = text("prompt");
        String skill = text("skill");
        if (prompt.isEmpty() == skill.isEmpty()) {
            wrong("prompt", prompt.isEmpty() ? "There is neither prompt nor skill" : "There is prompt and skill",
                    "a prompt for the agent, or the name of a skill that runs without the model");
        }
        String name = text("name").isEmpty() ? stem(file) : text("name");
        boolean enabled = root.get("enabled").isNull() || flag();
        return new Job(name, file, schedule, when, zone, enabled, words("repos"), prompt, skill,
                root.get("input").isNull() ? JsonValue.object().build() : root.get("input"), addresses(), budget(),
                described());
    }

    private Optional<BigDecimal> budget() {
        JsonValue written = root.get("budget_usd");
        if (written instanceof JsonValue.JsonNumber(BigDecimal usd) && usd.signum() >= 0) {
            return Optional.of(usd);
        }
        if (!written.isNull()) {
            wrong("budget_usd", "It is " + written, "a number such as 0.5");
        }
        return Optional.empty();
    }

    private boolean flag() {
        if (root.get("enabled") instanceof JsonValue.JsonBoolean(boolean value)) {
            return value;
        }
        wrong("enabled", "It is " + root.get("enabled"), "true or false");
        return false;
    }

    private ZoneId zone(ZoneId usual) {
        String written = text("timezone");
        try {
            return written.isEmpty() ? usual : ZoneId.of(written);
        } catch (DateTimeException e) {
            wrong("timezone", "\"" + written + "\" is no time zone", "a name such as Europe/Berlin");
            return usual;
        }
    }

    private List<String> addresses() {
        List<String> all = words("notify");
        all.stream().filter(address -> address.indexOf(':') <= 0).forEach(address -> wrong("notify",
                "It has \"" + address + "\"", "channel:chat such as telegram:12345"));
        return all;
    }

    private String text(String key) {
        JsonValue value = root.get(key);
        if (!value.isNull() && value.findText().isEmpty()) {
            wrong(key, "It is " + value, "a text");
        }
        return value.findText().map(String::strip).orElse("");
    }

    /** One word or a list of them. */
    private List<String> words(String key) {
        JsonValue value = root.get(key);
        if (value.isNull()) {
            return List.of();
        }
        Optional<String> one = value.findText();
        if (one.isPresent()) {
            return List.of(one.get());
        }
        List<String> all = value.items().stream().flatMap(item -> item.findText().stream()).toList();
        if (all.size() != value.items().size() || !(value instanceof JsonValue.JsonArray)) {
            wrong(key, "It is " + value, "a list of texts");
        }
        return all;
    }

    private void wrong(String path, String problem, String expected) {
        problems.add(yaml.problem(path, problem, expected, null));
    }

    private String described() {
        return problems.stream().findFirst().map(problem -> problem.describe(file)).orElse("");
    }

    private static String stem(String file) {
        return file.replaceFirst("\\.[A-Za-z]+$", "");
    }
}
