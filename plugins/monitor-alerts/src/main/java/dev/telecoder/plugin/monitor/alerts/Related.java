package dev.telecoder.plugin.monitor.alerts;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.monitor.Monitor;
import dev.telecoder.api.repo.Checkout;
import dev.telecoder.api.repo.Repositories;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds out which repository an alert is about, and which commit may be to blame. */
final class Related {

    private static final int COMMITS = 20;

    private Related() {}

    /** {@return the repository: named outright, or of the project's name, or the only one there is} */
    static Optional<String> repository(Alert alert, Monitor.Check check) {
        List<String> watched = check.repos().stream().map(Monitor.Repo::name).toList();
        List<Repositories.Repository> known = check.repositories().all();
        String named = plain(alert.named());
        Optional<String> outright = watched.stream().filter(name -> !named.isEmpty() && named.endsWith(plain(name)))
                .findFirst().or(() -> known.stream().filter(one -> !named.isEmpty() && (plain(one.url()).equals(named)
                        || plain(one.name()).equals(named))).map(Repositories.Repository::name).findFirst());
        String slug = slug(alert.project());
        return outright.or(() -> watched.stream().filter(name -> !slug.isEmpty()
                && slug(name.substring(name.lastIndexOf('/') + 1)).equals(slug)).findFirst())
                .or(() -> watched.size() == 1 ? Optional.of(watched.getFirst()) : Optional.empty());
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceFirst("^(https?|ssh)://", "").replaceFirst("^[^@/]*@", "")
                .replace(':', '/').replaceFirst("(\\.git)?/?$", "");
    }

    private static String slug(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    }

    /** {@return a line about the commit of the release, and one about the newest commit that touched a file of the trace} */
    static String commits(Alert alert, String repo, Monitor.Check check) {
        if (alert.release().isEmpty() && alert.files().isEmpty()) {
            return "";
        }
        try {
            Checkout checkout = check.repositories().open(repo, "");
            Optional<String> released = released(alert.release(), checkout);
            String suspect = suspect(alert.files(), checkout, released.orElse("HEAD"));
            return SentryAlert.lines(
                    released.map(commit -> "Release " + alert.release() + " is commit " + commit.substring(0, 7) + ".")
                            .orElse(alert.release().isEmpty() ? "" : "Release " + alert.release() + "."),
                    suspect);
        } catch (PluginException e) {
            // The alert matters more than who is to blame.
            return alert.release().isEmpty() ? "" : "Release " + alert.release() + ".";
        }
    }

    private static Optional<String> released(String release, Checkout checkout) {
        String version = release.substring(release.indexOf('@') + 1);
        for (String name : List.of(release, version, "v" + version, version.substring(version.indexOf('+') + 1))) {
            if (name.matches("[\\w][\\w./-]*")) {
                Optional<String> commit = checkout.resolve(name);
                if (commit.isPresent()) {
                    return commit;
                }
            }
        }
        return Optional.empty();
    }

    private static String suspect(List<String> files, Checkout checkout, String revision) {
        if (files.isEmpty()) {
            return "";
        }
        List<Checkout.Commit> log = checkout.log(revision, COMMITS);
        for (int i = 0; i + 1 < log.size(); i++) {
            Checkout.Commit commit = log.get(i);
            for (Checkout.Change change : checkout.diff(log.get(i + 1).id(), commit.id(), List.of()).changes()) {
                if (files.stream().anyMatch(file -> isSame(file, change.path()))) {
                    return "Suspect: " + commit.id().substring(0, 7) + " \"" + commit.subject() + "\" by "
                            + commit.author() + ", the newest that touched " + change.path() + ".";
                }
            }
        }
        return "";
    }

    /** Traces name files from where the program was built or runs. */
    private static boolean isSame(String traced, String path) {
        String file = traced.replace('\\', '/').replaceFirst("^\\./", "");
        return file.equals(path) || file.endsWith("/" + path) || path.endsWith("/" + file.replaceFirst("^/", ""));
    }
}
