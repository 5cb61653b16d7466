package dev.telecoder.support.llm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.Secret;
import dev.telecoder.api.json.JsonValue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceFailuresTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T10:00:00Z"), ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource({"400,REJECTED", "401,AUTHENTICATION", "402,REJECTED", "403,AUTHENTICATION", "404,REJECTED",
            "408,UNAVAILABLE", "413,CONTEXT_TOO_LONG", "422,REJECTED", "429,RATE_LIMITED", "500,UNAVAILABLE",
            "502,UNAVAILABLE", "529,UNAVAILABLE"})
    void tellsKindsApartByTheStatus(int status, Failure kind) {
        PluginException failure = failure(status, "It is so.");

        assertThat(failure.failure()).isEqualTo(kind);
        assertThat(failure).hasMessageContaining("Service").hasMessageContaining("It is so").hasMessageContaining(
                "" + status);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            400 | This model's maximum context length is 128000 tokens. However, you requested 130000 tokens
            400 | prompt is too long: 208310 tokens > 200000 maximum
            400 | The input token count (1200000) exceeds the maximum number of tokens allowed (1048575).
            400 | the request exceeds the available context size. try increasing the context size
            400 | Your input exceeds the context window of this model.
            500 | the input length exceeds the context length
            """)
    void knowsARequestThatIsTooLong(int status, String said) {
        assertThat(failure(status, said).failure()).isEqualTo(Failure.CONTEXT_TOO_LONG);
    }

    @ParameterizedTest
    @CsvSource({"retry-after,7,7000", "retry-after,1.5,1500", "retry-after-ms,250,250",
            "retry-after,'Sun, 22 Nov 2026 10:00:30 GMT',30000", "retry-after,'Sun, 22 Nov 2026 09:00:00 GMT',0"})
    void readsHowLongToWait(String header, String value, long millis) {
        assertThat(RetryAfter.of(name -> Optional.ofNullable(Map.of(header, value).get(name)), CLOCK))
                .contains(Duration.ofMillis(millis));
        assertThat(RetryAfter.of(name -> Optional.of("soon"), CLOCK)).isEmpty();
    }

    @Test
    void showsNoKey() {
        assertThat(failure(401, "Wrong key my-own-key, not sk-abcdef123 nor AIzaSyAbcdefgh1234").getMessage())
                .doesNotContain("my-own-key", "sk-abcdef123", "AIzaSyAbc").contains("SERVICE_KEY");
    }

    private static PluginException failure(int status, String said) {
        return new ServiceFailures("Service", "SERVICE_KEY", new Secret("my-own-key"), CLOCK).ofStatus(status,
                name -> Optional.empty(),
                JsonValue.object().put("error", JsonValue.object().put("message", said).build())
                        .build());
    }
}
