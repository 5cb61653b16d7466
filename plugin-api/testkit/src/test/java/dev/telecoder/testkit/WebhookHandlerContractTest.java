package dev.telecoder.testkit;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.http.WebhookHandler;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.signal.Signal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WebhookHandlerContractTest {

    enum Fault implements FaultMatrix.Fault {
        NONE(""),
        DOES_NOTHING("takesARightDelivery"),
        NEVER_LOOKS_AT_THE_SIGNATURE("refusesAWrongSignatureAndDoesNothing"),
        REMEMBERS_BEFORE_IT_CHECKS("refusesAWrongSignatureAndDoesNothing"),
        COUNTS_EACH_DELIVERY("takesTheSameDeliveryTwiceWithoutHarm"),
        REFUSES_THE_SECOND("takesTheSameDeliveryTwiceWithoutHarm"),
        THROWS_AT_GARBAGE("answersGarbageWith400"),
        TAKES_GARBAGE("answersGarbageWith400");

        private final String row;

        Fault(String row) {
            this.row = row;
        }

        @Override
        public String row() {
            return row;
        }
    }

    private static volatile Fault fault = Fault.NONE;

    @Test
    void eachRowCatchesTheHandlerThatBreaksIt() {
        FaultMatrix.check(Signing.class, Fault.class, chosen -> fault = chosen);
    }

    static final class Signing extends WebhookHandlerContract {

        private final RecordingSignals signals = new RecordingSignals();
        private final Handler handler = new Handler(signals);

        @Override
        protected WebhookHandler handler() {
            return handler;
        }

        @Override
        protected TestWebhookRequest delivery() {
            return TestWebhookRequest.post("{\"id\":\"d-1\"}");
        }

        @Override
        protected TestWebhookRequest signed(TestWebhookRequest request) {
            return request.withHeader("X-Signature", String.valueOf(Arrays.hashCode(request.body())));
        }

        @Override
        protected int effects() {
            // The one that does nothing is told from the others by its answer's effect on the first row alone.
            return fault == Fault.DOES_NOTHING && handler.calls > 1 ? Math.min(1, handler.right) : signals.signals()
                    .size();
        }
    }

    private static final class Handler implements WebhookHandler {

        private final RecordingSignals signals;
        private final Set<String> seen = new HashSet<>();
        private int calls;
        private int right;

        private Handler(RecordingSignals signals) {
            this.signals = signals;
        }

        @Override
        public String path() {
            return "events";
        }

        @Override
        public Response handle(Request request) {
            calls++;
            String body = new String(request.body(), StandardCharsets.UTF_8);
            String id = id(body);
            boolean known = !id.isEmpty() && seen.contains(id);
            if (fault == Fault.REMEMBERS_BEFORE_IT_CHECKS && !id.isEmpty()) {
                seen.add(id);
            }
            boolean signed = request.header("x-signature").orElse("")
                    .equals(String.valueOf(Arrays.hashCode(request.body())));
            if (!signed && fault != Fault.NEVER_LOOKS_AT_THE_SIGNATURE) {
                return Response.unauthorized();
            }
            if (!signed) {
                return Response.accepted();
            }
            if (id.isEmpty()) {
                return switch (fault) {
                    case THROWS_AT_GARBAGE -> Response.of(500, "");
                    case TAKES_GARBAGE -> Response.accepted();
                    default -> Response.unreadable();
                };
            }
            right++;
            return take(id, known);
        }

        private Response take(String id, boolean known) {
            if (known && fault == Fault.REMEMBERS_BEFORE_IT_CHECKS) {
                return Response.accepted();
            }
            if (!seen.add(id) && fault == Fault.REFUSES_THE_SECOND) {
                return Response.of(409, "");
            }
            if (fault != Fault.DOES_NOTHING) {
                String delivery = fault == Fault.COUNTS_EACH_DELIVERY ? UUID.randomUUID().toString() : id;
                signals.publish(Signal.builder("test", delivery, "happened", Instant.EPOCH).build());
            }
            return Response.accepted();
        }

        private static String id(String body) {
            try {
                JsonValue value = JacksonJson.INSTANCE.parse(body);
                return value.get("id").text();
            } catch (PluginException unreadable) {
                return "";
            }
        }
    }
}
