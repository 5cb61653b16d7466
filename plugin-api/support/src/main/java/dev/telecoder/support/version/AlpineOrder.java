package dev.telecoder.support.version;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Alpine's apk-tools 3: numbers, a letter, suffixes, a commit and the revision of the package. */
final class AlpineOrder {

    private static final Pattern TOKEN = Pattern.compile(
            "(?<digit>\\.?\\d+)|(?<letter>[a-z])|_(?<suffix>alpha|beta|pre|rc|cvs|svn|git|hg|p)(?<no>\\d*)"
                    + "|~(?<hash>[0-9a-f]+)|-r(?<revision>\\d+)");
    private static final List<String> SUFFIXES =
            List.of("alpha", "beta", "pre", "rc", "", "cvs", "svn", "git", "hg", "p");
    private static final int NONE = SUFFIXES.indexOf("");

    private enum Kind {
        FIRST, DIGIT, LETTER, SUFFIX, SUFFIX_NUMBER, HASH, REVISION, END, INVALID
    }

    private record Token(Kind kind, String text) {}

    private AlpineOrder() {}

    static int compare(String left, String right) {
        List<Token> a = tokens(left);
        List<Token> b = tokens(right);
        int i = 0;
        while (a.get(i).kind() == b.get(i).kind() && a.get(i).kind().compareTo(Kind.END) < 0) {
            int order = compare(a.get(i), b.get(i));
            if (order != 0) {
                return order;
            }
            i++;
        }
        Token one = a.get(i);
        Token two = b.get(i);
        if (one.kind() == two.kind()) {
            return one.text().compareTo(two.text());
        }
        if (one.kind() == Kind.SUFFIX && SUFFIXES.indexOf(one.text()) < NONE) {
            return -1;
        }
        if (two.kind() == Kind.SUFFIX && SUFFIXES.indexOf(two.text()) < NONE) {
            return 1;
        }
        return two.kind().compareTo(one.kind());
    }

    private static int compare(Token a, Token b) {
        return switch (a.kind()) {
            case DIGIT -> a.text().startsWith("0") || b.text().startsWith("0") ? a.text().compareTo(b.text())
                    : Digits.compare(a.text(), b.text());
            case FIRST, SUFFIX_NUMBER, REVISION -> Digits.compare(a.text(), b.text());
            case SUFFIX -> Integer.compare(SUFFIXES.indexOf(a.text()), SUFFIXES.indexOf(b.text()));
            default -> a.text().compareTo(b.text());
        };
    }

    private static List<Token> tokens(String version) {
        List<Token> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(version);
        int at = 0;
        while (at < version.length() && matcher.region(at, version.length()).lookingAt()) {
            if (matcher.group("digit") != null) {
                String digits = matcher.group("digit");
                if (digits.startsWith(".") == tokens.isEmpty()) {
                    break;
                }
                tokens.add(new Token(tokens.isEmpty() ? Kind.FIRST : Kind.DIGIT,
                        digits.startsWith(".") ? digits.substring(1) : digits));
            } else if (matcher.group("letter") != null) {
                tokens.add(new Token(Kind.LETTER, matcher.group("letter")));
            } else if (matcher.group("suffix") != null) {
                tokens.add(new Token(Kind.SUFFIX, matcher.group("suffix")));
                if (!matcher.group("no").isEmpty()) {
                    tokens.add(new Token(Kind.SUFFIX_NUMBER, matcher.group("no")));
                }
            } else if (matcher.group("hash") != null) {
                tokens.add(new Token(Kind.HASH, matcher.group("hash")));
            } else {
                tokens.add(new Token(Kind.REVISION, matcher.group("revision")));
            }
            at = matcher.end();
        }
        String rest = version.substring(at);
        tokens.add(new Token(rest.isEmpty() ? Kind.END : Kind.INVALID, rest));
        return tokens;
    }
}
