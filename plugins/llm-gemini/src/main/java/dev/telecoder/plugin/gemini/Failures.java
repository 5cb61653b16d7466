package dev.telecoder.plugin.gemini;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.support.llm.RetryAfter;
import dev.telecoder.support.llm.ServiceFailures;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** What is Google's own in its refusals: a wrong key is a 400, and the delay stands in the body. */
final class Failures {

    private final ServiceFailures service;
    private final Clock clock;

    Failures(ServiceFailures service, Clock clock) {
        this.service = service;
        this.clock = clock;
    }

    PluginException ofStatus(int status, Function<String, Optional<String>> header, JsonValue body) {
        JsonValue error = error(body);
        Optional<Duration> wait = RetryAfter.of(header, clock);
        for (JsonValue detail : error.get("details").items()) {
            if (wait.isEmpty() && detail.get("@type").text().endsWith("RetryInfo")) {
                wait = RetryAfter.seconds(detail.get("retryDelay").text());
            }
        }
        return service.ofStatus(refusesKey(status, error) ? 401 : status, wait, body,
                "Check llm.model and llm.base_url in config.yaml.");
    }

    /** An error that comes after the status 200 was sent. */
    PluginException inStream(JsonValue chunk) {
        return ofStatus(chunk.get("error").get("code").asInt(500), name -> Optional.empty(), chunk);
    }

    PluginException brokeOff() {
        return service.brokeOff();
    }

    PluginException unreadable(PluginException cause) {
        return service.unreadable(cause);
    }

    private static JsonValue error(JsonValue body) {
        return body.at(0).isNull() ? body.get("error") : body.at(0).get("error");
    }

    private static boolean refusesKey(int status, JsonValue error) {
        return status == 400 && (error.get("message").text().contains("API key")
                || error.get("details").items().stream()
                        .anyMatch(detail -> detail.get("reason").text().startsWith("API_KEY")));
    }
}
