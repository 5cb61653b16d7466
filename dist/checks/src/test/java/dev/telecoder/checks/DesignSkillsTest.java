package dev.telecoder.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.testkit.SkillExample;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each skill of the design has lines that scripts could run, and a page that tells people of it. That each is packed tells commands.sh. */
class DesignSkillsTest {

    private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();

    @ParameterizedTest
    @ValueSource(strings = {"ci.logs", "ci.status", "code.edit", "code.explain", "code.review", "code.sandbox",
            "code.search", "deps.audit", "deps.update", "git.branch", "git.commit", "git.diff", "git.pr", "lint.run",
            "memory.recall", "repo.setup", "shell.exec", "test.run", "test.write", "web.fetch"})
    void hasAPageInTheGuide(String skill) throws IOException {
        List<String> pages = new ArrayList<>();
        try (DirectoryStream<Path> guide = Files.newDirectoryStream(ROOT.resolve("dist/guide"), "*.md")) {
            for (Path page : guide) {
                if (Files.readString(page).contains(skill)) {
                    pages.add(page.getFileName().toString());
                }
            }
        }

        assertThat(pages).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ci.logs", "ci.status", "code.edit", "code.explain", "code.review", "code.sandbox",
            "code.search", "deps.audit", "deps.update", "git.branch", "git.commit", "git.diff", "git.pr", "lint.run",
            "memory.recall", "repo.setup", "shell.exec", "test.run", "test.write", "web.fetch"})
    void keepsTheContractOfSkills(String skill) throws IOException {
        List<String> types = new ArrayList<>();
        List<String> contracts = new ArrayList<>();
        try (Stream<Path> files = Files.walk(ROOT.resolve("plugins"))) {
            for (Path file : files.filter(one -> one.toString().endsWith(".java")
                    && one.toString().contains("/src/")).toList()) {
                String text = Files.readString(file);
                if (file.toString().contains("/src/main/java/") && text.contains("builder(\"" + skill + "\"")) {
                    types.add(file.getFileName().toString().replace(".java", ""));
                } else if (text.contains("extends SkillContract")) {
                    contracts.add(text);
                }
            }
        }

        assertThat(types).as("the class of %s", skill).hasSize(1);
        assertThat(contracts).anyMatch(text -> text.contains("new " + types.getFirst() + "("));
    }

    /** That each line is answered as it says is checked by the plugin's own BatchExamplesTest. */
    @ParameterizedTest
    @ValueSource(strings = {"ci.logs", "ci.status", "code.edit", "code.explain", "code.review", "code.sandbox",
            "code.search", "deps.audit", "deps.update", "git.branch", "git.commit", "git.diff", "git.pr", "lint.run",
            "memory.recall", "repo.setup", "shell.exec", "test.run", "test.write", "web.fetch"})
    void hasFiveLinesOfWhichTwoFail(String skill) throws IOException {
        List<SkillExample> lines = new ArrayList<>();
        try (DirectoryStream<Path> plugins = Files.newDirectoryStream(ROOT.resolve("plugins"))) {
            for (Path plugin : plugins) {
                Path folder = plugin.resolve("src/test/resources/batch");
                if (Files.isDirectory(folder)) {
                    lines.addAll(SkillExample.in(folder).stream().filter(one -> one.skill().equals(skill)).toList());
                }
            }
        }

        assertThat(lines).hasSizeGreaterThanOrEqualTo(5);
        assertThat(lines).filteredOn(one -> !one.expect().get("succeeded").asBoolean(true))
                .hasSizeGreaterThanOrEqualTo(2);
        assertThat(lines).filteredOn(one -> !one.expect().get("data").isNull()).isNotEmpty();
    }
}
