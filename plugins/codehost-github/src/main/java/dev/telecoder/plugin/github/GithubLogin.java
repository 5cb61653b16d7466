package dev.telecoder.plugin.github;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginContext;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.Secret;
import dev.telecoder.api.http.Http;
import dev.telecoder.api.http.HttpRequest;
import dev.telecoder.api.http.HttpResponse;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.support.rest.RestFailures;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who we are for GitHub: the owner of a personal token, the installation of an App, or nobody. The token of an installation
 * holds for an hour; a new one is fetched some minutes before. Any number of threads may use it.
 */
final class GithubLogin {

    private static final Duration EARLY = Duration.ofMinutes(5);

    private final GithubConfig config;
    private final @Nullable AppKey key;
    private final Http http;
    private final Json json;
    private final Clock clock;
    private final RestFailures failures;
    private @Nullable Secret token;
    private Instant expires = Instant.MIN;
    private @Nullable String account;

    private GithubLogin(GithubConfig config, @Nullable AppKey key, PluginContext context, RestFailures failures) {
        this.config = config;
        this.key = key;
        this.http = context.http();
        this.json = context.json();
        this.clock = context.clock();
        this.failures = failures;
    }

    static GithubLogin of(GithubConfig config, PluginContext context, RestFailures failures) {
        return new GithubLogin(config, config.isApp() ? AppKey.read(config.privateKeyFile()) : null, context, failures);
    }

    /** Whether GitHub knows who asks. */
    boolean known() {
        return key != null || config.token() != null;
    }

    /** The id of the App we are; empty where we are none. */
    String app() {
        return key == null ? "" : config.appId();
    }

    HttpRequest authorize(HttpRequest request) {
        Secret secret = key == null ? config.token() : installationToken(key);
        return secret == null ? request : bearer(request, secret);
    }

    /** The token of the App's installation; empty where we are no App. */
    Optional<Secret> ofApp() {
        return key == null ? Optional.empty() : Optional.of(installationToken(key));
    }

    /** The login: an App acts under its short name with {@code [bot]}. It does not change while we run. */
    synchronized Optional<String> account(Supplier<String> ofToken) {
        if (account == null && known()) {
            account = key == null ? ofToken.get() : asApp(HttpRequest.get(URI.create(config.api() + "/app")), key)
                    .get("slug").text() + "[bot]";
        }
        return Optional.ofNullable(account);
    }

    private synchronized Secret installationToken(AppKey signing) {
        Secret now = token;
        if (now == null || !clock.instant().plus(EARLY).isBefore(expires)) {
            JsonValue fresh = asApp(HttpRequest.post(URI.create(config.api() + "/app/installations/"
                    + config.installationId() + "/access_tokens")), signing);
            now = new Secret(fresh.get("token").findText().orElseThrow(() -> PluginException.of(Failure.UNAVAILABLE,
                    "GitHub gave the App no token. Check github.installation_id.")));
            token = now;
            expires = Instant.parse(fresh.get("expires_at").text());
        }
        return now;
    }

    private JsonValue asApp(HttpRequest request, AppKey signing) {
        HttpResponse answer = http.send(bearer(GithubApi.described(request),
                signing.token(config.appId(), clock.instant())));
        failures.check("App " + config.appId(), answer);
        return json.parse(answer.text());
    }

    private static HttpRequest bearer(HttpRequest request, Secret secret) {
        return request.withHeader("authorization", "Bearer " + secret.reveal());
    }
}
