package dev.telecoder.plugin.code;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes hits for the model: by file, each line with its number, cut to what is worth reading. */
final class Listing {

    private static final int MOST_HITS = 100;
    private static final int LONGEST_LINE = 500;
    private static final int MOST_CHARACTERS = 30_000;

    private Listing() {}

    static String of(Path root, String mode, SearchRequest request, Hits hits, int context) {
        if (hits.hits().isEmpty()) {
            return hits.total() > 0 ? "There are only " + hits.total() + " matches."
                    : mode.equals("symbol") ? "No definition of " + request.query() + ". Try mode text."
                            : "No matches.";
        }
        var out = new StringBuilder();
        String path = "";
        int shown = 0;
        int last = 0;
        Map<String, List<Line>> files = new HashMap<>();
        List<Hit> page = hits.hits().subList(0, Math.min(MOST_HITS, hits.hits().size()));
        Set<String> own = new HashSet<>();
        page.forEach(hit -> own.add(hit.path() + ":" + hit.line()));
        for (Hit hit : page) {
            if (out.length() > MOST_CHARACTERS) {
                break;
            }
            if (!hit.path().equals(path)) {
                path = hit.path();
                last = 0;
                out.append(path).append('\n');
            }
            List<Line> lines =
                    context == 0 ? List.of() : files.computeIfAbsent(path, name -> lines(root.resolve(name)));
            for (int i = Math.max(last + 1, hit.line() - context); i < hit.line() && i <= lines.size(); i++) {
                out.append("  ").append(i).append("- ").append(cut(lines.get(i - 1).text())).append('\n');
            }
            out.append("  ").append(hit.line()).append(": ").append(cut(hit.text()));
            out.append(hit.symbol() == null ? "" : "   [" + hit.kind() + " " + hit.symbol() + "]").append('\n');
            last = hit.line();
            for (int i = hit.line() + 1; i <= hit.line() + context && i <= lines.size()
                    && !own.contains(path + ":" + i); i++) {
                out.append("  ").append(i).append("- ").append(cut(lines.get(i - 1).text())).append('\n');
                last = i;
            }
            shown++;
        }
        int end = hits.offset() + shown;
        if (end < hits.total()) {
            out.append("(").append(hits.offset() + 1).append('-').append(end).append(" of ").append(hits.total())
                    .append("; go on with offset ").append(end).append(", or narrow it with glob)");
        }
        return out.toString().stripTrailing();
    }

    private static List<Line> lines(Path file) {
        try {
            return Files.size(file) > EditRun.LARGEST ? List.of() : EditRun.forDiff(Files.readAllBytes(file)).lines();
        } catch (IOException e) {
            // Context is a courtesy; the hit itself is there.
            return List.of();
        }
    }

    private static String cut(String line) {
        return line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) + "…" : line;
    }
}
