package dev.telecoder.plugins.skills.test;

import dev.telecoder.support.report.TestReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns the places that tools name (absolute inside the sandbox, by package, by file name alone) into paths of the
 * workspace, where that can be told for sure. For one run.
 */
final class SourcePlaces {

    private static final Pattern GO_TEST = Pattern.compile("((?:Test|Example|Fuzz)\\w*)(?:/.*)?");

    private final Workspace workspace;
    private final List<String> roots;
    private @Nullable Map<String, List<String>> byName;

    /**
     * @param inside where the workspace is seen by what ran; empty if nothing ran
     */
    SourcePlaces(Workspace workspace, Path given, String inside) {
        this.workspace = workspace;
        this.roots = new ArrayList<>(List.of(workspace.root() + "/", given.toAbsolutePath().normalize() + "/"));
        if (!inside.isEmpty()) {
            roots.add(inside.endsWith("/") ? inside : inside + "/");
        }
    }

    TestReport resolve(TestReport report, String directory) {
        List<TestReport.Failure> failures = report.failures().stream().map(failure -> failure.file() == null
                ? goFunction(failure)
                : new TestReport.Failure(failure.suite(), failure.name(),
                        resolve(failure.file(), failure.suite(), directory), failure.line(), failure.message()))
                .toList();
        return new TestReport(report.framework(), report.tests(), report.passed(), report.failed(), report.errors(),
                report.skipped(), failures, report.problem());
    }

    /** {@return the path in the workspace, or what was reported where that cannot be told} */
    String resolve(String reported, String suite, String directory) {
        String file = reported.replace('\\', '/');
        for (String root : roots) {
            if (file.startsWith(root)) {
                return file.substring(root.length());
            }
        }
        if (file.startsWith("/")) {
            return reported;
        }
        String plain = file.startsWith("./") ? file.substring(2) : file;
        String here = directory.isEmpty() ? plain : directory + "/" + plain;
        if (workspace.find(here).isPresent()) {
            return here;
        }
        List<String> named = names().getOrDefault(plain.substring(plain.lastIndexOf('/') + 1), List.of()).stream()
                .filter(path -> path.equals(plain) || path.endsWith("/" + plain)).toList();
        if (named.size() > 1) {
            // Go names the file alone; its package is the folder.
            named = named.stream()
                    .filter(path -> path.contains("/") && suite.endsWith(path.substring(0, path.lastIndexOf('/'))))
                    .toList();
        }
        return named.size() == 1 ? named.getFirst() : plain;
    }

    /** Go names no place for a test that fails by a part of it, or by what it printed; its function is there by name. */
    private TestReport.Failure goFunction(TestReport.Failure failure) {
        Matcher test = GO_TEST.matcher(failure.name());
        if (!test.matches()) {
            return failure;
        }
        Pattern function = Pattern.compile("(?m)^func " + test.group(1) + "\\(");
        String file = null;
        int line = 0;
        for (String path : names().values().stream().flatMap(List::stream).filter(path -> path.endsWith("_test.go"))
                .toList()) {
            String text = workspace.text(workspace.root().resolve(path));
            Matcher found = function.matcher(text);
            String folder = path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : "";
            if (found.find() && (file == null || failure.suite().endsWith("/" + folder))) {
                file = path;
                line = (int) text.substring(0, found.start()).lines().count() + 1;
            }
        }
        return file == null ? failure
                : new TestReport.Failure(failure.suite(), failure.name(), file, line, failure.message());
    }

    private Map<String, List<String>> names() {
        Map<String, List<String>> known = byName;
        if (known == null) {
            Map<String, List<String>> files = new HashMap<>();
            workspace.files(workspace.root(), Integer.MAX_VALUE,
                    file -> files.computeIfAbsent(file.getFileName().toString(), name -> new ArrayList<>())
                            .add(workspace.relative(file)));
            known = files;
            byName = known;
        }
        return known;
    }
}
