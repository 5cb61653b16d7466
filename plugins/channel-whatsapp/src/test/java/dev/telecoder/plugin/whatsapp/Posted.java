package dev.telecoder.plugin.whatsapp;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.support.channel.Signatures;
import dev.telecoder.testkit.FakeWhatsApp;
import dev.telecoder.testkit.TestContext;
import dev.telecoder.testkit.TestWebhookRequest;

/** What Meta posts, in the shape of its documentation. */
final class Posted {

    private Posted() {}

    static JsonValue json(String text) {
        return TestContext.with().json().parse(text);
    }

    static String text(String id, String text) {
        return message(JsonValue.object().put("id", id).put("type", "text")
                .put("text", JsonValue.object().put("body", text).build()).build());
    }

    /** A message with a sender and a time, in its envelope. */
    static String message(JsonValue message) {
        JsonValue.ObjectBuilder whole = JsonValue.object().put("from", "972987654321").put("timestamp", "1697043223");
        message.members().forEach(whole::put);
        return value(value -> value.put("contacts", json(
                "[{\"profile\":{\"name\":\"Test Name\"},\"wa_id\":\"972987654321\"}]"))
                .put("messages", java.util.List.of(whole.build())));
    }

    static String value(java.util.function.UnaryOperator<JsonValue.ObjectBuilder> filled) {
        JsonValue value = filled.apply(JsonValue.object().put("messaging_product", "whatsapp").put("metadata",
                JsonValue.object().put("display_phone_number", "972123456789")
                        .put("phone_number_id", FakeWhatsApp.NUMBER).build()))
                .build();
        return JsonValue.object().put("object", "whatsapp_business_account").put("entry", java.util.List.of(
                JsonValue.object().put("id", "1").put("changes", java.util.List.of(JsonValue.object()
                        .put("value", value).put("field", "messages").build())).build()))
                .build().toString();
    }

    static TestWebhookRequest signed(String body) {
        return signed(TestWebhookRequest.post(body));
    }

    static TestWebhookRequest signed(TestWebhookRequest request) {
        return request.withHeader("X-Hub-Signature-256",
                "sha256=" + Signatures.hmacSha256(FakeWhatsApp.SECRET, "", request.body()));
    }
}
