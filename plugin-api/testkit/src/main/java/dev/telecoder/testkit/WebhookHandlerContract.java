package dev.telecoder.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.http.WebhookHandler;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What is asked of every {@link WebhookHandler} whose sender signs what it sends.
 *
 * @since 1.0
 */
public abstract class WebhookHandlerContract {

    /** For the plugin's test. */
    protected WebhookHandlerContract() {}

    /** {@return the handler, the same one during a test} */
    protected abstract WebhookHandler handler();

    /** {@return a delivery that has an effect, always the same one, without a signature} */
    protected abstract TestWebhookRequest delivery();

    /**
     * Signs a request as the sender does.
     *
     * @param request a request
     * @return the same with a right signature over its exact body
     */
    protected abstract TestWebhookRequest signed(TestWebhookRequest request);

    /** {@return whether the signature depends on the body; GitLab's, for one, is the same for each} */
    protected boolean signsTheBody() {
        return true;
    }

    /** {@return how many effects there were: signals published, messages in the inbox} */
    protected abstract int effects();

    @Test
    void takesARightDelivery() {
        assertThat(handler().handle(signed(delivery())).status()).isBetween(200, 299);
        assertThat(effects()).isEqualTo(1);
    }

    @Test
    void refusesAWrongSignatureAndDoesNothing() {
        byte[] changed = (new String(delivery().body(), StandardCharsets.UTF_8) + " ").getBytes(StandardCharsets.UTF_8);

        List<WebhookHandler.Response> answers = new ArrayList<>();
        answers.add(handler().handle(delivery()));
        if (signsTheBody()) {
            answers.add(handler().handle(signed(delivery()).withBody(changed)));
        }

        assertThat(answers).extracting(WebhookHandler.Response::status).containsOnly(401);
        assertThat(effects()).isZero();
        assertThat(handler().handle(signed(delivery())).status()).as("the refused one did not use up its id")
                .isBetween(200, 299);
        assertThat(effects()).isEqualTo(1);
    }

    @Test
    void takesTheSameDeliveryTwiceWithoutHarm() {
        int first = handler().handle(signed(delivery())).status();
        int second = handler().handle(signed(delivery())).status();

        assertThat(List.of(first, second)).allMatch(status -> status >= 200 && status < 300);
        assertThat(effects()).isEqualTo(1);
    }

    @Test
    void answersGarbageWith400() {
        for (String garbage : List.of("", "{", "null", "[]", "\"text\"", "\u0000\ufffd", "{\"a\":".repeat(200))) {
            int status = handler().handle(signed(delivery().withBody(garbage.getBytes(StandardCharsets.UTF_8))))
                    .status();
            assertThat(status).as("the answer to %s", garbage).isEqualTo(400);
        }
        assertThat(effects()).isZero();
    }
}
