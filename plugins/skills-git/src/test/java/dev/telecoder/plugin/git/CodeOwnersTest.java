package dev.telecoder.plugin.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodeOwnersTest {

    private static List<String> people(String rules, String... paths) {
        return CodeOwners.parse(rules).of(List.of(paths)).people();
    }

    @Test
    void theLastRuleThatMatchesWins() {
        String rules = "* @all\n/src/ @core\n*.md @docs\n";

        assertThat(people(rules, "build.gradle")).containsExactly("all");
        assertThat(people(rules, "src/a/B.java")).containsExactly("core");
        assertThat(people(rules, "src/README.md")).containsExactly("docs");
        assertThat(people(rules, "src/A.java", "x.md")).containsExactly("core", "docs");
    }

    @Test
    void aRuleWithoutOwnersTakesThemAway() {
        assertThat(people("* @all\n/vendor/\n", "vendor/lib.js")).isEmpty();
    }

    @Test
    void knowsTeamsAndLeavesAddressesOfMailAndCommentsOut() {
        CodeOwners.Owners owners = CodeOwners.parse("# @nobody\n*  @anna @myorg/core-team anna@example.com # @later\n")
                .of(List.of("x"));

        assertThat(owners.people()).containsExactly("anna");
        assertThat(owners.teams()).containsExactly("core-team");
    }

    @Test
    void eachSectionHasALastRuleOfItsOwn() {
        String rules = """
                * @all
                [Docs] @writers
                *.md
                /docs/ @doc-lead
                ^[Security][2] @sec
                /src/login/
                """;

        assertThat(people(rules, "docs/a.md")).containsExactly("all", "doc-lead");
        assertThat(people(rules, "x/a.md")).containsExactly("all", "writers");
        assertThat(people(rules, "src/login/A.java")).containsExactly("all", "sec");
    }

    @ParameterizedTest
    @CsvSource({
            "*, a/b/c.txt, true",
            "*.js, a/b.js, true",
            "*.js, a/b.jsx, false",
            "/build/logs/, build/logs/x/y.log, true",
            "/build/logs/, a/build/logs/y.log, false",
            "docs/*, docs/a.md, true",
            "docs/*, docs/build/a.md, false",
            "docs/*, x/docs/a.md, false",
            "apps/, x/apps/y/z, true",
            "apps/, apps, false",
            "/docs/, docs/a/b, true",
            "**/logs, a/b/logs/x, true",
            "**/logs, logs/x, true",
            "/apps/github, apps/github/a/b, true",
            "/apps/github, apps/githubber, false",
            "/a/**/z.txt, a/z.txt, true",
            "/a/**/z.txt, a/b/c/z.txt, true",
            "Makefile, sub/Makefile, true",
            "/a?c, abc, true",
            "/a.c, abc, false"})
    void matchesAsCodeHostsDo(String pattern, String path, boolean matches) {
        assertThat(people(pattern + " @x", path).equals(List.of("x"))).isEqualTo(matches);
    }

    @Test
    void aSpaceInAPathIsWrittenWithABackslash() {
        assertThat(people("/my\\ docs/ @x", "my docs/a")).containsExactly("x");
    }
}
