package dev.telecoder.platform.repo;

import java.util.Locale;
import java.util.regex.Pattern;

/** A pattern of names: {@code *} stays within a folder, {@code **} does not, {@code ?} is one character. */
final class Glob {

    private final Pattern pattern;

    private Glob(String regex) {
        // Names that differ in case only are one file on many disks, so a rule about one is about the other.
        this.pattern = Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
    }

    static Glob of(String text) {
        return new Glob(regex(text));
    }

    /** A glob of paths: without a slash it matches in any folder, and naming a folder names what is in it. */
    static Glob ofPath(String text) {
        String path = text.startsWith("/") ? text.substring(1) : text;
        String prefix = text.contains("/") ? "" : "(?:.*/)?";
        String folder = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return new Glob(prefix + regex(folder) + "(?:/.*)?");
    }

    boolean matches(String name) {
        return pattern.matcher(name).matches();
    }

    private static String regex(String text) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '*' && text.startsWith("**/", i)) {
                regex.append("(?:.*/)?");
                i += 2;
            } else if (c == '*' && text.startsWith("**", i)) {
                regex.append(".*");
                i++;
            } else if (c == '*') {
                regex.append("[^/]*");
            } else if (c == '?') {
                regex.append("[^/]");
            } else {
                regex.append(Pattern.quote(String.valueOf(c).toLowerCase(Locale.ROOT)));
            }
        }
        return regex.toString();
    }
}
