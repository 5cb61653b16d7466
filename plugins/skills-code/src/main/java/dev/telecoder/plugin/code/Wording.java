package dev.telecoder.plugin.code;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Keeps, within a changed line, what the edit did not mean to change: the file's own quotes, dashes, trailing blanks. */
final class Wording {

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_]+|\\s+|.");

    private Wording() {}

    /**
     * @param rung how the old line was found
     * @param old the line as the edit gives it
     * @param now the line as the edit wants it
     * @param file the line as the file has it
     * @return the new line, with the file's characters where old and new agree; its indentation is the edit's
     */
    static String carried(Rung rung, String old, String now, String file) {
        if (rung == Rung.EXACT || old.equals(file)) {
            return now;
        }
        String result = now;
        if (rung.compareTo(Rung.PUNCTUATION) >= 0 && !Punctuation.plain(file).equals(file)) {
            result = punctuated(old, now, file);
        }
        String oldBlanks = trailing(old);
        if (!oldBlanks.equals(trailing(file)) && trailing(now).equals(oldBlanks)) {
            result = result.stripTrailing() + trailing(file);
        }
        return result;
    }

    private static String punctuated(String old, String now, String file) {
        String oldIndent = Indentation.indent(old);
        String oldBody = old.substring(oldIndent.length()).stripTrailing();
        String fileBody = file.substring(Indentation.indent(file).length()).stripTrailing();
        if (oldBody.length() != fileBody.length()) {
            return now;
        }
        String nowIndent = Indentation.indent(now);
        List<String> oldWords = words(oldBody);
        List<String> nowWords = words(now.substring(nowIndent.length()));
        int[] starts = new int[oldWords.size()];
        for (int i = 1; i < starts.length; i++) {
            starts[i] = starts[i - 1] + oldWords.get(i - 1).length();
        }
        var result = new StringBuilder(nowIndent);
        for (var step : LineDiff.script(
                oldWords.stream().map(Punctuation::plain).toList(),
                nowWords.stream().map(Punctuation::plain).toList())) {
            switch (step.kind()) {
                case KEEP -> result.append(fileBody, starts[step.before()],
                        starts[step.before()] + oldWords.get(step.before()).length());
                case INSERT -> result.append(nowWords.get(step.after()));
                case DELETE -> {}
            }
        }
        return result.toString();
    }

    private static List<String> words(String line) {
        var words = new ArrayList<String>();
        var matcher = WORD.matcher(line);
        while (matcher.find()) {
            words.add(matcher.group());
        }
        return words;
    }

    private static String trailing(String line) {
        return line.substring(line.stripTrailing().length());
    }
}
