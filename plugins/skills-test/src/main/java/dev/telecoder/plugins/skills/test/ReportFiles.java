package dev.telecoder.plugins.skills.test;

import dev.telecoder.api.json.Json;
import dev.telecoder.support.report.LintFinding;
import dev.telecoder.support.report.LintReports;
import dev.telecoder.support.report.TestReport;
import dev.telecoder.support.report.TestReports;
import dev.telecoder.support.report.UnreadableReportException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;

/** Reads the report, or the folder or pattern of reports, that somebody named. For one run. */
final class ReportFiles {

    private static final long MAX_BYTES = 200L << 20;
    /** What reports are called in a folder; the second is asked where nothing has a name of the first. */
    private static final List<String> TESTS = List.of("xml|trx", "jsonl?|ndjson|tap|txt|log|out|gz|ctrf");
    private static final List<String> LINT = List.of("xml|sarif|json|jsonl", "txt|log|out|gz");

    private final Workspace workspace;
    private final Json json;

    ReportFiles(Workspace workspace, Json json) {
        this.workspace = workspace;
        this.json = json;
    }

    /** What is made of the bytes of one file. */
    private interface Reading<R> {
        R read(byte[] content) throws UnreadableReportException;
    }

    /**
     * Reads test reports.
     *
     * @param named a file, a folder, or a pattern such as {@code build/*.xml}
     * @return the sum of what was read
     * @throws UnreadableReportException if there is nothing, it lies outside, or one is broken
     */
    TestReport read(String named) throws UnreadableReportException {
        return TestReport.sum(all(named, TESTS, "test report", content -> TestReports.read(content, json)));
    }

    /**
     * Reads the findings of linters.
     *
     * @param named as for {@link #read}
     * @param tool who wrote them; empty if unknown
     * @return what all of them say
     * @throws UnreadableReportException as for {@link #read}
     */
    List<LintFinding> findings(String named, String tool) throws UnreadableReportException {
        return all(named, LINT, "linter's report", content -> LintReports.read(content, tool, json)).stream()
                .flatMap(List::stream).toList();
    }

    private <R> List<R> all(String named, List<String> ends, String kind, Reading<R> reading)
            throws UnreadableReportException {
        Optional<Path> found = workspace.find(named);
        if (found.isPresent() && !Files.isDirectory(found.get())) {
            return List.of(read(found.get(), reading));
        }
        List<Path> files = new ArrayList<>();
        if (found.isPresent()) {
            for (int i = 0; i < ends.size() && files.isEmpty(); i++) {
                String name = "(?i).*\\.(" + ends.get(i) + ")";
                workspace.files(found.get(), Integer.MAX_VALUE, file -> {
                    if (file.getFileName().toString().matches(name)) {
                        files.add(file);
                    }
                });
            }
        } else if (workspace.outside(named)) {
            throw new UnreadableReportException("The report '" + named
                    + "' lies outside the workspace. Name one inside it, relative to its root.");
        } else if (named.matches(".*[*?\\[{].*")) {
            matching(named, files);
        }
        if (files.isEmpty()) {
            throw new UnreadableReportException(found.isPresent()
                    ? "The folder '" + named + "' has no file that could be a " + kind
                            + ". Write one first, or name the report itself."
                    : "There is no report '" + named
                            + "' in the workspace. Write it first, or name another file.");
        }
        files.sort(null);
        return several(named, files, kind, reading);
    }

    private <R> List<R> several(String named, List<Path> files, String kind, Reading<R> reading)
            throws UnreadableReportException {
        List<R> reports = new ArrayList<>();
        for (Path file : files) {
            try {
                reports.add(read(file, reading));
            } catch (UnreadableReportException e) {
                // Coverage and style reports lie beside those of tests.
                if (!e.isForeign()) {
                    throw e;
                }
            }
        }
        if (reports.isEmpty()) {
            throw new UnreadableReportException(
                    "None of the " + files.size() + " files of '" + named + "' is a " + kind + ".");
        }
        return reports;
    }

    private void matching(String pattern, List<Path> files) throws UnreadableReportException {
        PathMatcher matcher;
        try {
            String plain = pattern.startsWith("./") ? pattern.substring(2) : pattern;
            String inside = plain.startsWith(workspace.root() + "/")
                    ? plain.substring(workspace.root().toString().length() + 1) : plain;
            matcher = FileSystems.getDefault().getPathMatcher("glob:" + inside);
        } catch (PatternSyntaxException e) {
            throw new UnreadableReportException(
                    "'" + pattern + "' is no pattern of files: " + e.getDescription() + ".");
        }
        workspace.files(workspace.root(), Integer.MAX_VALUE, file -> {
            if (matcher.matches(workspace.root().relativize(file))) {
                files.add(file);
            }
        });
    }

    private <R> R read(Path file, Reading<R> reading) throws UnreadableReportException {
        byte[] content;
        try {
            if (!Files.isRegularFile(file)) {
                // A pipe would never end.
                throw new UnreadableReportException("The report " + workspace.relative(file) + " is no ordinary file.");
            }
            long size = Files.size(file);
            if (size > MAX_BYTES) {
                throw new UnreadableReportException("The report " + workspace.relative(file) + " has " + (size >> 20)
                        + " MB; more than " + (MAX_BYTES >> 20) + " MB are not read.");
            }
            content = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UnreadableReportException(
                    "The report " + workspace.relative(file) + " cannot be read: " + e.getMessage());
        }
        try {
            return reading.read(content);
        } catch (UnreadableReportException e) {
            throw e.in(workspace.relative(file));
        }
    }
}
