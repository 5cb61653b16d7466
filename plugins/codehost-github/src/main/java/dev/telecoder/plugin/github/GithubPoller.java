package dev.telecoder.plugin.github;

import dev.telecoder.api.Configured;
import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginContext;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.signal.SignalPoller;
import dev.telecoder.support.rest.RestClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.pf4j.Extension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what nobody pushes: runs that ended, issues and pull requests that changed, new alerts. Each tick asks at most two
 * conditional questions about a repository, after a first look at all there is; only where something changed it asks what. Called by one thread at a time.
 */
@Extension
@Configured("github")
public final class GithubPoller implements SignalPoller {

    private static final Logger LOG = LoggerFactory.getLogger(GithubPoller.class);
    private static final int MOST_QUESTIONS = 2;
    private static final String RUNS = "/actions/runs?per_page=100";
    private static final String ITEMS = "/issues?state=all&sort=updated&direction=desc&per_page=100";
    private static final List<String> ALERTS = List.of("dependabot", "code-scanning", "secret-scanning");

    private final GithubApi api;
    private final GithubCodeHost codeHost;
    private final Clock clock;
    private final Set<String> unknown = ConcurrentHashMap.newKeySet();

    /**
     * Made by the host when the section is there.
     *
     * @param context the host's part
     */
    public GithubPoller(PluginContext context) {
        this.api = new GithubApi(context);
        this.codeHost = new GithubCodeHost(context);
        this.clock = context.clock();
    }

    @Override
    public String id() {
        return "github";
    }

    @Override
    public Set<String> signals() {
        return Set.of("workflow_run.completed");
    }

    @Override
    public void poll(Look look) {
        Optional<String> name = name(look.repo());
        if (name.isEmpty()) {
            return;
        }
        Publisher publisher = new Publisher(look, name.get(), api.account().orElse(""), api.login().app(),
                clock.instant());
        // The first look is at everything, unconditional as it is; later ones wait for each other.
        int asked = look.recall("runs.due").isEmpty() ? -ALERTS.size() : 0;
        if (isDue(look, "runs", look.intervals().ci())) {
            asked++;
            ask(look, name.get(), "runs", RUNS, look.intervals().ci(), seen -> new GithubRunChanges(look, publisher)
                    .take(seen.get("workflow_runs").items()));
        }
        if (isDue(look, "items", look.intervals().pullRequests())) {
            asked++;
            ask(look, name.get(), "items", ITEMS, look.intervals().pullRequests(), seen -> new GithubItemChanges(api,
                    look, publisher, name.get()).take(seen.items()));
        }
        for (String kind : ALERTS) {
            if (asked < MOST_QUESTIONS && isDue(look, kind, look.intervals().alerts())) {
                asked++;
                alerts(look, name.get(), kind, publisher);
            }
        }
    }

    /** What GitHub knows it by: what its url says, else its own name, where the operator says that GitHub keeps it. */
    private Optional<String> name(Watched repo) {
        Optional<String> found = codeHost.identify(repo.url());
        if (found.isPresent() || !repo.host().equals(id())) {
            return found;
        }
        if (GithubCodeHost.isName(repo.name())) {
            return Optional.of(repo.name());
        }
        if (unknown.add(repo.name())) {
            LOG.warn("{} is not polled: its host is github, but its url is not below {} and its name is not of the form"
                    + " owner/name. Set repos[].name to what GitHub calls it, or github.git_url.", repo.name(),
                    api.config().git());
        }
        return Optional.empty();
    }

    private void alerts(Look look, String repo, String kind, Publisher publisher) {
        String event = kind.replace('-', '_') + "_alert";
        try {
            ask(look, repo, kind, "/" + kind + "/alerts?state=open&per_page=100", look.intervals().alerts(),
                    seen -> publisher.alerts(event, seen.items()));
        } catch (PluginException e) {
            // Not switched on for this repository, or not allowed: no reason to give up the rest. Looked at again in its time.
            if (e.failure() != Failure.REJECTED && e.failure() != Failure.AUTHENTICATION) {
                throw e;
            }
            settle(look, kind, look.intervals().alerts());
        }
    }

    private void ask(Look look, String repo, String what, String path, Duration interval, Taker taker) {
        Optional<RestClient.Seen> seen = api.changed(repo, path, look.recall(what + ".tag").orElse(""));
        seen.ifPresent(found -> {
            taker.take(found.body());
            look.remember(what + ".tag", found.tag());
        });
        settle(look, what, interval);
    }

    private void settle(Look look, String what, Duration interval) {
        look.remember(what + ".due", clock.instant().plus(interval).toString());
    }

    /** A tenth early counts: ticks come as often as the shortest interval says, and not to the second. */
    private boolean isDue(Look look, String what, Duration interval) {
        return look.recall(what + ".due").map(Instant::parse)
                .map(due -> !clock.instant().plus(interval.dividedBy(10)).isBefore(due)).orElse(true);
    }

    /** Takes what changed. */
    private interface Taker {
        void take(JsonValue body);
    }

    /** Publishes what was found in one look, in the form of GitHub's webhooks. */
    record Publisher(Look look, String repo, String account, String app, Instant at) {

        void publish(String event, String action, JsonValue.ObjectBuilder payload) {
            JsonValue said = payload.put("action", action)
                    .put("repository", JsonValue.object().put("full_name", repo).build()).build();
            look.publish(GithubFacts.signal(event, "", said, at, account, app));
        }

        /** The first look takes notice only. GitHub sends the secret itself along, which nobody needs to keep. */
        void alerts(String event, List<JsonValue> alerts) {
            boolean first = look.recall(event + ".seen").isEmpty();
            long newest = look.recall(event + ".seen").map(Long::parseLong).orElse(0L);
            long max = newest;
            for (JsonValue alert : alerts) {
                long number = alert.get("number").asLong(0);
                max = Math.max(max, number);
                if (!first && number > newest) {
                    JsonValue.ObjectBuilder told = JsonValue.object();
                    alert.members().forEach((key, value) -> {
                        if (!key.toLowerCase(Locale.ROOT).equals("secret")) {
                            told.put(key, value);
                        }
                    });
                    publish(event, "created", JsonValue.object().put("alert", told.build()));
                }
            }
            look.remember(event + ".seen", "" + max);
        }
    }
}
