package dev.telecoder.plugin.code;

import java.util.ArrayList;
import java.util.List;

/** Finds, in JavaScript and TypeScript, the bodies whose members are definitions: of classes and of objects. Pure. */
final class Braces {

    private Braces() {}

    /**
     * A body.
     *
     * @param start where its text begins
     * @param code its text, all that is deeper blanked out
     * @param ofClass whether it is of a class or interface, and not of an object
     */
    record Body(int start, String code, boolean ofClass) {}

    static List<Body> bodies(Source source, List<Scope.Found> found) {
        String code = source.code();
        var bodies = new ArrayList<Body>();
        var classes = new ArrayList<Integer>();
        for (Scope.Found one : found) {
            if (one.kind().equals("class") || one.kind().equals("interface")) {
                int open = open(source, one.at() + one.name().length());
                if (open >= 0) {
                    classes.add(open);
                    bodies.add(new Body(open + 1, shallow(source, open), true));
                }
            }
        }
        for (int i = code.indexOf('{'); i >= 0; i = code.indexOf('{', i + 1)) {
            if (!classes.contains(i)) {
                int before = i - 1;
                while (before >= 0 && Character.isWhitespace(code.charAt(before))) {
                    before--;
                }
                char c = before < 0 ? '\0' : code.charAt(before);
                boolean anonymous = anonymousClass(code, i);
                boolean object = c == '=' || c == '(' || c == ',' || c == ':' || c == '['
                        || before >= 5 && code.startsWith("return", before - 5)
                        || before >= 6 && code.startsWith("default", before - 6);
                if (object || anonymous) {
                    bodies.add(new Body(i + 1, shallow(source, i), anonymous));
                }
            }
        }
        return bodies;
    }

    private static boolean anonymousClass(String code, int open) {
        String head = code.substring(Math.max(0, open - 120), open);
        int word = head.lastIndexOf("class");
        return word >= 0 && head.substring(word).matches("(?s)class\\s*(?:extends\\s+[\\w.$()]+\\s*)?");
    }

    private static int open(Source source, int from) {
        int angles = 0;
        for (int i = from; i < source.code().length(); i++) {
            char c = source.charAt(i);
            if (c == '<') {
                angles++;
            } else if (c == '>') {
                angles--;
            } else if (c == '(') {
                i = source.close(i);
            } else if (c == '{' && angles <= 0) {
                return i;
            } else if (c == ';' || c == '}') {
                return -1;
            }
        }
        return -1;
    }

    private static String shallow(Source source, int open) {
        int end = source.close(open);
        char[] body = source.code().substring(open + 1, Math.max(open + 1, end)).toCharArray();
        for (int i = 0; i < body.length; i++) {
            if (body[i] == '{') {
                int close = source.close(open + 1 + i) - open - 1;
                for (int j = i + 1; j < close && j < body.length; j++) {
                    if (body[j] != '\n') {
                        body[j] = ' ';
                    }
                }
                i = close;
            }
        }
        return new String(body);
    }
}
