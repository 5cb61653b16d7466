package dev.telecoder.testkit;

import dev.telecoder.api.json.JsonValue;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The body of a comment on Jira Cloud, checked by the rules of the Atlassian Document Format as far as comments use it.
 *
 * @since 1.0
 */
public final class AdfBody {

    private static final int LONGEST = 32_767;
    private static final Set<String> INLINE = Set.of("text", "hardBreak");
    private static final Map<String, Set<String>> WITHIN = Map.of(
            "doc", Set.of("paragraph", "heading", "codeBlock", "blockquote", "bulletList", "orderedList", "rule"),
            "paragraph", INLINE, "heading", INLINE, "codeBlock", Set.of("text"), "blockquote", Set.of("paragraph"),
            "bulletList", Set.of("listItem"), "orderedList", Set.of("listItem"),
            "listItem", Set.of("paragraph", "bulletList", "orderedList", "codeBlock"));
    private static final Set<String> FILLED = Set.of("doc", "blockquote", "bulletList", "orderedList", "listItem");

    private AdfBody() {}

    /**
     * Checks a body.
     *
     * @param body the body
     * @return what is wrong with it, if anything
     */
    public static Optional<String> complaint(JsonValue body) {
        JsonValue document = body.get("body");
        if (!document.get("type").text().equals("doc") || document.get("version").asInt(0) != 1) {
            return Optional.of("no document of version 1");
        } else if (body.toString().length() > LONGEST + 20) {
            return Optional.of("too long");
        } else if (visible(body).isBlank()) {
            return Optional.of("nothing to see");
        }
        return node(document);
    }

    private static Optional<String> node(JsonValue node) {
        String type = node.get("type").text();
        List<JsonValue> content = node.get("content").items();
        if (FILLED.contains(type) && content.isEmpty()) {
            return Optional.of(type + " is empty");
        } else if (type.equals("listItem") && !content.getFirst().get("type").text().equals("paragraph")) {
            return Optional.of("an item does not begin with a paragraph");
        } else if (type.equals("text")) {
            return text(node);
        }
        for (JsonValue child : content) {
            Optional<String> wrong = WITHIN.getOrDefault(type, Set.of()).contains(child.get("type").text())
                    ? node(child) : Optional.of(child.get("type").text() + " within " + type);
            boolean marked = type.equals("codeBlock") && !child.get("marks").isNull();
            if (wrong.isPresent() || marked) {
                return marked ? Optional.of("marks within code") : wrong;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> text(JsonValue node) {
        String text = node.get("text").text();
        if (text.isEmpty()
                || text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE
                        || Character.isISOControl(c) && c != '\n' && c != '\t')) {
            return Optional.of("a text that is empty or has half a character");
        }
        Set<String> marks = new HashSet<>();
        for (JsonValue mark : node.get("marks").items()) {
            if (!marks.add(mark.get("type").text()) || mark.get("type").text().equals("link")
                    && !mark.get("attrs").get("href").text().matches("(?i)https?://\\S+")) {
                return Optional.of("a mark twice, or a link to nowhere");
            }
        }
        boolean code = marks.remove("code");
        marks.remove("link");
        return code && !marks.isEmpty() ? Optional.of("code with " + marks)
                : Set.of("strong", "em", "strike").containsAll(marks) ? Optional.empty()
                        : Optional.of("marks " + marks);
    }

    /**
     * Reads the text a person sees.
     *
     * @param body the body
     * @return the text
     */
    public static String visible(JsonValue body) {
        StringBuilder out = new StringBuilder();
        read(body.get("body"), out, false);
        return out.toString();
    }

    /**
     * Reads what is shown as a block of code.
     *
     * @param body the body
     * @return the code, blocks one below the other
     */
    public static String code(JsonValue body) {
        StringBuilder out = new StringBuilder();
        read(body.get("body"), out, true);
        return out.toString();
    }

    private static void read(JsonValue node, StringBuilder out, boolean codeOnly) {
        for (JsonValue child : node.get("content").items()) {
            String type = child.get("type").text();
            if (type.equals("text")) {
                if (!codeOnly || node.get("type").text().equals("codeBlock")) {
                    out.append(child.get("text").text());
                }
            } else {
                if (type.equals("orderedList") && !codeOnly) {
                    out.append(child.get("attrs").get("order").text()).append('.');
                }
                read(child, out, codeOnly);
                out.append('\n');
            }
        }
    }
}
