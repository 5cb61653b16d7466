package dev.telecoder.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.repo.CodeHost;
import dev.telecoder.api.repo.PullRequests;
import dev.telecoder.api.repo.PullRequests.PullRequest;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What is asked of every {@link CodeHost}. The rows about an ability are skipped, visibly, where it is not offered.
 *
 * @since 1.0
 */
@Timeout(value = 240, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class CodeHostContract {

    /** For the plugin's test. */
    protected CodeHostContract() {}

    /** {@return the code host, the same one during a test, that talks to {@link #service}} */
    protected abstract CodeHost codeHost();

    /** {@return the other side, the same one during a test; without pull requests at first} */
    protected abstract Service service();

    /** A service that keeps repositories. */
    public interface Service extends RemoteService {

        /** {@return the git URLs by which people clone the repository: over HTTPS, over SSH} */
        List<String> urls();

        /** {@return the account whose credentials the plugin has} */
        String account();

        /**
         * Keeps a pull request of somebody.
         *
         * @param branch the branch with the change
         * @param base the branch to merge into
         * @param open whether it is open
         * @return its number
         */
        long keep(String branch, String base, boolean open);
    }

    @Test
    void identifiesItsOwnRepositoriesOnly() {
        assertThat(service().urls()).isNotEmpty()
                .allSatisfy(url -> assertThat(codeHost().identify(url)).as(url).contains(service().repo()));
        for (String url : service().urls()) {
            String host = host(url);
            List<String> others = List.of(url.replace(host, host + ".elsewhere.example"),
                    url.replace(host, "not-" + host), url.replace(host, "elsewhere.example"),
                    "https://elsewhere.example/" + host + "/" + service().repo() + ".git");
            assertThat(others).allSatisfy(other -> assertThat(codeHost().identify(other)).as(other).isEmpty());
        }
        assertThat(codeHost().identify("")).isEmpty();
        assertThat(codeHost().identify("no url at all")).isEmpty();
    }

    /** The host of a URL, also of one as SSH writes it: {@code git@host:path}. */
    private static String host(String url) {
        if (url.contains("://")) {
            return URI.create(url).getHost();
        }
        return url.substring(url.indexOf('@') + 1, url.indexOf(':'));
    }

    @Test
    void findsThePullRequestItOpened() {
        PullRequest opened = pullRequests().open(service().repo(), "telecoder/fix", "main", "Fix the sum",
                "Because it was **wrong**.", false);

        assertThat(opened.branch()).isEqualTo("telecoder/fix");
        assertThat(opened.base()).isEqualTo("main");
        assertThat(opened.title()).isEqualTo("Fix the sum");
        assertThat(opened.state()).isEqualTo("open");
        assertThat(opened.location().isAbsolute()).as("a link").isTrue();
        assertThat(opened.author()).as("its own are told from those of others").isEqualTo(service().account());
        assertThat(pullRequests().findOpen(service().repo(), "telecoder/fix")).contains(opened);
    }

    @Test
    void findsOnlyWhatIsOpenOfThatBranch() {
        service().keep("telecoder/old", "main", false);
        service().keep("telecoder/new-2", "main", true);
        long wanted = service().keep("telecoder/new", "main", true);

        assertThat(pullRequests().findOpen(service().repo(), "telecoder/old")).isEmpty();
        assertThat(pullRequests().findOpen(service().repo(), "telecoder/none")).isEmpty();
        assertThat(pullRequests().findOpen(service().repo(), "telecoder/new")).map(PullRequest::number)
                .contains(wanted);
    }

    @Test
    void looksToTheLastPage() {
        long first = service().keep("telecoder/first", "main", true);
        for (int i = 0; i < 210; i++) {
            service().keep("feature/" + i, "main", true);
        }
        long last = service().keep("telecoder/last", "main", true);

        assertThat(pullRequests().findOpen(service().repo(), "telecoder/first")).map(PullRequest::number)
                .contains(first);
        assertThat(pullRequests().findOpen(service().repo(), "telecoder/last")).map(PullRequest::number)
                .contains(last);
    }

    @Test
    void asksOnlyForWhatChanged() {
        service().keep("telecoder/fix", "main", true);
        PullRequests asked = pullRequests();

        RemoteRows.asksOnlyForWhatChanged(service(), () -> asked.findOpen(service().repo(), "telecoder/fix"));
    }

    @Test
    void passesARateLimitOn() {
        PullRequests asked = pullRequests();

        RemoteRows.passesARateLimitOn(service(), () -> asked.findOpen(service().repo(), "telecoder/fix"));
    }

    @Test
    void tellsMissingFromForbidden() {
        PullRequests asked = pullRequests();

        RemoteRows.tellsMissingFromForbidden(service(), () -> asked.findOpen(service().repo(), "telecoder/fix"));
    }

    @Test
    void noSecretIsInAnyMessage() {
        PullRequests asked = pullRequests();

        RemoteRows.keepsSecrets(service(), codeHost(), () -> asked.findOpen(service().repo(), "telecoder/fix"));
    }

    private PullRequests pullRequests() {
        var ability = codeHost().ability(PullRequests.class);
        Assumptions.assumeTrue(ability.isPresent(), "The code host keeps no pull requests.");
        return ability.orElseThrow();
    }
}
