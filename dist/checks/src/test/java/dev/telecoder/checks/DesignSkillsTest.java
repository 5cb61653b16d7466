package dev.telecoder.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.testkit.SkillExample;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

    /** Not git.pr: what it does needs a code host, so its tests bring one. */
    @ParameterizedTest
    @ValueSource(strings = {"ci.logs", "ci.status", "code.edit", "code.explain", "code.review", "code.sandbox",
            "code.search", "deps.audit", "deps.update", "git.branch", "git.commit", "git.diff", "lint.run",
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
