package dev.telecoder.plugin.jira;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.support.markdown.TextLine;
import dev.telecoder.support.markdown.TextLine.Kind;
import dev.telecoder.support.markdown.TextRun;
import dev.telecoder.support.markdown.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Makes documents of lines. What nests deeper than the format allows is shown beside, not within. */
final class Adf {

    private final List<TextLine> lines;
    private final List<JsonValue> blocks = new ArrayList<>();

    private Adf(List<TextLine> lines) {
        this.lines = lines;
    }

    static JsonValue of(List<TextLine> lines) {
        Adf made = new Adf(lines);
        made.walk();
        return JsonValue.object().put("type", "doc").put("version", 1).put("content", made.blocks).build();
    }

    private void walk() {
        for (int i = 0; i < lines.size();) {
            TextLine first = lines.get(i);
            int end = i + 1;
            while (end < lines.size() && together(first, lines.get(end))) {
                end++;
            }
            group(first, lines.subList(i, end));
            i = end;
        }
    }

    private static boolean together(TextLine first, TextLine next) {
        if (first.kind() == Kind.CODE || next.kind() == Kind.CODE) {
            return first.kind() == next.kind() && first.block() == next.block();
        } else if (first.quote() > 0 || next.quote() > 0) {
            return first.quote() > 0 && next.quote() > 0;
        } else if (first.kind() != Kind.TEXT || first.heading() > 0 || next.kind() != Kind.TEXT) {
            return first.depth() > 0 && next.kind() == Kind.TEXT && next.depth() > 0;
        }
        return first.depth() > 0 ? next.depth() > 0 : next.depth() == 0 && next.block() == first.block()
                && next.heading() == 0;
    }

    private void group(TextLine first, List<TextLine> some) {
        if (first.kind() == Kind.CODE) {
            blocks.add(code(first.language(),
                    some.stream().map(TextLine::text).collect(Collectors.joining("\n"))));
        } else if (first.quote() > 0) {
            List<JsonValue> said = paragraphs(some);
            if (!said.isEmpty()) {
                blocks.add(node("blockquote", said));
            }
        } else if (first.kind() == Kind.RULE) {
            blocks.add(JsonValue.object().put("type", "rule").build());
        } else if (first.depth() > 0) {
            int[] at = {0};
            while (at[0] < some.size()) {
                blocks.add(list(some, at, some.get(at[0]).depth()));
            }
        } else if (first.heading() > 0) {
            List<JsonValue> said = runs(first.runs());
            if (!said.isEmpty()) {
                blocks.add(JsonValue.object().put("type", "heading")
                        .put("attrs", JsonValue.object().put("level", first.heading()).build()).put("content", said)
                        .build());
            }
        } else if (first.kind() == Kind.TEXT) {
            blocks.add(node("paragraph", joined(some)));
        }
    }

    private static JsonValue code(String language, String code) {
        JsonValue.ObjectBuilder made = JsonValue.object().put("type", "codeBlock");
        if (!language.isEmpty()) {
            made.put("attrs", JsonValue.object().put("language", language).build());
        }
        return made.put("content", code.isEmpty() ? List.of() : List.of(text(code, List.of()))).build();
    }

    /** In a quote there are paragraphs only. */
    private static List<JsonValue> paragraphs(List<TextLine> some) {
        List<JsonValue> out = new ArrayList<>();
        List<TextLine> open = new ArrayList<>();
        for (TextLine line : some) {
            boolean breaks = line.kind() != Kind.TEXT || !open.isEmpty() && line.block() != open.getFirst().block();
            if (breaks && !open.isEmpty()) {
                out.add(node("paragraph", joined(open)));
                open.clear();
            }
            if (line.kind() == Kind.TEXT && (!line.runs().isEmpty() || line.depth() > 0)) {
                open.add(line.depth() == 0 ? line : marked(line));
            } else if (line.kind() == Kind.RULE) {
                out.add(node("paragraph", List.of(text("———", List.of()))));
            }
        }
        if (!open.isEmpty()) {
            out.add(node("paragraph", joined(open)));
        }
        return out;
    }

    private static TextLine marked(TextLine line) {
        List<TextRun> runs = new ArrayList<>();
        runs.add(TextRun.plain("    ".repeat(line.depth() - 1)
                + (line.marker().isEmpty() ? "    " : line.marker().equals("-") ? "• " : line.marker() + " ")));
        runs.addAll(line.runs());
        return line.withRuns(runs);
    }

