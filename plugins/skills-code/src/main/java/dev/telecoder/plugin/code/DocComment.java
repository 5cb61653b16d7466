package dev.telecoder.plugin.code;

/** Finds what is written above a definition, or as Python has it, below. Pure. */
final class DocComment {

    private static final int MOST_LINES = 60;
    private static final int LONGEST = 2_500;

    private DocComment() {}

    static String of(Source source, Definition definition) {
        var text = new StringBuilder();
        int line = source.line(definition.start());
        for (int i = line - 1; i >= 0 && i > line - MOST_LINES; i--) {
            String code = source.codeLine(i).strip();
            String all = source.textLine(i).strip();
            boolean annotation =
                    code.startsWith("@") || code.startsWith("#[") || code.startsWith("[") && code.endsWith("]");
            if (!annotation && (!code.isEmpty() || all.isEmpty())) {
                break;
            }
            text.insert(0, all + "\n");
        }
        // Annotations belong to the definition's own text, comments between them too.
        for (int i = line; i < source.line(definition.at()); i++) {
            if (source.codeLine(i).isBlank()) {
                text.append(source.textLine(i)).append('\n');
            }
        }
        docstring(source, definition, text);
        return text.length() > LONGEST ? text.substring(0, LONGEST) : text.toString();
    }

    private static void docstring(Source source, Definition definition, StringBuilder text) {
        int line = source.line(definition.at()) + 1;
        int last = source.line(Math.max(definition.start(), Math.min(definition.end(), source.text().length()) - 1));
        boolean begun = false;
        for (int i = line; i <= last && i < line + MOST_LINES; i++) {
            String all = source.textLine(i).strip();
            begun |= all.startsWith("\"\"\"") || all.startsWith("'''");
            if (begun && !source.codeLine(i).isBlank() || !begun && i > line + 8) {
                return;
            }
            if (begun) {
                text.append(all).append('\n');
            }
        }
    }
}
