package dev.telecoder.plugin.code;

import dev.telecoder.api.CancellationToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Searches where no git is installed: by reading the files, leaving out the usual folders of build output. */
final class PlainFiles {

    private static final Set<String> LEFT_OUT =
            Set.of(".git", "node_modules", "target", "build", "dist", ".venv", "venv",
                    "__pycache__", ".gradle", ".idea", ".tox", "vendor");

    private final Path root;
    private final CancellationToken cancellation;

    PlainFiles(Path root, CancellationToken cancellation) {
        this.root = root;
        this.cancellation = cancellation;
    }

    List<String> files(SearchRequest request, List<String> words) throws IOException {
        List<PathMatcher> globs = globs(request);
        var files = new ArrayList<String>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                cancellation.throwIfCancelled();
                boolean skip = !directory.equals(root) && LEFT_OUT.contains(directory.getFileName().toString());
                return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                Path relative = root.relativize(file);
                if (attributes.isRegularFile() && attributes.size() <= EditRun.LARGEST
                        && (globs.isEmpty() || globs.stream().anyMatch(glob -> glob.matches(relative)))) {
                    files.add(relative.toString().replace('\\', '/'));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE;
            }
        });
        files.sort(null);
        return files;
    }

    Hits find(SearchRequest request) throws Git.Refused, IOException {
        int flags = request.ignoreCase() ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0;
        Pattern pattern;
        try {
            pattern = Pattern.compile(request.query(), request.regex() ? flags : flags | Pattern.LITERAL);
        } catch (PatternSyntaxException e) {
            throw new Git.Refused("The pattern is wrong: " + e.getDescription() + " at " + e.getIndex() + ".");
        }
        var hits = new ArrayList<Hit>();
        int total = 0;
        for (String path : files(request, List.of())) {
            cancellation.throwIfCancelled();
            List<Line> lines;
            try {
                lines = TextFile.read(Files.readAllBytes(root.resolve(path))).lines();
            } catch (TextFile.NotText | IOException e) {
                continue;
            }
            for (int i = 0; i < lines.size(); i++) {
                String text = lines.get(i).text();
                Matcher matcher = pattern.matcher(text);
                boolean line = i < lines.size() - 1 || !text.isEmpty();
                if (line && matcher.find() && total++ >= request.offset() && hits.size() < request.limit()) {
                    hits.add(new Hit(path, i + 1,
                            text.substring(0, matcher.start()).getBytes(StandardCharsets.UTF_8).length + 1, text, null,
                            null, null));
                }
            }
        }
        return new Hits(hits, total, request.offset());
    }

    private static List<PathMatcher> globs(SearchRequest request) throws IOException {
        if (request.glob() == null || request.glob().isBlank()) {
            return List.of();
        }
        String glob = request.glob().strip().toLowerCase(Locale.ROOT).equals("*") ? "**" : request.glob().strip();
        var system = FileSystems.getDefault();
        try {
            return glob.contains("/")
                    ? List.of(system.getPathMatcher("glob:" + glob.replaceFirst("^/", "")))
                    : List.of(system.getPathMatcher("glob:" + glob), system.getPathMatcher("glob:**/" + glob));
        } catch (PatternSyntaxException e) {
            throw new IOException("The glob is wrong: " + e.getDescription() + ".", e);
        }
    }
}
