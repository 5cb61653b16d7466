package dev.telecoder.plugin.jira;

import dev.telecoder.api.json.JsonValue;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Makes wiki text, as Jira Server and Data Center read it, of a document. */
final class Wiki {

    private static final Pattern SIGN = Pattern.compile("[\\\\*_+^~?{}\\[\\]|!#-]");
    /** What begins a heading or a quote where a line begins with it. */
    private static final Pattern LEAD = Pattern.compile("(?m)^(h[1-6]|bq)\\.");
    /** What {@code code} takes; any other language is an error there. */
    private static final Set<String> LANGUAGES = Set.of("bash", "c", "css", "go", "groovy", "html", "java",
            "javascript",
            "json", "kotlin", "lua", "perl", "php", "python", "ruby", "rust", "scala", "sql", "swift", "xml", "yaml");

    private Wiki() {}

    static String of(JsonValue document) {
        return document.get("content").items().stream().map(block -> block(block, "")).collect(Collectors.joining("\n"))
                .strip();
    }

    private static String block(JsonValue block, String bullets) {
        List<JsonValue> content = block.get("content").items();
        return switch (block.get("type").text()) {
            case "heading" -> "h" + block.get("attrs").get("level").text() + ". " + inline(content) + "\n";
            case "codeBlock" -> code(block);
            case "rule" -> "----\n";
            case "blockquote" ->
                    "{quote}\n" + content.stream().map(one -> block(one, "")).collect(Collectors.joining("\n"))
                            .strip() + "\n{quote}\n";
            case "bulletList" -> items(content, bullets + "*") + (bullets.isEmpty() ? "\n" : "");
            case "orderedList" -> items(content, bullets + "#") + (bullets.isEmpty() ? "\n" : "");
            default -> inline(content) + "\n";
        };
    }

    private static String items(List<JsonValue> items, String bullets) {
        StringBuilder out = new StringBuilder();
        for (JsonValue item : items) {
            List<JsonValue> content = item.get("content").items();
            for (int i = 0; i < content.size(); i++) {
                boolean nested = content.get(i).get("type").text().endsWith("List");
                String text = block(content.get(i), bullets);
                out.append(nested ? text : i == 0 ? bullets + " " + text : text);
            }
        }
        return out.toString();
    }

    private static String code(JsonValue block) {
        String language = block.get("attrs").get("language").text();
        String tag = LANGUAGES.contains(language) ? "{code:" + language + "}" : "{noformat}";
        String end = LANGUAGES.contains(language) ? "{code}" : "{noformat}";
        String code = block.get("content").items().stream().map(text -> text.get("text").text())
                .collect(Collectors.joining()).replace("{code", "{\u200Bcode").replace("{noformat", "{\u200Bnoformat");
        return tag + "\n" + code + "\n" + end + "\n";
    }

    private static String inline(List<JsonValue> nodes) {
        StringBuilder out = new StringBuilder();
        for (JsonValue node : nodes) {
            if (node.get("type").text().equals("hardBreak")) {
                out.append("\n");
                continue;
            }
            String text = SIGN.matcher(node.get("text").text()).replaceAll("\\\\$0");
            Set<String> marks = new HashSet<>();
            String link = "";
            for (JsonValue mark : node.get("marks").items()) {
                marks.add(mark.get("type").text());
                link = mark.get("attrs").get("href").findText().orElse(link);
            }
            out.append(linked(marked(text, marks), link));
        }
        return LEAD.matcher(out).replaceAll("$1\u200B.");
    }

    private static String linked(String text, String link) {
        return link.isEmpty() ? text : "[" + text + "|" + link.replace("|", "%7C").replace("]", "%5D") + "]";
    }

    /** In braces a mark counts in the middle of a word, too. Spaces at its ends would make it none. */
    private static String marked(String text, Set<String> marks) {
        String said = text.strip();
        if (said.isEmpty() || marks.isEmpty()) {
            return text;
        }
        String out = marks.contains("code") ? "{{" + said + "}}" : said;
        out = marks.contains("strike") ? "{-}" + out + "{-}" : out;
        out = marks.contains("em") ? "{_}" + out + "{_}" : out;
        out = marks.contains("strong") ? "{*}" + out + "{*}" : out;
        int begin = text.indexOf(said);
        return text.substring(0, begin) + out + text.substring(begin + said.length());
    }
}
