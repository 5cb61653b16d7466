package dev.telecoder.plugin.github;

import dev.telecoder.api.repo.Releases;
import java.net.URI;
import java.time.Instant;
import java.util.List;

/** Releases. Any number of threads may use it. */
final class GithubReleases implements Releases {

    private final GithubApi api;

    GithubReleases(GithubApi api) {
        this.api = api;
    }

    @Override
    public List<Release> releases(String repo, int limit) {
        return api.pages(repo, "/releases?per_page=" + Math.clamp(limit, 1, 100),
                page -> page.items().stream().filter(one -> !one.get("draft").asBoolean(false)).toList(), limit)
                .stream()
                .map(one -> new Release(one.get("tag_name").text(),
                        one.get("name").findText().filter(name -> !name.isBlank())
                                .orElseGet(() -> one.get("tag_name").text()),
                        one.get("body").text(), one.get("prerelease").asBoolean(false),
                        Instant.parse(one.get("published_at").findText().orElseGet(() -> one.get("created_at").text())),
                        URI.create(one.get("html_url").text())))
                .toList();
    }
}
