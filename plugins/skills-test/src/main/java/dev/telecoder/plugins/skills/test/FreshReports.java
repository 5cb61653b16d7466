package dev.telecoder.plugins.skills.test;

import dev.telecoder.api.json.Json;
import dev.telecoder.support.report.TestReport;
import dev.telecoder.support.report.TestReports;
import dev.telecoder.support.report.UnreadableReportException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The report files that Maven and Gradle leave behind. Only those count that were not there, or not like that, before the
 * run. For one run.
 */
final class FreshReports {

    private static final Pattern REPORT = Pattern.compile(
            ".*(^|/)(target/(surefire|failsafe)-reports|build/test-results/.*)/TEST-[^/]+\\.xml");
    private static final int DEPTH = 9;

    private final Workspace workspace;
    private final Map<Path, String> before;

    private FreshReports(Workspace workspace) {
        this.workspace = workspace;
        this.before = found();
    }

    /** Remembers what is there. */
    static FreshReports since(Workspace workspace) {
        return new FreshReports(workspace);
    }

    /**
     * Reads what is new.
     *
     * @return the sum of all new reports; empty if there are none
     */
    Optional<TestReport> read(Json json) {
        List<TestReport> reports = new ArrayList<>();
        new TreeMap<>(found()).forEach((file, state) -> {
            if (!state.equals(before.get(file))) {
                try {
                    reports.add(TestReports.read(Files.readAllBytes(file), json));
                } catch (IOException | UnreadableReportException broken) {
                    reports.add(new TestReport("junit", 0, 0, 0, 0, 0, List.of(),
                            workspace.relative(file) + " cannot be read: " + broken.getMessage()));
                }
            }
        });
        return reports.isEmpty() ? Optional.empty() : Optional.of(TestReport.sum(reports));
    }

    private Map<Path, String> found() {
        Map<Path, String> files = new HashMap<>();
        workspace.files(workspace.root(), DEPTH, file -> {
            if (file.getFileName().toString().startsWith("TEST-")
                    && REPORT.matcher(workspace.relative(file)).matches()) {
                try {
                    files.put(file, Files.getLastModifiedTime(file) + " " + Files.size(file));
                } catch (IOException gone) {
                    // It was there a moment ago; another process cleans up.
                }
            }
        });
        return files;
    }
}
