package dev.telecoder.example.signals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.signal.Signal;
import dev.telecoder.testkit.TestContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignalPageTest {

    private final SignalPage page = new SignalPage(TestContext.with());

    @Test
    void servesItsFilesAndNothingElse() {
        assertThat(text("")).contains("<script src=\"page.js\"");
        assertThat(text("page.js")).contains("signals.json");
        assertThat(page.resource("index.html")).isEmpty();
        assertThat(page.resource("../dev/telecoder/example/signals/SignalPage.class")).isEmpty();
        assertThat(page.resource("page.js/")).isEmpty();
    }

    @Test
    void listensToTheKindsThatItsSettingsName() {
        assertThat(page.signals()).contains("push");
        assertThat(new SignalPage(TestContext.with("kinds", List.of("deploy"))).signals()).containsExactly("deploy");
    }

    @Test
    void showsTheNewestFirstAndForgetsTheOldest() {
        assertThat(text("signals.json")).isEqualTo("[]");

        for (int i = 0; i < 60; i++) {
            page.onSignal(Signal.builder("gitea", "d" + i, "push", Instant.EPOCH.plusSeconds(i)).repo("myorg/api")
                    .subject("<b>number " + i + "</b>").build());
        }

        assertThat(text("signals.json")).startsWith("[{\"at\":\"1970-01-01T00:00:59Z\"")
                .contains("number 59", "number 10")
                .doesNotContain("number 9<");
    }

    @Test
    void putsWhatOthersWroteOnThePageAsTextOnly() {
        assertThat(text("page.js")).contains("textContent").doesNotContain("innerHTML");
    }

    private String text(String path) {
        return new String(page.resource(path).orElseThrow().bytes(), StandardCharsets.UTF_8);
    }
}
