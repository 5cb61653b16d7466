package dev.telecoder.plugin.gitlab;

import dev.telecoder.api.Configured;
import dev.telecoder.api.PluginContext;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.signal.SignalPoller;
import dev.telecoder.support.rest.RestClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.pf4j.Extension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what nobody pushes: pipelines that ended, merge requests and issues that changed. Each tick asks at most two
 * conditional questions about a repository, after a first look at all there is; only where a pipeline ended it asks what became
 * of it. Called by one thread at a time.
 */
@Extension
@Configured("gitlab")
public final class GitlabPoller implements SignalPoller {

    private static final Logger LOG = LoggerFactory.getLogger(GitlabPoller.class);
    private static final int MOST_QUESTIONS = 2;
    private static final String NEWEST = "?per_page=100&order_by=updated_at&sort=desc";

    private final GitlabApi api;
    private final GitlabCodeHost codeHost;
    private final Clock clock;
    private final Set<String> unknown = ConcurrentHashMap.newKeySet();
    private @Nullable String account;

    /**
     * Made by the host when the section is there.
     *
     * @param context the host's part
     */
    public GitlabPoller(PluginContext context) {
        this.api = new GitlabApi(context);
        this.codeHost = new GitlabCodeHost(context);
        this.clock = context.clock();
    }

    @Override
    public String id() {
        return "gitlab";
    }

    @Override
    public void poll(Look look) {
        name(look.repo()).ifPresent(name -> poll(look, name));
    }

    /** What GitLab knows it by: what its url says, else its own name, where the operator says that GitLab keeps it. */
    private Optional<String> name(Watched repo) {
        Optional<String> found = codeHost.identify(repo.url());
        if (found.isPresent() || !repo.host().equals(id())) {
            return found;
        }
        if (GitlabCodeHost.isName(repo.name())) {
            return Optional.of(repo.name());
        }
        if (unknown.add(repo.name())) {
            LOG.warn("{} is not polled: its host is gitlab, but its url is not below {} and its name is not of the form"
                    + " group/project. Set repos[].name to what GitLab calls it, or gitlab.git_url.", repo.name(),
                    api.config().git());
        }
        return Optional.empty();
    }

    private void poll(Look look, String name) {
        Changes changes = new Changes(api, look, name, account(), clock.instant());
        int most = look.recall("pipelines.due").isEmpty() ? Integer.MAX_VALUE : MOST_QUESTIONS;
        int asked = 0;
        for (Question one : List.of(new Question("pipelines", "", look.intervals().ci(), changes::pipelines),
                new Question("merge_requests", "&state=all&scope=all", look.intervals().pullRequests(),
                        changes::mergeRequests),
                new Question("issues", "&scope=all", look.intervals().pullRequests(), changes::issues))) {
            if (asked < most && isDue(look, one)) {
                asked++;
                ask(look, name, one);
            }
        }
    }

    private void ask(Look look, String name, Question one) {
        Optional<RestClient.Seen> seen = api.changed(name, "/" + one.what() + NEWEST + one.more(),
                look.recall(one.what() + ".tag").orElse(""));
        seen.ifPresent(found -> {
            one.taker().accept(found.body().items());
            look.remember(one.what() + ".tag", found.tag());
        });
        look.remember(one.what() + ".due", clock.instant().plus(one.interval()).toString());
    }

    /** A tenth early counts: ticks come as often as the shortest interval says, and not to the second. */
    private boolean isDue(Look look, Question one) {
        return look.recall(one.what() + ".due").map(Instant::parse)
                .map(due -> !clock.instant().plus(one.interval().dividedBy(10)).isBefore(due)).orElse(true);
    }

    /** It does not change while we run. */
    private String account() {
        String known = account;
        if (known == null) {
            known = api.account().orElse("");
            account = known;
        }
        return known;
    }

    /** What is asked how often, and who takes the answer. */
    private record Question(String what, String more, Duration interval, Consumer<List<JsonValue>> taker) {}
}
