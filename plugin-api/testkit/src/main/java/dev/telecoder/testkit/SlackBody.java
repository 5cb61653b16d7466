package dev.telecoder.testkit;

import dev.telecoder.api.json.JsonValue;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The body of Slack's {@code chat.postMessage}, read as Slack reads mrkdwn.
 *
 * @since 1.0
 */
public final class SlackBody {

    private static final Pattern ANGLE = Pattern.compile("<([^<>\\n]*)>");
    private static final Pattern ENTITY = Pattern.compile("&(?!(?:amp|lt|gt);)");
    private static final Pattern FENCE = Pattern.compile("```\\n?(.*?)\\n?```", Pattern.DOTALL);
    /** A sign is a mark between white space or signs, around something that begins and ends with neither. */
    private static final Pattern MARK =
            Pattern.compile("(?<![\\p{L}\\p{N}])([*_~])(?=[^\\s\\u200B])([^\\n]*?[^\\s])\\1(?![\\p{L}\\p{N}])");

    private SlackBody() {}

    /**
     * Checks a body as Slack does, and that it mentions nobody.
     *
     * @param body the body, without the channel
     * @return what is wrong with it, if anything
     */
    public static Optional<String> complaint(JsonValue body) {
        String text = body.get("text").text();
        if (!TelegramBody.shows(text)) {
            return Optional.of("no_text");
        } else if (text.length() > 4_000) {
            return Optional.of("msg_too_long: " + text.length());
        } else if (ENTITY.matcher(text).find()) {
            return Optional.of("an & that is not escaped");
        } else if (text.split("```", -1).length % 2 == 0) {
            return Optional.of("a fence without an end");
        } else if (text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE
                || Character.isISOControl(c) && c != '\n' && c != '\t')) {
            return Optional.of("a character that has no place in a text");
        }
        Matcher angle = ANGLE.matcher(text);
        StringBuilder rest = new StringBuilder();
        while (angle.find()) {
            if (!angle.group(1).matches("https?://[^|\\s]+(\\|[^|]*\\S[^|]*|\\|.*\\S.*)?")) {
                return Optional.of("no link to a page: " + angle.group());
            }
            angle.appendReplacement(rest, "");
        }
        angle.appendTail(rest);
        return rest.indexOf("<") >= 0 || rest.indexOf(">") >= 0 ? Optional.of("an angle that is not escaped")
                : Optional.empty();
    }

    /**
     * Reads the text a person sees.
     *
     * @param body the body
     * @return the text
     */
    public static String visible(JsonValue body) {
        String text = body.get("text").text();
        Matcher fence = FENCE.matcher(text);
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (fence.find()) {
            out.append(unmarked(text.substring(at, fence.start()))).append(fence.group(1));
            at = fence.end();
        }
        out.append(unmarked(text.substring(at)));
        return unescaped(out.toString());
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
        String linked = Pattern.compile("<[^|<>\\n]*\\|([^<>\\n]*)>").matcher(text).replaceAll("$1");
        String before;
        String now = linked;
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
        Matcher fence = FENCE.matcher(body.get("text").text());
        while (fence.find()) {
            out.append(fence.group(1)).append('\n');
        }
        return unescaped(out.toString());
    }

    private static String unescaped(String text) {
        return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").replace("\u200B", "");
    }
}
