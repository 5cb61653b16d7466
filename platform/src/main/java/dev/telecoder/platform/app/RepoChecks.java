package dev.telecoder.platform.app;

import dev.telecoder.api.repo.CodeHost;
import dev.telecoder.api.repo.Repositories;
import dev.telecoder.platform.repo.RepoSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the code hosts of the repositories know by which name to ask for them. For one thread. */
final class RepoChecks {

    private RepoChecks() {}

    static List<Finding> of(Host host) {
        return of(host.repos().configured(), host.places().lookingAt("doctor"));
    }

    /** What is to be said of the repositories: a code host knows one by what its url says, else by its name. */
    static List<Finding> of(List<RepoSettings> configured, Repositories known) {
        List<Finding> found = new ArrayList<>();
        for (RepoSettings repo : configured) {
            Optional<CodeHost> keeper = known.codeHost(repo.name());
            if (keeper.isPresent() && keeper.get().identify(repo.url()).isEmpty() && !repo.name().contains("/")) {
                String id = keeper.get().id();
                found.add(Finding.warn("repos", "Nobody knows what " + repo.name() + " is called at " + id + ".",
                        "It is not polled, and has no pull requests or CI: its url is not one of " + id
                                + ", and its name is not of the form owner/name.",
                        "Set repos[].name to what " + id + " calls it, or " + id
                                + ".git_url to what its url begins with;"
                                + " or repos[].host to none."));
            }
        }
        return found.isEmpty() ? List.of(Finding.ok("repos", configured.size() + " configured.")) : found;
    }
}
