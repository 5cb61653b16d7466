package dev.telecoder.platform.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Proves of each sample repository of the demo that its one bug shows, and that the known pattern mends it. */
class DemoSeedsTest {

    /** How the three runners say that a test passed or failed. */
    private static final Pattern PASSED = Pattern.compile("(?m)^(ok \\d+ |test_.* \\.\\.\\. ok$|✔ .*\\(.*ms\\)$)");
    private static final Pattern FAILED =
            Pattern.compile("(?m)^(not ok \\d+ |test_.* \\.\\.\\. FAIL$|✖ .*\\(.*ms\\)$)");

    private static JsonNode index() throws IOException {
        return new ObjectMapper().readTree(resource("index.json"));
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = DemoSeedsTest.class.getResourceAsStream("/demo/" + name)) {
            if (in == null) {
                throw new AssertionError("There is no resource /demo/" + name);
            }
            return in.readAllBytes();
        }
    }

    @Test
    void hasSixSeedsInThreeLanguagesAndListsAllTheirFiles() throws Exception {
        List<String> languages = new ArrayList<>();
        for (JsonNode seed : index().get("seeds")) {
            languages.add(seed.get("language").asText());
            Path folder = Path.of(DemoSeedsTest.class.getResource("/demo/index.json").toURI())
                    .resolveSibling(seed.get("directory").asText());
            List<String> listed = new ArrayList<>();
            seed.get("files").forEach(file -> listed.add(file.get("resource").asText()));

            try (Stream<Path> files = Files.walk(folder)) {
                assertThat(files.filter(Files::isRegularFile)
                        .map(file -> folder.getFileName() + "/"
                                + folder.relativize(file).toString().replace(File.separatorChar, '/')))
                        .containsExactlyInAnyOrderElementsOf(listed);
            }
            assertThat(listed).contains(seed.get("directory").asText() + "/gitignore.txt");
        }
        assertThat(languages).containsExactly("java", "python", "javascript", "java", "python", "javascript");
        assertThat(index().get("default").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void failsInOneTestAndPassesAllSixOnceTheBugIsMended(int number, @TempDir Path folder) throws Exception {
        JsonNode seed = index().get("seeds").get(number - 1);
        for (JsonNode program : seed.get("needs")) {
            assumeTrue(installed(program.asText()), program.asText() + " is not installed");
        }
        for (JsonNode file : seed.get("files")) {
            Path target = folder.resolve(file.get("path").asText());
            Files.createDirectories(target.getParent());
            Files.write(target, resource(file.get("resource").asText()));
        }

        Outcome before = test(seed, folder);
        List<String> mended = mend(seed, folder);
        Outcome after = test(seed, folder);

        assertThat(before.words()).as(before.output).isEqualTo(seed.get("expected").get("before").asText());
        assertThat(before.output).contains(seed.get("failing_test").asText());
        assertThat(mended).hasSize(1);
        assertThat(after.words()).as(after.output).isEqualTo(seed.get("expected").get("after").asText());
        assertThat(List.of(before.exitCode == 0, after.exitCode == 0)).containsExactly(false, true);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void leadsFromTheFailedAssertionToTheFileOfTheBug(int number) throws Exception {
        JsonNode seed = index().get("seeds").get(number - 1);
        String tests = "";
        String buggy = "";
        for (JsonNode file : seed.get("files")) {
            String text = new String(resource(file.get("resource").asText()), StandardCharsets.UTF_8);
            if (text.contains(seed.get("failing_test").asText())) {
                tests = text;
            }
            if (Pattern.compile(seed.get("fix").get("find_regex").asText()).matcher(text).find()) {
                buggy = text;
            }
        }

        String failing = tests.substring(tests.indexOf(seed.get("failing_test").asText()));
        Matcher symbol = Pattern.compile(seed.get("symbol_regex").asText()).matcher(failing);

        assertThat(symbol.find()).isTrue();
        assertThat(buggy).containsPattern("(def |function |static .* )" + symbol.group(1) + "\\(");
    }

    private static List<String> mend(JsonNode seed, Path folder) throws IOException {
        Pattern bug = Pattern.compile(seed.get("fix").get("find_regex").asText());
        List<String> mended = new ArrayList<>();
        for (JsonNode file : seed.get("files")) {
            Path path = folder.resolve(file.get("path").asText());
            String text = Files.readString(path);
            long found = bug.matcher(text).results().count();
            for (long i = 0; i < found; i++) {
                mended.add(file.get("path").asText());
            }
            Files.writeString(path, bug.matcher(text).replaceAll(seed.get("fix").get("replace").asText()));
        }
        return mended;
    }

    private static Outcome test(JsonNode seed, Path folder) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(seed.get("test_command").asText().split(" "))
                .directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        // Node names failed tests a second time below its totals.
        int repeated = output.indexOf("✖ failing tests:");
        return new Outcome(process.waitFor(), repeated < 0 ? output : output.substring(0, repeated));
    }

    private static boolean installed(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(path -> Files.isExecutable(Path.of(path, program)));
    }

    private record Outcome(int exitCode, String output) {

        String words() {
            long failed = FAILED.matcher(output).results().count();
            long passed = PASSED.matcher(output).results().count();
            return (failed > 0 ? failed + " failed, " : "") + passed + " passed";
        }
    }
}
