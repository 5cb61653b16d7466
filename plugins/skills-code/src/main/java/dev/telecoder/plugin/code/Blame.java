package dev.telecoder.plugin.code;

import dev.telecoder.api.CancellationToken;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks git which commits the lines of a file come from, and which pull requests brought them. For one run. */
final class Blame {

    private static final Pattern HEAD = Pattern.compile("([0-9a-f]{40}) \\d+ (\\d+)(?: \\d+)?");
    private static final Pattern PULL = Pattern.compile(
            "(?:\\(#(\\d+)\\)|^Merge pull request #(\\d+)|\\(!(\\d+)\\)|See merge request \\S*!(\\d+))",
            Pattern.MULTILINE);
    private static final int MOST_MERGES = 8;

    private final Git git;
    private final CancellationToken cancellation;

    Blame(Path root, CancellationToken cancellation) {
        this.git = new Git(root);
        this.cancellation = cancellation;
    }

    /**
     * A commit that some lines come from.
     *
     * @param id its full id
     * @param author who wrote it
     * @param at when
     * @param subject the first line of its message
     * @param lines the lines of the file as it is now, ascending
     */
    record Origin(String id, String author, Instant at, String subject, List<Integer> lines) {}

    /** {@return the commits of the lines, the one with most lines first; nothing for lines that are in no commit yet} */
    List<Origin> of(String path, int from, int until, List<String> now) throws Git.Refused, Git.Missing, IOException {
        Map<String, Map<String, String>> commits = new LinkedHashMap<>();
        var owners = new ArrayList<String>();
        var texts = new ArrayList<String>();
        // HEAD and not the file as it is: for that git would run the filters that the repository's configuration names.
        git.run(git.command("blame", "--line-porcelain", "--no-textconv", "HEAD", "--", path), cancellation, output -> {
            var reader = new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8));
            Map<String, String> fields = new HashMap<>();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                Matcher head = HEAD.matcher(line);
                if (line.startsWith("\t")) {
                    texts.add(line.substring(1));
                } else if (head.matches()) {
                    owners.add(head.group(1));
                    fields = commits.computeIfAbsent(head.group(1), _ -> new HashMap<>());
                } else {
                    int blank = line.indexOf(' ');
                    fields.put(blank < 0 ? line : line.substring(0, blank), blank < 0 ? "" : line.substring(blank + 1));
                }
            }
        });
        Map<String, List<Integer>> lines = new LinkedHashMap<>();
        for (LineDiff.Step step : LineDiff.script(texts, now)) {
            if (step.kind() == LineDiff.Kind.KEEP && step.after() + 1 >= from && step.after() + 1 <= until) {
                lines.computeIfAbsent(owners.get(step.before()), _ -> new ArrayList<>()).add(step.after() + 1);
            }
        }
        return lines.entrySet().stream()
                .sorted((one, other) -> Integer.compare(other.getValue().size(), one.getValue().size()))
                .map(one -> origin(one.getKey(), commits.getOrDefault(one.getKey(), Map.of()), one.getValue()))
                .toList();
    }

    private static Origin origin(String id, Map<String, String> fields, List<Integer> lines) {
        return new Origin(id, fields.getOrDefault("author", ""),
                Instant.ofEpochSecond(Long.parseLong(fields.getOrDefault("author-time", "0"))),
                fields.getOrDefault("summary", ""), lines);
    }

    /** {@return the numbers of the pull requests that brought the commits, with the words that say so} */
    Map<Long, String> pulls(List<Origin> commits) throws Git.Refused, Git.Missing, IOException {
        var found = new LinkedHashMap<Long, String>();
        int merges = 0;
        for (Origin commit : commits) {
            if (take(commit.subject(), found) || merges++ >= MOST_MERGES) {
                continue;
            }
            // The oldest merge after the commit is the one that brought it.
            String merged = text("log", "--merges", "--ancestry-path", "--reverse", "--format=%s%n%b%x00",
                    commit.id() + "..HEAD");
            int end = merged.indexOf('\0');
            take(text("log", "-1", "--format=%B", commit.id()) + "\n" + (end < 0 ? "" : merged.substring(0, end)),
                    found);
        }
        return found;
    }

    private static boolean take(String message, Map<Long, String> found) {
        Matcher pull = PULL.matcher(message);
        boolean any = false;
        while (pull.find()) {
            for (int group = 1; group <= pull.groupCount(); group++) {
                if (pull.group(group) != null && pull.group(group).length() < 10) {
                    found.putIfAbsent(Long.parseLong(pull.group(group)), title(message));
                    any = true;
                }
            }
        }
        return any;
    }

    /** A merge says the title of its pull request below its own first line. */
    private static String title(String message) {
        List<String> lines = message.lines().filter(line -> !line.isBlank()).toList();
        int merge = -1;
        for (int i = 0; i < lines.size(); i++) {
            merge = lines.get(i).startsWith("Merge ") ? i : merge;
        }
        return lines.isEmpty() ? "" : merge >= 0 && merge + 1 < lines.size() ? lines.get(merge + 1) : lines.getFirst();
    }

    private String text(String... arguments) throws Git.Refused, Git.Missing, IOException {
        var text = new StringBuilder();
        git.run(git.command(arguments), cancellation,
                output -> text.append(new String(output.readNBytes(200_000), StandardCharsets.UTF_8)));
        return text.toString();
    }
}
