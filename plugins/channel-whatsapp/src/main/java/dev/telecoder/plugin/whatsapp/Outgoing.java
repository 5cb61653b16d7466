package dev.telecoder.plugin.whatsapp;

import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.channel.OutboundMessage.Choice;
import dev.telecoder.api.json.JsonValue;
import java.util.List;

/** The bodies of what is sent, within the limits of the Cloud API. */
final class Outgoing {

    static final int MOST_BUTTONS = 3;
    static final int MOST_ROWS = 10;
    /** The text above buttons may be no longer. */
    static final int LONGEST_QUESTION = 1_024;

    private static final int LONGEST_BUTTON = 20;
    private static final int LONGEST_ROW = 24;
    private static final int LONGEST_PARAMETER = 1_000;

    private Outgoing() {}

    /** A message of any type; a group has an id that is no number. */
    static JsonValue.ObjectBuilder to(ChatAddress address, String type) {
        return JsonValue.object().put("messaging_product", "whatsapp")
                .put("recipient_type", address.chat().matches("\\+?\\d+") ? "individual" : "group")
                .put("to", address.chat()).put("type", type);
    }

    static JsonValue question(String text, List<Choice> choices) {
        JsonValue.ObjectBuilder asked = JsonValue.object()
                .put("body", JsonValue.object().put("text", text).build());
        if (choices.size() <= MOST_BUTTONS) {
            List<JsonValue> buttons = choices.stream().map(choice -> JsonValue.object().put("type", "reply")
                    .put("reply", named(choice, LONGEST_BUTTON)).build()).toList();
            return asked.put("type", "button").put("action", JsonValue.object().put("buttons", buttons).build())
                    .build();
        }
        List<JsonValue> rows = choices.stream().map(choice -> named(choice, LONGEST_ROW)).toList();
        return asked.put("type", "list").put("action", JsonValue.object().put("button", "Choose")
                .put("sections", List.of(JsonValue.object().put("title", "Answers").put("rows", rows).build()))
                .build()).build();
    }

    private static JsonValue named(Choice choice, int longest) {
        return JsonValue.object().put("id", choice.id()).put("title", cut(choice.label(), longest)).build();
    }

    /** What a template's parameter may hold: one line, no wide gaps. */
    static JsonValue template(String name, String language, String text) {
        String line = cut(text.replaceAll("\\s+", " ").strip(), LONGEST_PARAMETER);
        return JsonValue.object().put("name", name)
                .put("language", JsonValue.object().put("policy", "deterministic").put("code", language).build())
                .put("components", List.of(JsonValue.object().put("type", "body").put("parameters",
                        List.of(JsonValue.object().put("type", "text").put("text", line).build())).build()))
                .build();
    }

    private static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = longest - 1;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
    }
}
