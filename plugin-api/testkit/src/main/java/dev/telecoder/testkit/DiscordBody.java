package dev.telecoder.testkit;

import dev.telecoder.api.json.JsonValue;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The body of Discord's {@code POST /channels/{id}/messages}, read as its clients read Markdown.
 *
 * @since 1.0
 */
public final class DiscordBody {

    private static final Pattern FENCE = Pattern.compile("```(?:[A-Za-z0-9_+#.-]*\\n)?(.*?)\\n?```", Pattern.DOTALL);
    private static final Pattern CODE = Pattern.compile("(?<![\\\\`])(`{1,2})(?!`)(.+?)(?<!`)\\1(?!`)");
    private static final Pattern LINK = Pattern.compile("(?<!\\\\)\\[((?:\\\\.|[^\\]\\\\])+)]\\(https?://[^\\s()]+\\)");
    private static final Pattern MENTION = Pattern.compile("<(?:@[!&]?|#|a?:\\w+:|t:|/\\w+:|id:)\\w*>?");

    private DiscordBody() {}

    /**
     * Checks a body as Discord does, and that it mentions nobody.
     *
     * @param body the body
     * @return what is wrong with it, if anything
     */
    public static Optional<String> complaint(JsonValue body) {
        String content = body.get("content").text();
        if (!TelegramBody.shows(content)) {
            return Optional.of("Cannot send an empty message");
        } else if (content.length() > 2_000) {
            return Optional.of("Must be 2000 or fewer in length: " + content.length());
        } else if (!body.get("allowed_mentions").toString().equals("{\"parse\":[]}")) {
            return Optional.of("allowed_mentions is " + body.get("allowed_mentions"));
        } else if (content.replace("\\`", "").split("```", -1).length % 2 == 0) {
            return Optional.of("a fence without an end");
        } else if (content.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE
                || Character.isISOControl(c) && c != '\n' && c != '\t')) {
            return Optional.of("a character that has no place in a text");
        }
        String free = CODE.matcher(FENCE.matcher(content).replaceAll("")).replaceAll("");
        Matcher mention = MENTION.matcher(free);
        return mention.find() ? Optional.of("it mentions " + mention.group()) : Optional.empty();
    }

    /**
     * Reads the text a person sees.
     *
     * @param body the body
     * @return the text
     */
    public static String visible(JsonValue body) {
        String content = body.get("content").text();
        StringBuilder out = new StringBuilder();
        Matcher fence = FENCE.matcher(content);
        int at = 0;
        while (fence.find()) {
            out.append(unmarked(content.substring(at, fence.start()))).append(fence.group(1));
            at = fence.end();
        }
        return out.append(unmarked(content.substring(at))).toString().replace("\u200B", "");
    }

    private static String unmarked(String text) {
        StringBuilder out = new StringBuilder();
        Matcher code = CODE.matcher(text);
        int at = 0;
        while (code.find()) {
            out.append(plain(text.substring(at, code.start()))).append(code.group(2));
            at = code.end();
        }
        return out.append(plain(text.substring(at))).toString();
    }

    private static String plain(String text) {
        return LINK.matcher(text).replaceAll("$1").replaceAll("(?m)^#{1,3} ", "")
                .replaceAll("(?<!\\\\)(?:\\*+|~~)", "").replaceAll("\\\\([^0-9A-Za-z\\s])", "$1");
    }

    /**
     * Reads what is shown as a block of code.
     *
     * @param body the body
     * @return the code, blocks one below the other
     */
    public static String code(JsonValue body) {
        StringBuilder out = new StringBuilder();
        Matcher fence = FENCE.matcher(body.get("content").text());
        while (fence.find()) {
            out.append(fence.group(1)).append('\n');
        }
        return out.toString().replace("\u200B", "");
    }
}
