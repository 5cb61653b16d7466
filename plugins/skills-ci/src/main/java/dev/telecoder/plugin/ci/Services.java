package dev.telecoder.plugin.ci;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.repo.Checkout;
import dev.telecoder.api.repo.CiProvider;
import dev.telecoder.api.repo.Repositories;
import dev.telecoder.api.skill.SkillContext;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The services that build a repository.
 *
 * @param repo the repository
 * @param branch the branch that is checked out; empty if none is
 * @param providers the services, at least one
 */
record Services(String repo, String branch, List<CiProvider> providers) {

    private static final Set<String> FAILED =
            Set.of("failed", "failure", "failing", "error", "timed_out", "timed out", "broken", "startup_failure");
    private static final int LOOKED_THROUGH = 30;

    static Services of(SkillContext context) {
        Repositories repositories = context.repositories();
        Optional<Checkout> checkout = context.hasCheckout() ? Optional.of(context.checkout()) : Optional.empty();
        String repo = checkout.map(Checkout::repo)
                .or(() -> repositories.all().stream().findFirst().map(Repositories.Repository::name))
                .orElseThrow(() -> PluginException.of(Failure.REJECTED,
                        "No repository is in focus, so there is no CI to ask. "
                                + "Open one with repo.setup, or give a log of the workspace as \"log_file\" to ci.logs."));
        List<CiProvider> providers = repositories.ci(repo);
        if (providers.isEmpty()) {
            throw PluginException.of(Failure.REJECTED,
                    "No CI is configured for " + repo + ". Name one under repos[].ci in "
                            + "config.yaml, or give a log of the workspace as \"log_file\" to ci.logs.");
        }
        return new Services(repo, checkout.flatMap(Checkout::branch).orElse(""), providers);
    }

    static boolean failed(CiProvider.Run run) {
        return FAILED.contains(run.state().toLowerCase(Locale.ROOT));
    }

    Optional<String> newestFailed(CiProvider provider) {
        return provider.runs(repo, branch, LOOKED_THROUGH).stream().filter(Services::failed).findFirst()
                .map(CiProvider.Run::id);
    }
}
