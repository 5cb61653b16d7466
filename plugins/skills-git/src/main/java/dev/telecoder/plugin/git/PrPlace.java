package dev.telecoder.plugin.git;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.repo.CodeHost;
import dev.telecoder.api.repo.PullRequestWork;
import dev.telecoder.api.repo.PullRequests;
import dev.telecoder.api.repo.PullRequests.PullRequest;
import dev.telecoder.api.skill.SkillContext;
import java.util.Optional;

/**
 * Where the pull requests of a repository are kept.
 *
 * @param pulls finds and opens them
 * @param more goes on with them, where the code host can do that
 * @param name the name by which the code host knows the repository
 */
record PrPlace(PullRequests pulls, Optional<PullRequestWork> more, String name) {

    static Optional<PrPlace> of(String repo, SkillContext context) {
        Optional<CodeHost> service = context.repositories().codeHost(repo);
        return service.flatMap(host -> host.ability(PullRequests.class)).map(pulls -> new PrPlace(pulls,
                service.flatMap(host -> host.ability(PullRequestWork.class)),
                context.repositories().all().stream().filter(one -> one.name().equals(repo)).findFirst()
                        .flatMap(one -> service.flatMap(host -> host.identify(one.url()))).orElse(repo)));
    }

    static PrPlace known(String repo, SkillContext context) {
        return of(repo, context).orElseThrow(() -> PluginException.of(Failure.REJECTED,
                "No code host that keeps pull requests is configured for " + repo
                        + ". Set repos[].host and the host's section, such as github.token."));
    }

    PullRequestWork work() {
        return more.orElseThrow(() -> PluginException.of(Failure.REJECTED,
                "The code host of " + name + " can open pull requests and no more. Do the rest on its pages."));
    }

    /** The pull request that is meant: the numbered one, else the open one of the branch. */
    long number(long given, String branch) {
        if (given > 0) {
            return given;
        }
        return pulls.findOpen(name, branch).map(PullRequest::number).orElseThrow(() -> PluginException.of(
                Failure.REJECTED, (branch.isEmpty() ? "No branch is checked out" : "No pull request of " + branch
                        + " is open") + ". Name one with \"number\", or open one first."));
    }
}
