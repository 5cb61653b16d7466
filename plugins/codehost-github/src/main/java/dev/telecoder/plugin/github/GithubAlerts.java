package dev.telecoder.plugin.github;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.repo.SecurityAlerts;
import java.net.URI;
import java.time.Instant;
import java.util.List;

/** Alerts of Dependabot, code scanning and secret scanning. Any number of threads may use it. */
final class GithubAlerts implements SecurityAlerts {

    private final GithubApi api;

    GithubAlerts(GithubApi api) {
        this.api = api;
    }

    @Override
    public List<Alert> alerts(String repo, Kind kind) {
        String path = switch (kind) {
            case DEPENDENCY -> "/dependabot";
            case CODE -> "/code-scanning";
            case SECRET -> "/secret-scanning";
        };
        try {
            return api.all(repo, path + "/alerts?state=open&per_page=100").stream().map(one -> alert(kind, one))
                    .toList();
        } catch (PluginException e) {
            // 404 and "not switched on": then the repository itself decides whether there is a fault.
            if (e.failure() == Failure.REJECTED && api.find(repo, "").isPresent()) {
                return List.of();
            }
            throw e;
        }
    }

    private static Alert alert(Kind kind, JsonValue one) {
        JsonValue advisory = one.get("security_advisory");
        JsonValue rule = one.get("rule");
        JsonValue dependency = one.get("dependency");
        JsonValue weakness = one.get("security_vulnerability");
        return switch (kind) {
            case DEPENDENCY -> alert(kind, one,
                    weakness.get("severity").findText().or(advisory.get("severity")::findText)
                            .orElse("unknown"),
                    dependency.get("package").get("name").text(), advisory.get("summary").text(),
                    dependency.get("manifest_path").text(),
                    weakness.get("first_patched_version").get("identifier").findText().orElse(""));
            case CODE -> alert(kind, one, rule.get("security_severity_level").findText().orElse("unknown"),
                    rule.get("id").text(), rule.get("description").text(),
                    one.get("most_recent_instance").get("location").get("path").findText().orElse(""), "");
            // Never the secret itself, which GitHub sends along.
            case SECRET -> alert(kind, one, "critical", one.get("secret_type").text(),
                    one.get("secret_type_display_name").findText().orElseGet(() -> one.get("secret_type").text()), "",
                    "");
        };
    }

    private static Alert alert(Kind kind, JsonValue one, String severity, String subject, String title, String path,
            String fixed) {
        return new Alert(kind, one.get("number").asLong(0), severity, subject, title, path, fixed,
                Instant.parse(one.get("created_at").text()), URI.create(one.get("html_url").text()));
    }
}
