package dev.telecoder.plugin.code;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Gathers what there is to say of a piece of code: where it is, who uses it, where it comes from. For one run. */
final class Explained {

    private static final int MOST_PIECES = 5;
    private static final int MOST_USERS = 10;
    private static final int MOST_COMMITS = 6;
    private static final int LONGEST = 400;

    private final Path root;
    private final CancellationToken cancellation;

    Explained(Path root, CancellationToken cancellation) {
        this.root = root;
        this.cancellation = cancellation;
    }

    /**
     * A piece of a file.
     *
     * @param path the file
     * @param from its first line
     * @param until its last line
     * @param symbol what is defined there, if that is known
     * @param kind such as class or method
     * @param text the lines
     * @param users where its name is used, as {@code path:line}
     */
    record Piece(String path, int from, int until, @Nullable String symbol, @Nullable String kind, String text,
            List<String> users) {}

    /**
     * A commit that lines of a piece come from.
     *
     * @param path the file
     * @param origin the commit and its lines
     */
    record Cause(String path, Blame.Origin origin) {

        /** {@return the lines, as pairs of first and last} */
        List<List<Integer>> ranges() {
            var ranges = new ArrayList<List<Integer>>();
            for (int line : origin.lines()) {
                if (!ranges.isEmpty() && ranges.getLast().get(1) == line - 1) {
                    ranges.set(ranges.size() - 1, List.of(ranges.getLast().getFirst(), line));
                } else {
                    ranges.add(List.of(line, line));
                }
            }
            return ranges;
        }
    }

    /** Says to the model why there is nothing to explain. */
    static final class Nothing extends Exception {

        private static final long serialVersionUID = 1L;

        Nothing(String message) {
            super(message);
        }
    }

    List<Piece> pieces(JsonValue input) throws Nothing, Git.Refused, Git.Missing, IOException {
        String path = input.get("path").text();
        String symbol = input.get("symbol").text();
        String question = input.get("question").text();
        if (!symbol.isBlank()) {
            List<Piece> found = found("symbol", symbol, path.isEmpty() ? null : path);
            if (found.isEmpty()) {
                throw new Nothing("Nothing called " + symbol + " is defined here. Search for it with code.search.");
            }
            return found;
        }
        if (!path.isEmpty()) {
            return List
                    .of(file(path, input.get("start_line").asInt(1), input.get("end_line").asInt(Integer.MAX_VALUE)));
        }
        if (question.isBlank()) {
            throw new Nothing("Say what to explain: a path, a symbol or a question.");
        }
        List<Piece> found = found("ranked", question, null);
        if (found.isEmpty()) {
            throw new Nothing("Nothing here fits the question. Name a path or a symbol.");
        }
        return found;
    }

    private List<Piece> found(String mode, String query, @Nullable String glob)
            throws Git.Refused, Git.Missing, IOException {
        var request = new SearchRequest(query, false, false, glob, MOST_PIECES, 0);
        var search = new DefinitionSearch(root, new TextSearch(root, cancellation)::files, cancellation);
        Hits hits = mode.equals("symbol") ? search.symbol(request) : search.ranked(request);
        var pieces = new ArrayList<Piece>();
        for (Hit hit : hits.hits()) {
            String text = TextFile.plain(Files.readAllBytes(root.resolve(hit.path())));
            Language language = Language.of(hit.path()).orElseThrow();
            Source source = Source.of(language, text);
            Definitions.in(language, source).stream()
                    .filter(one -> source.line(one.at()) + 1 == hit.line() && one.qualified().equals(hit.symbol()))
                    .findFirst().ifPresent(one -> {
                        int last = source.line(Math.max(one.at(), Math.min(one.end(), text.length()) - 1)) + 1;
                        pieces.add(piece(hit.path(), source.line(one.start()) + 1, last, one, text));
                    });
        }
        var used = new ArrayList<Piece>();
        for (Piece piece : pieces) {
            used.add(new Piece(piece.path(), piece.from(), piece.until(), piece.symbol(), piece.kind(), piece.text(),
                    users(piece)));
        }
        return used;
    }

    private static Piece piece(String path, int from, int until, Definition definition, String text) {
        return new Piece(path, from, until, definition.qualified(), definition.kind(), part(text, from, until),
                List.of());
    }

    private Piece file(String path, int from, int until) throws Nothing, IOException {
        WorkspaceFiles.Place place;
        try {
            place = new WorkspaceFiles(root).place(path);
        } catch (WorkspaceFiles.Outside e) {
            throw new Nothing(String.valueOf(e.getMessage()));
        }
        if (!Files.isRegularFile(place.file()) || Files.size(place.file()) > EditRun.LARGEST) {
            throw new Nothing(
                    Files.isDirectory(place.file()) ? path + " is a directory. Name a file, or ask a question."
                            : "There is no text file " + path + " of at most 5 MB. Look for it with code.search.");
        }
        String text = TextFile.plain(Files.readAllBytes(place.file()));
        int lines = Snippet.lines(text).size() - (text.endsWith("\n") ? 1 : 0);
        if (from > lines || until < from) {
            throw new Nothing(path + " has " + lines + " lines. Lines " + from + "-" + until + " are none of them.");
        }
        int last = Math.min(until, lines);
        return new Piece(place.name(), from, last, null, "file", part(text, from, last), List.of());
    }

