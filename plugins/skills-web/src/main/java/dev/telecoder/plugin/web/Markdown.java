package dev.telecoder.plugin.web;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.Elements;

/** Writes HTML as Markdown. For one thread. */
final class Markdown {

    private static final int DEEPEST = 200;
    private static final Pattern LANGUAGE =
            Pattern.compile("(?:language|lang|highlight-source|highlight|brush:?)[-: ]?([\\w+#]+)");

    private final StringBuilder out = new StringBuilder();
    private int depth;

    static String of(Element content) {
        Markdown markdown = new Markdown();
        markdown.blocks(content, "");
        return markdown.out.toString().replaceAll("[ \\t]+\\n", "\n").replaceAll("\\n{3,}", "\n\n").strip();
    }

    /** Writes what is in an element, each block on lines of its own behind the indent. */
    private void blocks(Element parent, String indent) {
        if (++depth > DEEPEST) {
            paragraph(parent.text(), indent);
            depth--;
            return;
        }
        StringBuilder run = new StringBuilder();
        for (Node node : parent.childNodes()) {
            if (node instanceof Element element && (element.isBlock() || holdsBlocks(element))) {
                paragraph(run.toString(), indent);
                run.setLength(0);
                block(element, indent);
            } else {
                inline(node, run);
            }
        }
        paragraph(run.toString(), indent);
        depth--;
    }

    private static boolean holdsBlocks(Element element) {
        return element.stream().skip(1).limit(500).anyMatch(Element::isBlock);
    }

    private void block(Element element, String indent) {
        switch (element.normalName()) {
            case "h1", "h2", "h3", "h4", "h5", "h6" -> {
                String text = line(element);
                if (!text.isEmpty()) {
                    paragraph("#".repeat(element.normalName().charAt(1) - '0') + " " + text, indent);
                }
            }
            case "pre" -> code(element, indent);
            case "ul", "ol", "menu" -> list(element, indent);
            case "blockquote" -> quote(element, indent);
            case "table" -> table(element, indent);
            case "hr" -> paragraph("---", indent);
            case "dt" -> paragraph("**" + line(element) + "**", indent);
            case "dd" -> blocks(element, indent + "  ");
            case "head", "title", "meta", "link" -> {
                // Says nothing to a reader.
            }
            default -> blocks(element, indent);
        }
    }

    private void list(Element list, String indent) {
        int number = list.hasAttr("start") && list.attr("start").matches("\\d{1,6}")
                ? Integer.parseInt(list.attr("start")) : 1;
        boolean ordered = list.normalName().equals("ol");
        out.append('\n');
        for (Element item : list.children()) {
            String marker = ordered ? number++ + ". " : "- ";
            Markdown inner = new Markdown();
            inner.depth = depth;
            inner.blocks(item, "");
            String text = inner.out.toString().strip().replaceAll("\\n{2,}(?=[ \\t]*(?:[-*]|\\d+\\.) )", "\n");
            if (!text.isEmpty()) {
                String[] lines = text.split("\n", -1);
                out.append(indent).append(marker).append(lines[0]).append('\n');
                for (int i = 1; i < lines.length; i++) {
                    out.append(lines[i].isEmpty() ? "" : indent + " ".repeat(marker.length()) + lines[i]).append('\n');
                }
            }
        }
        out.append('\n');
    }

    private void quote(Element quote, String indent) {
        Markdown inner = new Markdown();
        inner.depth = depth;
        inner.blocks(quote, "");
        String text = inner.out.toString().replaceAll("\\n{3,}", "\n\n").strip();
        if (!text.isEmpty()) {
            out.append('\n');
            text.lines().forEach(line -> out.append(indent).append(line.isEmpty() ? ">" : "> " + line).append('\n'));
            out.append('\n');
        }
    }

