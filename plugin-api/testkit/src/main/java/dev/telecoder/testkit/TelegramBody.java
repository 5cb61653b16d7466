package dev.telecoder.testkit;

import dev.telecoder.api.json.JsonValue;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The body of Telegram's {@code sendMessage}, read as its server reads the HTML, and refused where it refuses.
 *
 * @since 1.0
 */
public final class TelegramBody {

    private static final Set<String> TAGS = Set.of("b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "a",
            "code", "pre", "blockquote", "tg-spoiler");
    private static final Set<String> ALONE = Set.of("code", "pre");
    private static final Pattern TAG =
            Pattern.compile("<(/?)([a-z-]+)((?: (?:href|class)=\"[^\"<>]*\"| expandable)?)>");
    private static final Pattern ENTITY = Pattern.compile("&(lt|gt|amp|quot|#\\d{1,7}|#x[0-9a-fA-F]{1,6});");
    private static final Pattern MENTION = Pattern.compile("(?<![\\p{L}\\p{N}_])@[A-Za-z0-9_]{3,}");

    private final StringBuilder visible = new StringBuilder();
    private final StringBuilder code = new StringBuilder();
    private final StringBuilder searched = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();
    private int entities;

    private TelegramBody() {}

    /**
     * Checks a body as Telegram does.
     *
     * @param body the body, without the address
     * @return what is wrong with it, if anything
     */
    public static Optional<String> complaint(JsonValue body) {
        if (!body.get("parse_mode").text().equals("HTML")) {
            return Optional.of("parse_mode is " + body.get("parse_mode"));
        }
        try {
            TelegramBody read = read(body);
            String shown = read.visible.toString();
            if (!shows(shown)) {
                return Optional.of("message text is empty");
            } else if (shown.length() > 4_096) {
                return Optional.of("message is too long: " + shown.length());
            } else if (read.entities > 100) {
                return Optional.of("more than 100 entities: " + read.entities);
            }
            Matcher mention = MENTION.matcher(read.searched);
            return mention.find() ? Optional.of("it mentions " + mention.group()) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("can't parse entities: " + e.getMessage());
        }
    }

    /**
     * Reads the text a person sees.
     *
     * @param body the body
     * @return the text
     */
    public static String visible(JsonValue body) {
        return read(body).visible.toString();
    }

    /**
     * Reads what is shown as a block of code.
     *
     * @param body the body
     * @return the code, blocks one below the other
     */
    public static String code(JsonValue body) {
        return read(body).code.toString();
    }

    static boolean shows(String text) {
        return text.codePoints().anyMatch(c -> switch (Character.getType(c)) {
            case Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.CONTROL,
                    Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED -> false;
            default -> true;
        });
    }

    private static TelegramBody read(JsonValue body) {
        TelegramBody read = new TelegramBody();
        read.html(body.get("text").text());
        return read;
    }

    private void html(String html) {
        Matcher tag = TAG.matcher(html);
        Matcher entity = ENTITY.matcher(html);
        for (int i = 0; i < html.length();) {
            char c = html.charAt(i);
            if (c == '<') {
                if (!tag.region(i, html.length()).lookingAt()) {
                    throw new IllegalArgumentException("unsupported start tag at " + i);
                }
                tag(tag.group(1).isEmpty(), tag.group(2).toLowerCase(Locale.ROOT), tag.group(3).strip());
                i = tag.end();
            } else if (c == '&') {
                if (!entity.region(i, html.length()).lookingAt()) {
                    throw new IllegalArgumentException("an unescaped & at " + i);
                }
                text(decoded(entity.group(1)));
                i = entity.end();
            } else if (c == '>' || Character.isISOControl(c) && c != '\n' && c != '\t') {
                throw new IllegalArgumentException("a character that must be escaped at " + i);
            } else {
                text(String.valueOf(c));
                i++;
            }
        }
        if (!open.isEmpty()) {
            throw new IllegalArgumentException("can't find end tag of " + open.peek());
        }
        if (visible.codePoints().anyMatch(point -> point >= Character.MIN_SURROGATE
                && point <= Character.MAX_SURROGATE)) {
            throw new IllegalArgumentException("strings must be encoded in UTF-8");
        }
    }

    private static String decoded(String name) {
        return switch (name) {
            case "lt" -> "<";
            case "gt" -> ">";
            case "amp" -> "&";
            case "quot" -> "\"";
            default -> Character.toString(name.startsWith("#x") ? Integer.parseInt(name.substring(2), 16)
                    : Integer.parseInt(name.substring(1)));
        };
    }

    private void text(String text) {
        visible.append(text);
        if (open.contains("pre")) {
            code.append(text);
        }
        boolean free = open.stream().noneMatch(tag -> ALONE.contains(tag) || tag.equals("a"));
        searched.append(free ? text : "\u0000");
    }

    private void tag(boolean opens, String name, String attribute) {
        if (!TAGS.contains(name)) {
            throw new IllegalArgumentException("unsupported start tag \"" + name + "\"");
        }
        if (!opens) {
            if (open.isEmpty() || !open.pop().equals(name)) {
                throw new IllegalArgumentException("unexpected end tag " + name);
            }
            if (name.equals("pre")) {
                code.append('\n');
            }
            return;
        }
        boolean language = name.equals("code") && "pre".equals(open.peek())
                && attribute.matches("class=\"language-[^\" ]+\"");
        if (!language) {
            entities++;
            if (!attribute.isEmpty() && !(name.equals("a") && attribute.matches("href=\"https?://[^\"\\s]+\""))
                    && !attribute.equals("expandable")) {
                throw new IllegalArgumentException("the attribute " + attribute + " of " + name);
            }
            if (name.equals("a") && attribute.isEmpty()) {
                throw new IllegalArgumentException("a link without an address");
            }
            if (open.contains(name) || open.stream().anyMatch(ALONE::contains)) {
                throw new IllegalArgumentException(name + " in " + open);
            }
            if (ALONE.contains(name) && open.stream().anyMatch(tag -> !tag.equals("blockquote"))) {
                throw new IllegalArgumentException(name + " in " + open);
            }
        }
        open.push(name);
    }
}
