package dev.telecoder.platform.app;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.plugin.Extensions;
import dev.telecoder.platform.skill.Catalog;
import dev.telecoder.platform.skill.Executor;
import dev.telecoder.platform.skill.HostSkillSource;
import dev.telecoder.platform.skill.yaml.SkillTest;
import dev.telecoder.platform.skill.yaml.YamlSkills;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.pf4j.ExtensionPoint;

/** Runs the tests of skills' files through the executor, each in an empty folder, and says what was not as expected. */
final class SkillTests {

    private static final int SHOWN = 600;

    private final Host host;
    private final boolean yes;
    private final Consumer<String> progress;

    /** A file is tested by itself, whatever plugins there are. */
    private static final Extensions NO_PLUGINS = new Extensions() {
        @Override
        public <T extends ExtensionPoint> List<Extension<T>> of(Class<T> kind) {
            return List.of();
        }

        @Override
        public void onChange(Runnable changed) {
            // never
        }
    };

    SkillTests(Host host, boolean yes, Consumer<String> progress) {
        this.host = host;
        this.yes = yes;
        this.progress = progress;
    }

    /**
     * Runs the tests of a source.
     *
     * @param wanted which skills, by name
     * @return a row for each test, and one for each file without tests or that cannot be used
     */
    List<JsonValue> run(YamlSkills source, Predicate<String> wanted) {
        Catalog catalog = new Catalog(NO_PLUGINS, List.of(), List.of(source));
        Executor executor = new Executor(catalog, host.consent(), host.runs(), host.json(), host.clock());
        List<JsonValue> rows = new ArrayList<>();
        for (HostSkillSource.Listed one : source.listed()) {
            String name = one.skill().spec().name();
            if (!wanted.test(name)) {
                continue;
            }
            List<SkillTest> tests = one.reason().isEmpty() ? source.tests(one.source()) : List.of();
            if (!one.reason().isEmpty()) {
                // What is required and not there is no fault of the file.
                rows.add(row(one, "", one.lasting() ? "failed" : "skipped", List.of(one.reason()), 0));
            } else if (tests.isEmpty()) {
                rows.add(row(one, "", "none", List.of("It has no tests."), 0));
            }
            SkillRuns runs = new SkillRuns(host, executor, name, new SkillRuns.Terms(yes, false, false));
            boolean needsRepository = one.skill().spec().needsRepository();
            for (int i = 0; i < tests.size(); i++) {
                SkillTest test = tests.get(i);
                String title = test.name().isBlank() ? String.valueOf(i + 1) : test.name();
                progress.accept(name + ": " + title);
                rows.add(run(one, title, test, runs, needsRepository));
            }
        }
        return rows;
    }

    private JsonValue run(HostSkillSource.Listed one, String title, SkillTest test, SkillRuns runs,
            boolean needsRepository) {
        Path place = null;
        try {
            place = Files.createTempDirectory("telecoder-skill-test");
            Path folder = Files.createDirectories(place.resolve("repo"));
            Path scratch = Files.createDirectories(place.resolve("scratch"));
            if (needsRepository) {
                makeRepository(folder);
            }
            for (Map.Entry<String, String> file : test.given().entrySet()) {
                Path path = folder.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.writeString(path, file.getValue());
            }
            SkillRuns.Answer answer = runs.run(null, test.input(), folder, scratch, null, line -> {});
            List<String> problems = problems(test, answer.json(), folder, scratch);
            return row(one, title, problems.isEmpty() ? "passed" : "failed", problems,
                    answer.json().get("ms").asLong(0));
        } catch (IOException | UncheckedIOException e) {
            return row(one, title, "failed", List.of("The folder of the test cannot be made: " + e), 0);
        } finally {
            if (place != null) {
                Folders.delete(place);
            }
        }
    }

    private static List<String> problems(SkillTest test, JsonValue answer, Path folder, Path scratch) {
        List<String> problems = new ArrayList<>();
        String output = answer.get("output").text();
        boolean succeeded = answer.get("succeeded").asBoolean(false);
        String said = output.isBlank() ? answer.get("error").get("message").text() : output;
        if (succeeded != test.succeeded()) {
            problems.add((succeeded ? "It succeeded, and was expected to fail. " : "It failed. ") + cut(said));
        }
        for (String part : test.outputContains()) {
            if (!output.contains(part)) {
                problems.add("The output does not contain \"" + part + "\": " + cut(said));
            }
        }
        new TreeMap<>(test.files()).forEach((name, text) -> {
            Path file = Files.exists(folder.resolve(name)) ? folder.resolve(name) : scratch.resolve(name);
            if (!Files.exists(file)) {
                problems.add("There is no file " + name + " afterwards.");
            } else if (!text.isEmpty() && !content(file).contains(text)) {
                problems.add("The file " + name + " does not contain \"" + cut(text) + "\".");
            }
        });
        return problems;
    }

    private static String content(Path file) {
        try {
            return Files.isRegularFile(file) ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            return "";
        }
    }

    private static JsonValue row(HostSkillSource.Listed one, String title, String state, List<String> problems,
            long millis) {
        return JsonValue.object().put("skill", one.skill().spec().name()).put("source", one.source())
                .put("test", title).put("state", state).put("problem", String.join(" ", problems)).put("ms", millis)
                .build();
    }

    /** What git needs to find of a repository without a commit. */
    private static void makeRepository(Path folder) throws IOException {
        Files.createDirectories(folder.resolve(".git/objects"));
        Files.createDirectories(folder.resolve(".git/refs/heads"));
        Files.writeString(folder.resolve(".git/HEAD"), "ref: refs/heads/main\n");
        Files.writeString(folder.resolve(".git/config"), "[core]\n\trepositoryformatversion = 0\n\tbare = false\n");
    }

    private static String cut(String text) {
        String clean = text.strip();
        return clean.length() <= SHOWN ? clean : clean.substring(0, SHOWN) + "…";
    }
}
