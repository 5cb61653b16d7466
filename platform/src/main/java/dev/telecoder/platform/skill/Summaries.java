package dev.telecoder.platform.skill;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.Effect;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says in one line what a run will do, from its input and from the repository; never in the model's words alone. */
final class Summaries {

    private Summaries() {}

    static String of(String skill, JsonValue input, List<Effect> effects, Workplace.@Nullable Reach reach) {
        String what = effects.stream().map(Effect::kind).distinct().collect(Collectors.joining(" and "));
        if (reach != null) {
            return what + " `" + reach.branch() + "` to " + reach.repo() + ": " + reach.files()
                    + (reach.files() == 1 ? " file" : " files") + " changed, +" + reach.added() + " -" + reach.removed()
                    + message(input);
        }
        String arguments =
                input.members().entrySet().stream()
                        .map(member -> cut(member.getKey(), 40).replace('`', '\'') + " " + shown(member.getValue()))
                        .collect(Collectors.joining(", "));
        return (what.isEmpty() ? skill : what) + (arguments.isEmpty() ? "" : ": " + arguments);
    }

    private static String message(JsonValue input) {
        return input.get("message").text().isEmpty() ? ""
                : ", \"" + cut(input.get("message").text(), 80).replace('`', '\'') + "\"";
    }

    private static String shown(JsonValue value) {
        return "`" + cut(value.findText().orElse(value.toString()), 100).replace('`', '\'') + "`";
    }

    private static String cut(String text, int limit) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= limit ? line : line.substring(0, limit - 1) + "…";
    }
}
