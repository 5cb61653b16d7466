package dev.telecoder.testkit;

import dev.telecoder.api.repo.CodeHost;
import dev.telecoder.api.repo.PullRequests;
import dev.telecoder.testkit.FakeRemote.Wrong;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CodeHostContractTest {

    enum Fault implements FaultMatrix.Fault {
        NONE("", Wrong.NOTHING),
        LOOKS_FOR_THE_HOST_ANYWHERE("identifiesItsOwnRepositoriesOnly", Wrong.NOTHING),
        KNOWS_NO_SSH("identifiesItsOwnRepositoriesOnly", Wrong.NOTHING),
        FORGETS_WHO_OPENED_IT("findsThePullRequestItOpened", Wrong.NOTHING),
        OPENS_ON_ANOTHER_BASE("findsThePullRequestItOpened", Wrong.NOTHING),
        FINDS_CLOSED_ONES("findsOnlyWhatIsOpenOfThatBranch", Wrong.NOTHING),
        COMPARES_BEGINNINGS("findsOnlyWhatIsOpenOfThatBranch", Wrong.NOTHING),
        FIRST_PAGE_ONLY("looksToTheLastPage", Wrong.FIRST_PAGE_ONLY),
        ASKS_ALL_AGAIN("asksOnlyForWhatChanged", Wrong.ASKS_ALL_AGAIN),
        NO_DELAY("passesARateLimitOn", Wrong.NO_DELAY),
        ASKS_ON("passesARateLimitOn", Wrong.ASKS_ON),
        ALL_IS_REJECTED("tellsMissingFromForbidden", Wrong.ALL_IS_REJECTED),
        QUOTES_THE_TOKEN("noSecretIsInAnyMessage", Wrong.QUOTES_THE_TOKEN);

        private final String row;
        private final Wrong wrong;

        Fault(String row, Wrong wrong) {
            this.row = row;
            this.wrong = wrong;
        }

        @Override
        public String row() {
            return row;
        }
    }

    private static volatile Fault fault = Fault.NONE;

    @Test
    void eachRowCatchesTheCodeHostThatBreaksIt() {
        FaultMatrix.check(Asking.class, Fault.class, chosen -> fault = chosen);
    }

    static final class Asking extends CodeHostContract {

        private final Keeper keeper = new Keeper();
        private final PlainHost host = new PlainHost(keeper);

        @Override
        protected CodeHost codeHost() {
            return host;
        }

        @Override
        protected Service service() {
            return keeper;
        }
    }

    private static final class Keeper extends FakeRemote<PullRequests.PullRequest> implements CodeHostContract.Service {

        @Override
        public List<String> urls() {
            return List.of("https://code.example/myorg/api.git", "https://code.example/myorg/api",
                    "git@code.example:myorg/api.git", "ssh://git@code.example/myorg/api.git");
        }

        @Override
        public String account() {
            return "telecoder";
        }

        @Override
        public long keep(String branch, String base, boolean open) {
            return keep(branch, base, "Title", open, "anna").number();
        }

        private PullRequests.PullRequest keep(String branch, String base, String title, boolean open, String author) {
            int number = kept.size() + 1;
            var made = new PullRequests.PullRequest(number, title, branch, base, author, open ? "open" : "closed",
                    URI.create("https://code.example/myorg/api/pulls/" + number));
            kept.add(made);
            return made;
        }
    }

    private record PlainHost(Keeper keeper) implements CodeHost, PullRequests {

        @Override
        public String id() {
            return "plain";
        }

        @Override
        public Optional<String> identify(String url) {
            if (fault == Fault.LOOKS_FOR_THE_HOST_ANYWHERE) {
                return url.contains("code.example") ? Optional.of("myorg/api") : Optional.empty();
            }
            String path = url.replaceFirst("^(https://|ssh://git@)code\\.example/", "");
            if (fault != Fault.KNOWS_NO_SSH) {
                path = path.replaceFirst("^git@code\\.example:", "");
            }
            return path.equals(url) ? Optional.empty() : Optional.of(path.replaceFirst("\\.git$", ""));
        }

        @Override
        public Optional<PullRequest> findOpen(String repo, String branch) {
            return keeper.ask(fault.wrong).stream()
                    .filter(found -> fault == Fault.COMPARES_BEGINNINGS ? found.branch().startsWith(branch)
                            : found.branch().equals(branch))
                    .filter(found -> fault == Fault.FINDS_CLOSED_ONES || found.state().equals("open")).findFirst();
        }

        @Override
        public PullRequest open(String repo, String branch, String base, String title, String markdown,
                boolean draft) {
            return keeper.keep(branch, fault == Fault.OPENS_ON_ANOTHER_BASE ? "master" : base, title, true,
                    fault == Fault.FORGETS_WHO_OPENED_IT ? "" : keeper.account());
        }
    }
}
