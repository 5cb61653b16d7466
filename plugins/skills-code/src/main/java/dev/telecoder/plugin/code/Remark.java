package dev.telecoder.plugin.code;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Something to be said about a line of a diff.
 *
 * @param path the file
 * @param old whether the line is one of the file before the change
 * @param line its number on that side
 * @param position as review APIs count
 * @param severity how bad it is
 * @param rule what found it, {@code model} for the language model
 * @param body what is wrong and what to do
 * @param text the line
 */
record Remark(String path, boolean old, int line, int position, Severity severity, String rule, String body,
        String text) {

    /** How bad it is. */
    enum Severity {
        CRITICAL, HIGH, MEDIUM, LOW, INFO
    }

    static Remark at(ReviewDiff.Changed file, ReviewDiff.Shown line, Severity severity, String rule, String body) {
        boolean old = line.sign() == '-';
        return new Remark(file.path(), old, old ? line.oldLine() : line.newLine(), line.position(), severity, rule,
                body,
                line.text());
    }

    /**
     * {@return a short name that stays the same while the line does, wherever it moves in its file; for what a model said
     * not of its words, which differ each time}
     */
    String id() {
        return hash(rule + "\n" + path + "\n" + text.strip());
    }

    static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every Java.", e);
        }
    }
}