    private static String part(String text, int from, int until) {
        List<String> lines = Snippet.lines(text);
        return String.join("\n", lines.subList(from - 1, Math.min(until, lines.size()))) + "\n";
    }

    /** The lines elsewhere that have the name as a word. */
    private List<String> users(Piece piece) throws Git.Refused, Git.Missing, IOException {
        String symbol = String.valueOf(piece.symbol());
        String name = symbol.substring(symbol.lastIndexOf('.') + 1);
        var request = new SearchRequest("(?<![\\w$])" + Pattern.quote(name) + "(?![\\w$])", true, false, null, 200, 0);
        return new TextSearch(root, cancellation).find(request).hits().stream()
                .filter(hit -> !(hit.path().equals(piece.path()) && hit.line() >= piece.from()
                        && hit.line() <= piece.until()))
                .filter(hit -> Language.of(hit.path()).isPresent()).limit(MOST_USERS)
                .map(hit -> hit.path() + ":" + hit.line()).toList();
    }

    List<Cause> causes(List<Piece> pieces) throws Git.Missing, IOException {
        var causes = new ArrayList<Cause>();
        if (!new Git(root).isRepository()) {
            return causes;
        }
        var blame = new Blame(root, cancellation);
        for (Piece piece : pieces) {
            try {
                String text = TextFile.plain(Files.readAllBytes(root.resolve(piece.path())));
                blame.of(piece.path(), piece.from(), piece.until(), Snippet.lines(text)).stream().limit(MOST_COMMITS)
                        .forEach(origin -> causes.add(new Cause(piece.path(), origin)));
            } catch (Git.Refused e) {
                // A file that was never committed has no history; that is told by there being none.
                cancellation.throwIfCancelled();
            }
        }
        return causes;
    }

    Map<Long, String> pulls(List<Cause> causes) throws Git.Refused, Git.Missing, IOException {
        var commits = new LinkedHashMap<String, Blame.Origin>();
        causes.forEach(cause -> commits.putIfAbsent(cause.origin().id(), cause.origin()));
        return commits.isEmpty() ? Map.of() : new Blame(root, cancellation).pulls(List.copyOf(commits.values()));
    }

    String facts(List<Piece> pieces, List<Cause> causes, Map<Long, String> pulls) {
        var out = new StringBuilder();
        for (Piece piece : pieces) {
            out.append(piece.path()).append(':').append(piece.from()).append('-').append(piece.until());
            out.append(piece.symbol() == null ? "" : "  " + piece.kind() + " " + piece.symbol()).append('\n');
            String head = head(piece);
            out.append(head.isEmpty() ? "" : "    " + head + "\n");
            if (!piece.users().isEmpty()) {
                out.append("    used in ").append(String.join(", ", piece.users())).append('\n');
            }
            defined(piece, out);
        }
        for (Cause cause : causes) {
            LocalDate day = LocalDate.ofInstant(cause.origin().at(), ZoneOffset.UTC);
            out.append(cause.path()).append(": ").append(cause.origin().lines().size())
                    .append(cause.origin().lines().size() == 1 ? " line" : " lines").append(" from ")
                    .append(cause.origin().id(), 0, 10).append(' ').append(day).append(' ')
                    .append(cause.origin().author()).append(": ").append(cause.origin().subject()).append('\n');
        }
        pulls.forEach(
                (number, title) -> out.append("Pull request ").append(number).append(": ").append(title).append('\n'));
        return out.toString().stripTrailing();
    }

    /** What its author wrote above it. */
    private static String head(Piece piece) {
        Language language = Language.of(piece.path()).orElse(null);
        if (language == null || piece.symbol() == null) {
            return "";
        }
        Source source = Source.of(language, piece.text());
        String doc = Definitions.in(language, source).stream().findFirst().map(one -> DocComment.of(source, one))
                .orElse("").replaceAll("(?m)^\\s*(?:/\\*\\*?|\\*/|\\*|//+|#+|\"\"\"|''')\\s?|\"\"\"|'''|\\*/", " ")
                .replaceAll("\\s+", " ").strip();
        String first = piece.text().lines().filter(line -> !line.isBlank()).findFirst().orElse("").strip();
        String text = doc.isEmpty() ? first : doc;
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    }

    private static void defined(Piece piece, StringBuilder out) {
        Language language = Language.of(piece.path()).orElse(null);
        if (language == null || piece.symbol() != null) {
            return;
        }
        Source source = Source.of(language, piece.text());
        List<Definition> all = Definitions.in(language, source).stream()
                .filter(one -> one.isType() || one.isCallable()).toList();
        all.stream().limit(40)
                .forEach(one -> out.append("    ").append(piece.from() + source.line(one.at())).append(": ")
                        .append(one.kind()).append(' ').append(one.qualified()).append('\n'));
        if (all.size() > 40) {
            out.append("    … and ").append(all.size() - 40).append(" more\n");
        }
    }
}
