package dev.telecoder.plugin.git;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.repo.Checkout;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/** How commits and changes are told. */
final class Results {

    private Results() {}

    static String brief(String commit) {
        return commit.length() > 10 ? commit.substring(0, 10) : commit;
    }

    /** {@code 2 files, +3 -1} */
    static String counts(List<Checkout.Change> changes) {
        int added = changes.stream().mapToInt(Checkout.Change::added).sum();
        int removed = changes.stream().mapToInt(Checkout.Change::removed).sum();
        return changes.size() + (changes.size() == 1 ? " file" : " files") + ", +" + added + " -" + removed;
    }

    static String line(Checkout.Change change) {
        String letter = switch (change.kind()) {
            case ADDED -> "A";
            case MODIFIED -> "M";
            case DELETED -> "D";
            case CONFLICTING -> "U";
        };
        return letter + " " + change.path() + " +" + change.added() + " -" + change.removed();
    }

    static JsonValue json(Checkout.Change change) {
        return JsonValue.object().put("path", change.path()).put("kind", change.kind().name().toLowerCase(Locale.ROOT))
                .put("added", change.added()).put("removed", change.removed()).build();
    }

    /** Where to look at a commit: a page if the remote is on the web, else the remote with the commit behind it. */
    static URI location(String remote, String commit) {
        if (remote.startsWith("http")) {
            String page = remote.endsWith(".git") ? remote.substring(0, remote.length() - 4) : remote;
            return URI.create(page + (page.contains("gitlab") ? "/-/commit/" : "/commit/") + commit);
        }
        return remote.startsWith("file:") ? URI.create(remote.replace(" ", "%20") + "#" + commit)
                : URI.create("git:" + commit);
    }
}