    private void code(Element pre, String indent) {
        String text = pre.wholeText().replaceFirst("^\\n", "").stripTrailing();
        if (text.isBlank()) {
            return;
        }
        String fence = text.contains("```") ? "````" : "```";
        Matcher language = LANGUAGE.matcher(pre.className() + " " + pre.select("code").attr("class") + " "
                + (pre.parent() == null ? "" : pre.parent().className()));
        out.append('\n').append(indent).append(fence).append(language.find() ? language.group(1) : "").append('\n');
        text.lines().forEach(line -> out.append(indent).append(line).append('\n'));
        out.append(indent).append(fence).append("\n\n");
    }

    private void table(Element table, String indent) {
        List<List<String>> rows = new ArrayList<>();
        for (Element row : table.select("tr")) {
            if (row.closest("table") != table) {
                continue;
            }
            Elements cells = row.children();
            rows.add(cells.stream().map(cell -> line(cell).replace("|", "\\|").replace("\n", " ")).toList());
        }
        rows.removeIf(row -> row.stream().allMatch(String::isEmpty));
        int width = rows.stream().mapToInt(List::size).max().orElse(0);
        boolean layout = width < 2 || !table.select("pre, ul, table table, h1, h2, h3").isEmpty();
        if (layout) {
            table.select("td, th").stream().filter(cell -> cell.closest("table") == table)
                    .forEach(cell -> blocks(cell, indent));
            return;
        }
        out.append('\n');
        for (int i = 0; i < rows.size(); i++) {
            List<String> row = rows.get(i);
            out.append(indent).append('|');
            for (int k = 0; k < width; k++) {
                out.append(' ').append(k < row.size() ? row.get(k) : "").append(" |");
            }
            out.append('\n');
            if (i == 0) {
                out.append(indent).append('|').append(" --- |".repeat(width)).append('\n');
            }
        }
        out.append('\n');
    }

    private void paragraph(String text, String indent) {
        String plain = text.replaceAll("[ \\t\\u00a0]+", " ").replaceAll(" ?\\n ?", "\n").strip();
        if (plain.isEmpty()) {
            return;
        }
        out.append('\n');
        plain.lines().forEach(line -> out.append(indent).append(line).append('\n'));
        out.append(indent.strip()).append('\n');
    }

    private static String line(Element element) {
        StringBuilder text = new StringBuilder();
        element.childNodes().forEach(node -> inline(node, text));
        return text.toString().replaceAll("\\s+", " ").strip();
    }

    private static void inline(Node node, StringBuilder to) {
        if (node instanceof TextNode text) {
            to.append(text.getWholeText().replaceAll("\\s+", " "));
        } else if (node instanceof Element element) {
            inline(element, to);
        }
    }

    private static void inline(Element element, StringBuilder to) {
        StringBuilder inner = new StringBuilder();
        element.childNodes().forEach(node -> inline(node, inner));
        String text = inner.toString();
        switch (element.normalName()) {
            case "br" -> to.append('\n');
            case "code", "kbd", "samp", "tt" -> to.append(text.isBlank() ? text : "`" + element.text() + "`");
            case "strong", "b" -> wrap(text, "**", to);
            case "em", "i" -> wrap(text, "*", to);
            case "del", "s" -> wrap(text, "~~", to);
            case "img" -> {
                String words = element.attr("alt").strip();
                to.append(words.isEmpty() ? "" : "[image: " + words + "]");
            }
            case "a" -> {
                String target = element.absUrl("href");
                boolean shown = !text.isBlank() && target.startsWith("http") && !text.strip().equals(target);
                to.append(shown ? "[" + text.strip() + "](" + target.replace(" ", "%20").replace(")", "%29") + ")"
                        : text);
            }
            default -> to.append(text);
        }
    }

    private static void wrap(String text, String mark, StringBuilder to) {
        if (text.isBlank()) {
            to.append(text);
            return;
        }
        String inner = text.strip();
        to.append(Character.isWhitespace(text.charAt(0)) ? " " : "").append(mark).append(inner).append(mark)
                .append(Character.isWhitespace(text.charAt(text.length() - 1)) ? " " : "");
    }
}
