package dev.telecoder.platform.gateway;

import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.json.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A command, or an answer to a question, as the inbox keeps it until it is carried out.
 *
 * @param text the command; of an answer in free text the text
 * @param question the question that is answered in free text, or {@code null}
 * @param person who wrote
 * @param at where, and so where the reply goes
 * @param begun whether something that must not happen twice was begun
 */
record Wish(String text, @Nullable String question, String person, ChatAddress at, boolean begun) {

    Wish underWay() {
        return new Wish(text, question, person, at, true);
    }

    JsonValue toJson() {
        return JsonValue.object().put("text", text).put("question", question).put("person", person)
                .put("channel", at.channel()).put("chat", at.chat()).put("thread", at.thread()).put("begun", begun)
                .build();
    }

    static Wish of(JsonValue payload) {
        return new Wish(payload.get("text").text(), payload.get("question").findText().orElse(null),
                payload.get("person").text(), new ChatAddress(payload.get("channel").text(), payload.get("chat").text(),
                        payload.get("thread").findText().orElse(null)),
                payload.get("begun").asBoolean(false));
    }
}
