package dev.telecoder.plugin.code;

import java.util.ArrayList;
import java.util.List;

/** Makes of a glob what git understands: braces spelled out, and without a slash in any folder. Pure. */
final class Globs {

    private static final int MOST = 200;

    private Globs() {}

    static List<String> pathspecs(String glob) {
        var specs = new ArrayList<String>();
        for (String one : braces(glob.strip())) {
            boolean not = one.startsWith("!");
            String rest = not ? one.substring(1) : one;
            rest = rest.startsWith("./") ? rest.substring(2) : rest;
            boolean rooted = rest.startsWith("/");
            rest = rooted ? rest.substring(1) : rest;
            rest = rest.endsWith("/") ? rest + "**" : rest;
            String anywhere = rooted || rest.contains("/") ? rest : "**/" + rest;
            specs.add((not ? ":(exclude,glob)" : ":(glob)") + anywhere);
        }
        return specs;
    }

    private static List<String> braces(String glob) {
        int open = glob.indexOf('{');
        int depth = 0;
        var parts = new ArrayList<String>();
        int start = open + 1;
        for (int i = open; open >= 0 && i < glob.length(); i++) {
            char c = glob.charAt(i);
            if (c == '{') {
                depth++;
            } else if (c == ',' && depth == 1) {
                parts.add(glob.substring(start, i));
                start = i + 1;
            } else if (c == '}' && --depth == 0) {
                parts.add(glob.substring(start, i));
                var all = new ArrayList<String>();
                for (String part : parts) {
                    if (all.size() < MOST) {
                        all.addAll(braces(glob.substring(0, open) + part + glob.substring(i + 1)));
                    }
                }
                return all;
            }
        }
        return List.of(glob);
    }
}
