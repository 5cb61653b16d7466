package dev.telecoder.platform.app;

import dev.telecoder.platform.conversation.Conversation;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.identity.Role;
import dev.telecoder.platform.repo.RepoSettings;
import dev.telecoder.platform.watch.PullWatch;
import dev.telecoder.platform.watch.PullWatches;
import dev.telecoder.platform.watch.RepoWatches;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What chats watch: repositories somebody named, and the pull requests that tasks opened. */
record WatchControls(Host host, RepoWatches repos, PullWatches pulls) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][\\w.-]*(/[A-Za-z0-9_][\\w.-]*)+");

    String watch(Conversation conversation, Person person, String repo) {
        if (repo.isEmpty()) {
            List<String> watched = repos.of(conversation.id());
            return watched.isEmpty()
                    ? "Nothing is watched here. `/watch owner/repo` tells here when its CI turns red or green."
                    : "Watched here: " + String.join(", ", watched) + ".";
        }
        if (!person.role().covers(Role.DEVELOPER)) {
            return "A " + person.role().word() + " may not watch repositories.";
        }
        Optional<String> name = known(repo);
        if (name.isEmpty()) {
            return "`" + repo.replace('`', '\'') + "` is no name of a repository. Expected one such as `myorg/api`.";
        }
        boolean fresh = repos.watch(conversation.id(), person.id(), name.get());
        if (host.places().lookingAt("watched").ci(name.get()).isEmpty()) {
            return name.get()
                    + " is noted, but no CI of it can be reached. Set `github.token` or `gitlab.token` in config.yaml.";
        }
        return fresh
                ? "I tell here when the CI of " + name.get() + " turns red or green. `/unwatch " + name.get()
                        + "` ends it."
                : name.get() + " is watched here already.";
    }

    String unwatch(Conversation conversation, Person person, String repo) {
        if (!person.role().covers(Role.DEVELOPER)) {
            return "A " + person.role().word() + " may not change what is watched.";
        }
        List<String> gone = repos.unwatch(conversation.id(), repo.isEmpty() ? "" : known(repo).orElse(repo));
        return gone.isEmpty()
                ? (repo.isEmpty() ? "Nothing is watched here." : repo.replace('`', '\'') + " is not watched here.")
                : "No more word of " + String.join(", ", gone) + ".";
    }

    /** The lines of {@code /repos} about what is watched. */
    String lines(Conversation conversation) {
        StringBuilder text = new StringBuilder();
        repos.of(conversation.id()).forEach(repo -> text.append("- ").append(repo).append(" (watched here)\n"));
        for (PullWatch pull : pulls.of(conversation.id())) {
            text.append("- ").append(pull.repo()).append(": ").append(pull.called()).append(", ")
                    .append(pull.state().word()).append('\n');
        }
        return text.isEmpty() ? "" : "**Watched**\n" + text;
    }

    /** A configured name in whatever case, else what was written if it reads like a name. */
    private Optional<String> known(String written) {
        String name =
                written.strip().replaceFirst("^https://(github|gitlab)\\.com/", "").replaceFirst("(\\.git)?/?$", "");
        return host.settings().repositories().stream().map(RepoSettings::name).filter(name::equalsIgnoreCase)
                .findFirst()
                .or(() -> NAME.matcher(name).matches() ? Optional.of(name) : Optional.empty());
    }

    /** Watched repositories that are not configured. */
    static List<RepoSettings> further(Host host, RepoWatches repos) {
        List<String> configured = host.settings().repositories().stream().map(RepoSettings::name).toList();
        String at =
                host.config().current().has("github") || !host.config().current().has("gitlab") ? "github" : "gitlab";
        return repos.all().stream().map(RepoWatches.Wish::repo).distinct().filter(repo -> !configured.contains(repo))
                .map(repo -> new RepoSettings(repo, host.settings().usualUrl(at, repo), "", at)).toList();
    }

    /** Whether the monitor of CI tells a chat of a repository already, because settings say so. */
    static boolean isTold(Host host, RepoWatches.Wish wish) {
        if (!host.monitors().isThere("ci")) {
            return false;
        }
        List<String> chats = host.conversations().find(wish.conversation()).stream()
                .flatMap(held -> held.addresses().stream())
                .map(at -> at.channel() + ":" + at.chat() + (at.thread() == null ? "" : ":" + at.thread())).toList();
        return host.config().current().settings().repos().stream().anyMatch(repo -> repo.name().equals(wish.repo())
                && repo.monitors().contains("ci") && repo.notify_().stream().anyMatch(chats::contains));
    }
}
