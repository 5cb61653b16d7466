package dev.telecoder.testkit;

import dev.telecoder.api.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The body of WhatsApp's {@code POST /NUMBER/messages}, checked by what Meta documents, and read as WhatsApp shows it.
 *
 * @since 1.0
 */
public final class WhatsAppBody {

    private static final Pattern FENCE = Pattern.compile("```\\n?(.*?)\\n?```", Pattern.DOTALL);
    private static final Pattern MARK =
            Pattern.compile("(?<![\\p{L}\\p{N}])([*_~])(?=[^\\s\\u200B])([^\\n]*?[^\\s])\\1(?![\\p{L}\\p{N}])");

    private WhatsAppBody() {}

    /**
     * Checks a body.
     *
     * @param body the body
     * @return what is wrong with it, if anything
     */
    public static Optional<String> complaint(JsonValue body) {
        if (!body.get("messaging_product").text().equals("whatsapp")) {
            return Optional.of("messaging_product is missing");
        } else if (!Set.of("individual", "group").contains(body.get("recipient_type").text())) {
            return Optional.of("recipient_type is missing");
        }
        return switch (body.get("type").text()) {
            case "text" -> text(body.get("text").get("body").text(), 4_096);
            case "interactive" -> interactive(body.get("interactive"));
            case "document" -> given(body.get("document"), "id");
            case "reaction" -> given(body.get("reaction"), "message_id");
            case "template" -> given(body.get("template"), "name");
            default -> Optional.of("type is " + body.get("type").text());
        };
    }

    private static Optional<String> given(JsonValue object, String name) {
        return object.get(name).text().isEmpty() ? Optional.of(name + " is missing") : Optional.empty();
    }

    private static Optional<String> interactive(JsonValue asked) {
        List<JsonValue> buttons = asked.get("action").get("buttons").items();
        List<JsonValue> sections = asked.get("action").get("sections").items();
        boolean list = asked.get("type").text().equals("list");
        List<JsonValue> answers = list ? sections.getFirst().get("rows").items()
                : buttons.stream().map(button -> button.get("reply")).toList();
        int longest = list ? 24 : 20;
        if (answers.isEmpty() || answers.size() > (list ? 10 : 3)) {
            return Optional.of(answers.size() + " answers");
        }
        for (JsonValue answer : answers) {
            if (answer.get("id").text().isEmpty() || answer.get("title").text().isEmpty()
                    || answer.get("title").text().length() > longest) {
                return Optional.of("an answer is too long or empty: " + answer);
            }
        }
        return text(asked.get("body").get("text").text(), 1_024);
    }

    private static Optional<String> text(String text, int longest) {
        if (text.codePoints().noneMatch(c -> Character.isDefined(c) && !Character.isWhitespace(c) && c != 0x200B)) {
            return Optional.of("the text is empty");
        } else if (text.length() > longest) {
            return Optional.of("the text has " + text.length() + " characters");
        } else if (text.split("```", -1).length % 2 == 0) {
            return Optional.of("a fence without an end");
        } else if (text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE
                || Character.isISOControl(c) && c != '\n' && c != '\t')) {
            return Optional.of("a character that has no place in a text");
        }
        return Optional.empty();
    }

    /**
     * Reads the text a person sees.
     *
     * @param body the body
     * @return the text
     */
    public static String visible(JsonValue body) {
        String text = body.get("text").get("body").findText()
                .orElse(body.get("interactive").get("body").get("text").text());
        Matcher fence = FENCE.matcher(text);
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (fence.find()) {
            out.append(unmarked(text.substring(at, fence.start()))).append(fence.group(1));
            at = fence.end();
        }
        return out.append(unmarked(text.substring(at))).toString().replace("\u200B", "");
    }

    private static String unmarked(String text) {
        StringBuilder out = new StringBuilder();
        Matcher code = Pattern.compile("`([^`\\n\\u200B][^`\\n]*)`").matcher(text);
        int at = 0;
        while (code.find()) {
            out.append(plain(text.substring(at, code.start()))).append(code.group(1));
            at = code.end();
        }
        return out.append(plain(text.substring(at))).toString();
    }

    private static String plain(String text) {
        String before;
        String now = text;
        do {
            before = now;
            now = MARK.matcher(before).replaceAll("$2");
        } while (!now.equals(before));
        return now;
    }

    /**
     * Reads what is shown as a block of code.
     *
     * @param body the body
     * @return the code, blocks one below the other
     */
    public static String code(JsonValue body) {
        StringBuilder out = new StringBuilder();
        Matcher fence = FENCE.matcher(body.get("text").get("body").text());
        while (fence.find()) {
            out.append(fence.group(1)).append('\n');
        }
        return out.toString().replace("\u200B", "");
    }
}
