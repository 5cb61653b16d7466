package dev.telecoder.platform.repo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telecoder.api.PluginException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RulesTest {

    @ParameterizedTest
    @CsvSource({"main,true", "Main,true", "refs/heads/main,true", "release/1.0,true", "release/1/2,false",
            "maintenance,false",
            "telecoder/main,false", "master,true"})
    void protectsBranches(String branch, boolean covered) {
        assertThat(ProtectedBranches.DEFAULT.covers(branch)).isEqualTo(covered);
    }

    @Test
    void picksThePathsThatAsk() {
        List<String> paths = List.of(".github/workflows/ci.yml", ".GitHub/Workflows/a/b.yml", "CODEOWNERS",
                "docs/CODEOWNERS", "src/A.java", ".github/labels.yml", "CODEOWNERS.md");

        assertThat(AskPaths.DEFAULT.among(paths)).containsExactly(".github/workflows/ci.yml",
                ".GitHub/Workflows/a/b.yml",
                "CODEOWNERS", "docs/CODEOWNERS");
        assertThat(new AskPaths(List.of("infra/", "**/*.tf", "a?c"))
                .among(List.of("infra/x/y", "x.tf", "m/n/x.tf", "abc", "ac")))
                .containsExactly("infra/x/y", "x.tf", "m/n/x.tf", "abc");
    }

    @ParameterizedTest
    @CsvSource({"https://github.com/owner/repo.git,owner/repo,github.com/owner/repo",
            "git@github.com:Owner/Repo.git,Owner/Repo,github.com/owner/repo",
            "ssh://git@host:2222/group/sub/repo,sub/repo,host/group/sub/repo",
            "file:///srv/git/repo.git,git/repo,local:/srv/git/repo", "/srv/git/repo,git/repo,local:/srv/git/repo"})
    void namesARepositoryByItsAddress(String address, String name, String identity) {
        assertThat(GitAddress.parse(address).name()).isEqualTo(name);
        assertThat(GitAddress.parse(address).identity()).isEqualTo(identity);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext::sh -c x", "-x", "https://", "https://u:p@h/a/b", "ftp://h/a", "file://other/a",
            "ssh://-oX/a",
            "fd::17", "https://h/a\nb", "-oProxyCommand=x:y"})
    void refusesAddressesThatNameProgramsOrCarrySecrets(String address) {
        assertThatThrownBy(() -> GitAddress.parse(address)).isInstanceOf(PluginException.class)
                .hasMessageNotContaining("u:p");
    }
}