    /** The items from here on that are as deep, with what is deeper within them. */
    private static JsonValue list(List<TextLine> some, int[] at, int depth) {
        String marker = some.get(at[0]).marker();
        boolean numbered = marker.endsWith(".");
        List<JsonValue> items = new ArrayList<>();
        while (at[0] < some.size() && some.get(at[0]).depth() >= depth) {
            TextLine line = some.get(at[0]);
            boolean other =
                    line.depth() == depth && !line.marker().isEmpty() && line.marker().endsWith(".") != numbered;
            if (other && !items.isEmpty()) {
                break;
            }
            List<JsonValue> content = new ArrayList<>();
            content.add(node("paragraph", runs(line.heading() > 0 ? line.bold().runs() : line.runs())));
            at[0]++;
            while (at[0] < some.size() && (some.get(at[0]).depth() > depth
                    || some.get(at[0]).depth() == depth && some.get(at[0]).marker().isEmpty())) {
                TextLine next = some.get(at[0]);
                if (next.depth() > depth) {
                    content.add(list(some, at, next.depth()));
                } else {
                    content.add(node("paragraph", runs(next.runs())));
                    at[0]++;
                }
            }
            items.add(node("listItem", content));
        }
        JsonValue.ObjectBuilder made = JsonValue.object().put("type", numbered ? "orderedList" : "bulletList");
        if (numbered && marker.matches("\\d{1,9}\\.")) {
            made.put("attrs", JsonValue.object()
                    .put("order", Integer.parseInt(marker.substring(0, marker.length() - 1))).build());
        }
        return made.put("content", items).build();
    }

    private static List<JsonValue> joined(List<TextLine> some) {
        List<JsonValue> out = new ArrayList<>();
        for (TextLine line : some) {
            if (!out.isEmpty()) {
                out.add(JsonValue.object().put("type", "hardBreak").build());
            }
            out.addAll(runs(line.heading() > 0 ? line.bold().runs() : line.runs()));
        }
        return out;
    }

    private static List<JsonValue> runs(List<TextRun> runs) {
        List<JsonValue> out = new ArrayList<>();
        for (TextRun run : runs) {
            if (!run.text().isEmpty()) {
                out.add(text(run.text(), marks(run)));
            }
        }
        return out;
    }

    /** Code goes together with a link only. */
    private static List<JsonValue> marks(TextRun run) {
        List<JsonValue> marks = new ArrayList<>();
        if (run.link() != null) {
            marks.add(JsonValue.object().put("type", "link")
                    .put("attrs", JsonValue.object().put("href", run.link()).build()).build());
        }
        for (TextStyle style : TextStyle.values()) {
            if (run.styles().contains(style) && (style == TextStyle.CODE || !run.isCode())) {
                marks.add(JsonValue.object().put("type", switch (style) {
                    case BOLD -> "strong";
                    case ITALIC -> "em";
                    case STRIKE -> "strike";
                    case CODE -> "code";
                }).build());
            }
        }
        return marks;
    }

    private static JsonValue text(String text, List<JsonValue> marks) {
        JsonValue.ObjectBuilder made = JsonValue.object().put("type", "text").put("text", text);
        return marks.isEmpty() ? made.build() : made.put("marks", marks).build();
    }

    private static JsonValue node(String type, List<JsonValue> content) {
        return JsonValue.object().put("type", type).put("content", content).build();
    }

    /** What a document says, as plain text: comments of others come as documents, too. */
    static String plain(JsonValue node) {
        StringBuilder out = new StringBuilder();
        for (JsonValue child : node.get("content").items()) {
            String type = child.get("type").text();
            switch (type) {
                case "text" -> out.append(child.get("text").text());
                case "hardBreak" -> out.append('\n');
                case "mention" -> out.append("[~accountid:").append(child.get("attrs").get("id").text()).append(']');
                case "emoji" -> out.append(child.get("attrs").get("text").text());
                case "inlineCard", "blockCard" -> out.append(child.get("attrs").get("url").text());
                case "codeBlock" -> out.append("```\n").append(plain(child)).append("\n```\n\n");
                case "listItem" -> out.append("- ").append(plain(child).strip()).append('\n');
                default -> out.append(plain(child)).append("\n\n");
            }
        }
        return out.toString().replaceAll("\n{3,}", "\n\n");
    }
}
