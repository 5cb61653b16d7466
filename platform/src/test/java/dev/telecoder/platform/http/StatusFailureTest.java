package dev.telecoder.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusFailureTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    @ParameterizedTest
    @CsvSource({"400,REJECTED", "401,AUTHENTICATION", "403,AUTHENTICATION", "404,REJECTED", "408,UNAVAILABLE",
            "422,REJECTED", "429,RATE_LIMITED", "500,UNAVAILABLE", "503,UNAVAILABLE", "529,UNAVAILABLE"})
    void tellsWhatAStatusMeans(int status, Failure kind) {
        assertThat(StatusFailure.kind(status)).isEqualTo(kind);
    }

    @Test
    void readsHowLongToWait() {
        assertThat(StatusFailure.retryAfter(Optional.of("7"), NOW)).contains(Duration.ofSeconds(7));
        assertThat(StatusFailure.retryAfter(Optional.of("0.5"), NOW)).contains(Duration.ofMillis(500));
        assertThat(StatusFailure.retryAfter(Optional.of("Sun, 22 Nov 2026 10:01:00 GMT"), NOW))
                .contains(Duration.ofMinutes(1));
        assertThat(StatusFailure.retryAfter(Optional.of("-3"), NOW)).contains(Duration.ZERO);
        assertThat(StatusFailure.retryAfter(Optional.of("99999999999"), NOW)).contains(Duration.ofHours(6));
        assertThat(StatusFailure.retryAfter(Optional.of("soon"), NOW)).isEmpty();
        assertThat(StatusFailure.retryAfter(Optional.empty(), NOW)).isEmpty();
    }

    @Test
    void saysWhatTheServiceSaidWithoutSecrets() {
        PluginException thrown = StatusFailure.of("GitHub",
                answer(422, "bad\n token=abcdefghi ghp_abcdefghijkl, Bearer abcdefghijk"), "");

        assertThat(thrown).hasMessageStartingWith("GitHub refused the request (422): bad").hasMessageContaining("***");
        assertThat(thrown.getMessage()).doesNotContain("ghp_abc").doesNotContain("abcdefghijk");
        assertThat(StatusFailure.of("GitHub", answer(401, "x"), "Check github.token."))
                .hasMessage("GitHub refused the credentials (401). Check github.token.");
        assertThat(StatusFailure.of("X", answer(429, ""), "").retryAfter()).contains(Duration.ofSeconds(30));
    }

    @Test
    void redactsAddressesAndHeaders() {
        assertThat(Redacted.text("GET https://u:p@h/x?api_key=abc&page=2&access_token=d"))
                .isEqualTo("GET https://***@h/x?api_key=***&page=2&access_token=***");
        assertThat(Redacted.text("Authorization: Bearer abcdefgh12345")).isEqualTo("Authorization: Bearer ***");
        assertThat(Redacted.text("bot 123456789:AAEhBP0av28cKdZ3VnxxMOM_5Lk2ElTmbHk sent")).doesNotContain("AAEhBP0");
        assertThat(Redacted.sensitive("X-Api-Key")).isTrue();
        assertThat(Redacted.sensitive("X-GitLab-Token")).isTrue();
        assertThat(Redacted.sensitive("Accept")).isFalse();
    }

    private static OkResponse answer(int status, String body) {
        return new OkResponse(status, Headers.of(), body.getBytes(StandardCharsets.UTF_8));
    }
}
