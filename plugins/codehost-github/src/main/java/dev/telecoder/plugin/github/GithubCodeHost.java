package dev.telecoder.plugin.github;

import dev.telecoder.api.Configured;
import dev.telecoder.api.PluginContext;
import dev.telecoder.api.repo.CodeHost;
import dev.telecoder.api.repo.GitTokens;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.pf4j.Extension;

/** Repositories at GitHub, and all that is said and done about them, each an ability of its own. Any number of threads may use it. */
@Extension
@Configured("github")
public final class GithubCodeHost implements CodeHost {

    private static final Pattern NAME = Pattern.compile("[\\w.-]+/[\\w.-]+");

    private final GithubApi api;
    private final List<Object> abilities;

    /**
     * Made by the host when the section is there.
     *
     * @param context the host's part
     */
    public GithubCodeHost(PluginContext context) {
        this.api = new GithubApi(context);
        GithubTalk talk = new GithubTalk(api);
        this.abilities = List.of(new GithubPullRequests(api), new GithubPullRequestWork(api, talk),
                new GithubReviews(api), new GithubReviewWork(api), talk, new GithubIssues(api), new GithubAlerts(api),
                new GithubReleases(api), new GithubOpenPulls(api), (GitTokens) api.login()::ofApp);
    }

    @Override
    public String id() {
        return "github";
    }

    @Override
    public Optional<String> account() {
        return api.account();
    }

    @Override
    public <A> Optional<A> ability(Class<A> ability) {
        return abilities.stream().filter(ability::isInstance).map(ability::cast).findFirst();
    }

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    @Override
    public Optional<String> identify(String url) {
        String git = api.config().git();
        String ssh = "git@" + URI.create(git).getHost();
        for (String start : List.of(git + "/", ssh + ":", "ssh://" + ssh + "/")) {
            if (url.regionMatches(true, 0, start, 0, start.length())) {
                String name = url.substring(start.length()).replaceFirst("(\\.git)?/?$", "");
                return isName(name) ? Optional.of(name) : Optional.empty();
            }
        }
        return Optional.empty();
    }
}
