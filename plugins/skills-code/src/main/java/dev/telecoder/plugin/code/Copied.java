package dev.telecoder.plugin.code;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An edit without what copying put around its lines: line numbers of a listing, a code fence, escapes of a string. Pure.
 *
 * @param old the old text as it was meant
 * @param now the new text, cleaned the same way
 */
record Copied(String old, String now) {

    private static final Pattern NUMBER =
            Pattern.compile("^[ \\t]*(\\d{1,7})(?:[:|\\u2502\\u2192-]|(?=\\t))(?:\\t| (?= {4}|\\S|$)|)?(.*)$");
    private static final Pattern FENCE = Pattern.compile("(?s)\\s*```[\\w+-]*\\n(.*?)\\n?```\\s*");

    /** {@return what may have been meant, most likely first; only what differs from what was given} */
    static List<Copied> of(String old, String now) {
        var all = new ArrayList<Copied>();
        unfenced(old, now).ifPresent(all::add);
        for (int blanks = 0; blanks <= 1; blanks++) {
            unnumbered(old, now, blanks).ifPresent(all::add);
        }
        unescaped(old, now).ifPresent(all::add);
        trimmed(old, now).ifPresent(all::add);
        return all;
    }

    private static Optional<Copied> unfenced(String old, String now) {
        Matcher from = FENCE.matcher(old);
        if (!from.matches()) {
            return Optional.empty();
        }
        Matcher to = FENCE.matcher(now);
        return Optional.of(new Copied(from.group(1), to.matches() ? to.group(1) : now));
    }

    /** All lines of the old text must be numbered, one after another; those of the new may be. */
    private static Optional<Copied> unnumbered(String old, String now, int blanks) {
        List<String> lines = Snippet.lines(old);
        var plain = new ArrayList<String>();
        long last = -1;
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).isEmpty() && i == lines.size() - 1 && i > 0) {
                plain.add("");
                continue;
            }
            Matcher number = NUMBER.matcher(lines.get(i));
            if (!number.matches() || last >= 0 && Long.parseLong(number.group(1)) != last + 1) {
                return Optional.empty();
            }
            last = Long.parseLong(number.group(1));
            plain.add(rest(lines.get(i), blanks));
        }
        var changed =
                Snippet.lines(now).stream().map(line -> NUMBER.matcher(line).matches() ? rest(line, blanks) : line)
                        .toList();
        return Optional.of(new Copied(String.join("\n", plain), String.join("\n", changed)));
    }

    /** What follows the number and its mark; a blank after the mark may be the listing's or the line's own. */
    private static String rest(String line, int blanks) {
        int at = 0;
        while (line.charAt(at) == ' ' || line.charAt(at) == '\t') {
            at++;
        }
        while (at < line.length() && Character.isDigit(line.charAt(at))) {
            at++;
        }
        at++;
        for (int i = 0; i <= blanks - 1 && at < line.length() && line.charAt(at) == ' '; i++) {
            at++;
        }
        return at >= line.length() ? "" : line.substring(at);
    }

    /** A text that was escaped once too often has no line end, only the letters of one. */
    private static Optional<Copied> unescaped(String old, String now) {
        boolean lines = old.indexOf('\n') < 0 && old.contains("\\n");
        boolean quotes = old.contains("\\\"");
        if (!lines && !quotes) {
            return Optional.empty();
        }
        return Optional.of(new Copied(plain(old, lines), plain(now, lines)));
    }

    private static String plain(String text, boolean lines) {
        var plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char next = i + 1 < text.length() ? text.charAt(i + 1) : '\0';
            if (text.charAt(i) == '\\'
                    && (next == '"' || lines && (next == 'n' || next == 't' || next == '\\' || next == 'r'))) {
                i++;
                if (next != 'r') {
                    plain.append(next == 'n' ? '\n' : next == 't' ? '\t' : next);
                }
            } else {
                plain.append(text.charAt(i));
            }
        }
        return plain.toString();
    }

    /** Empty lines around both texts are of the message, not of the file. */
    private static Optional<Copied> trimmed(String old, String now) {
        String from = trim(old);
        String to = trim(now);
        return from.isEmpty() || to.isEmpty() || from.equals(old) ? Optional.empty()
                : Optional.of(new Copied(from, to));
    }

    private static String trim(String text) {
        List<String> lines = Snippet.lines(text);
        int from = 0;
        int until = lines.size();
        while (from < until && lines.get(from).isBlank()) {
            from++;
        }
        while (until > from && lines.get(until - 1).isBlank()) {
            until--;
        }
        return String.join("\n", lines.subList(from, until));
    }
}
