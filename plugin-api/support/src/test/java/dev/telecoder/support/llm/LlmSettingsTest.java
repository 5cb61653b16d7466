package dev.telecoder.support.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telecoder.api.Secret;
import dev.telecoder.support.llm.LlmSettings.Access;
import java.util.List;
import org.junit.jupiter.api.Test;

class LlmSettingsTest {

    private static final Secret FIRST = new Secret("first");
    private static final Secret OTHER = new Secret("other");

    @Test
    void keepsAddressAndKeyToTheProviderTheyAreFor() {
        LlmSettings settings = new LlmSettings("a", "m", "http://one/v1/", FIRST,
                List.of(new LlmFallback("b", "n", "http://two", OTHER)));

        assertThat(settings.access("a")).isEqualTo(new Access("http://one/v1", FIRST));
        assertThat(settings.access("b")).isEqualTo(new Access("http://two", OTHER));
        assertThat(settings.access("c")).isEqualTo(new Access(null, null));
        assertThat(settings.names("b")).isTrue();
        assertThat(settings.names("c")).isFalse();
    }

    @Test
    void asksAFallbackOfTheSameProviderWhereItsModelIsWanted() {
        LlmSettings settings = new LlmSettings("a", "m", "http://one", FIRST, List.of(
                new LlmFallback(null, "n", null, null), new LlmFallback(null, "o", "http://two", null),
                new LlmFallback("a", "p", null, OTHER), new LlmFallback("b", "q", null, OTHER)));

        assertThat(settings.access("a", "m")).isEqualTo(new Access("http://one", FIRST));
        assertThat(settings.access("a", "n")).isEqualTo(new Access("http://one", FIRST));
        // The key of one server is not shown to another.
        assertThat(settings.access("a", "o")).isEqualTo(new Access("http://two", null));
        assertThat(settings.access("a", "p")).isEqualTo(new Access("http://one", OTHER));
        assertThat(settings.access("b", "q")).isEqualTo(new Access(null, OTHER));
        assertThat(settings.access("b", "m")).isEqualTo(new Access(null, OTHER));
    }

    @Test
    void takesTheKeyOfTheEnvironmentOnlyWhereThereIsNoOther() {
        assertThat(new Access(null, FIRST).keyOr("there")).isEqualTo(FIRST);
        assertThat(new Access(null, null).keyOr(" there ")).extracting(key -> key.reveal()).isEqualTo("there");
        assertThat(new Access(null, null).keyOr("  ")).isNull();
        assertThat(new Access(null, null).keyOr(null)).isNull();
        assertThat(new LlmSettings(null, null, null, new Secret(" "), List.of()).apiKey()).isNull();
    }

    @Test
    void refusesAnAddressThatIsNone() {
        assertThatThrownBy(() -> new LlmSettings(null, null, "api.example.com", null, List.of()))
                .hasMessageContaining("llm.base_url").hasMessageContaining("api.example.com");
        assertThatThrownBy(() -> new LlmFallback(null, null, "http://", null))
                .hasMessageContaining("llm.fallbacks[].base_url");
    }
}
