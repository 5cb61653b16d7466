package dev.telecoder.testkit;

import dev.telecoder.api.repo.CiProvider;
import dev.telecoder.testkit.FakeRemote.Wrong;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CiProviderContractTest {

    enum Fault implements FaultMatrix.Fault {
        NONE("", Wrong.NOTHING),
        OLDEST_FIRST("listsTheNewestFirst", Wrong.NOTHING),
        PASSES_STATES_THROUGH("saysHowEachRunStands", Wrong.NOTHING),
        IGNORES_THE_BRANCH("listsOneBranchWhenAskedTo", Wrong.NOTHING),
        FIRST_PAGE_ONLY("listsAsManyAsAskedForOverAllPages", Wrong.FIRST_PAGE_ONLY),
        IGNORES_THE_LIMIT("listsAsManyAsAskedForOverAllPages", Wrong.NOTHING),
        READS_EVERY_JOB("readsTheLogOfWhatFailed", Wrong.NOTHING),
        KEEPS_THE_FIRST_LINE("readsTheLogOfWhatFailed", Wrong.NOTHING),
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
    void eachRowCatchesTheProviderThatBreaksIt() {
        FaultMatrix.check(Asking.class, Fault.class, chosen -> fault = chosen);
    }

    static final class Asking extends CiProviderContract {

        private final Builds builds = new Builds();
        private final PlainCi provider = new PlainCi(builds);

        @Override
        protected CiProvider provider() {
            return provider;
        }

        @Override
        protected Service service() {
            return builds;
        }
    }

    private static final class Builds extends FakeRemote<CiProvider.Run> implements CiProviderContract.Service {

        private final Map<String, String> logs = new HashMap<>();

        @Override
        public String keep(String branch, Instant startedAt, String state, String failedJob) {
            String id = "run-" + kept.size();
            kept.add(new CiProvider.Run(id, "verify", branch, "c0ffee", state, startedAt,
                    URI.create("https://ci.example/" + id)));
            logs.put(id, failedJob);
            return id;
        }
    }

    private record PlainCi(Builds builds) implements CiProvider {

        @Override
        public String id() {
            return "plain";
        }

        @Override
        public List<Run> runs(String repo, String branch, int limit) {
            List<Run> found = new ArrayList<>(builds.ask(fault.wrong));
            found.removeIf(run -> !branch.isEmpty() && !run.branch().equals(branch)
                    && fault != Fault.IGNORES_THE_BRANCH);
            found.sort(Comparator.comparing(Run::startedAt).reversed());
            // Only a short list, since the row about pages looks at the order of a long one.
            if (fault == Fault.OLDEST_FIRST && found.size() < 10) {
                Collections.reverse(found);
            }
            if (fault == Fault.PASSES_STATES_THROUGH) {
                found.replaceAll(run -> new Run(run.id(), run.name(), run.branch(), run.commit(),
                        run.state().equals("passed") ? "success" : run.state(), run.startedAt(), run.location()));
            }
            return found.subList(0, Math.min(found.size(), fault == Fault.IGNORES_THE_LIMIT ? 1_000 : limit));
        }

        @Override
        public String log(String repo, String runId) {
            String failed = builds.logs.getOrDefault(runId, "");
            return switch (fault) {
                case READS_EVERY_JOB -> failed + "\nall is well";
                case KEEPS_THE_FIRST_LINE -> failed.lines().findFirst().orElse("");
                default -> failed;
            };
        }
    }
}
