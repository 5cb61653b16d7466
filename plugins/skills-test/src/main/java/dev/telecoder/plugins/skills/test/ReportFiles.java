package dev.telecoder.plugins.skills.test;

import dev.telecoder.api.json.Json;
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

    private final Workspace workspace;
    private final Json json;

    ReportFiles(Workspace workspace, Json json) {
        this.workspace = workspace;
        this.json = json;
    }

    /**
     * Reads.
     *
     * @param named a file, a folder, or a pattern such as {@code build/*.xml}
     * @return the sum of what was read
     * @throws UnreadableReportException if there is nothing, it lies outside, or one is broken
     */
    TestReport read(String named) throws UnreadableReportException {
        Optional<Path> found = workspace.find(named);
        if (found.isPresent() && !Files.isDirectory(found.get())) {
            return read(found.get());
        }
        List<Path> files = new ArrayList<>();
        if (found.isPresent()) {
            workspace.files(found.get(), Integer.MAX_VALUE, file -> {
                if (file.getFileName().toString().matches("(?i).*\\.(xml|trx)")) {
                    files.add(file);
                }
            });
        } else if (workspace.outside(named)) {
            throw new UnreadableReportException("The report '" + named
                    + "' lies outside the workspace. Name one inside it, relative to its root.");
        } else if (named.matches(".*[*?\\[{].*")) {
            matching(named, files);
        }
        if (files.isEmpty()) {
            throw new UnreadableReportException(found.isPresent()
                    ? "The folder '" + named
                            + "' has no .xml or .trx file. Run the tests first, or name the report itself."
                    : "There is no report '" + named
                            + "' in the workspace. Run the tests first, or name another file.");
        }
        files.sort(null);
        return sum(named, files);
    }

    private TestReport sum(String named, List<Path> files) throws UnreadableReportException {
        List<TestReport> reports = new ArrayList<>();
        for (Path file : files) {
            try {
                reports.add(read(file));
            } catch (UnreadableReportException e) {
                // Coverage and style reports lie beside those of tests.
                if (!e.isForeign()) {
                    throw e;
                }
            }
        }
        if (reports.isEmpty()) {
            throw new UnreadableReportException(
                    "None of the " + files.size() + " files of '" + named + "' is a test report.");
        }
        return TestReport.sum(reports);
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

    private TestReport read(Path file) throws UnreadableReportException {
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
            return read(file, Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UnreadableReportException(
                    "The report " + workspace.relative(file) + " cannot be read: " + e.getMessage());
        }
    }

    private TestReport read(Path file, byte[] content) throws UnreadableReportException {
        try {
            return TestReports.read(content, json);
        } catch (UnreadableReportException e) {
            throw e.in(workspace.relative(file));
        }
    }
}
