package dev.telecoder.plugin.whatsapp;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.channel.Attachment;
import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.channel.InboundMessage;
import dev.telecoder.api.channel.Sender;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.support.channel.MediaTypes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes messages of what Meta posts. Safe for many threads. */
final class Incoming {

    private static final Logger LOG = LoggerFactory.getLogger(Incoming.class);

    private final GraphApi api;

    Incoming(GraphApi api) {
        this.api = api;
    }

    /**
     * Reads a message.
     *
     * @param message the message
     * @param value what it came in, with the names of those who wrote
     * @return empty for what says nothing: reactions, deletions, kinds that WhatsApp itself does not hand on
     */
    Optional<InboundMessage> message(JsonValue message, JsonValue value) {
        String from = message.get("from").text();
        String id = message.get("id").text();
        if (from.isEmpty() || id.isEmpty()) {
            return Optional.empty();
        }
        String group = message.get("group_id").text();
        JsonValue context = message.get("context");
        boolean answersMe = List.of(value.get("metadata").get("display_phone_number").text().replaceAll("\\D", ""),
                value.get("metadata").get("phone_number_id").text()).contains(context.get("from").text())
                && !context.get("from").text().isEmpty();
        InboundMessage.Builder made = InboundMessage.builder(id,
                new ChatAddress(WhatsAppChannel.ID, group.isEmpty() ? from : group, null),
                new Sender(from, name(value, from)), sentAt(message)).direct(group.isEmpty())
                .addressedToBot(group.isEmpty() || answersMe);
        context.get("id").findText().ifPresent(made::replyTo);
        boolean says = switch (message.get("type").text()) {
            case "text" -> says(made, message.get("text").get("body").text());
            case "image", "video", "audio", "document", "sticker" -> file(made, message);
            case "interactive" -> pressed(made, context, message.get("interactive"));
            case "button" -> answered(made, context, message.get("button"));
            case "location" -> says(made, place(message.get("location")));
            case "contacts" -> says(made, people(message.get("contacts")));
            default -> false;
        };
        return says ? Optional.of(made.build()) : Optional.empty();
    }

    private static Instant sentAt(JsonValue message) {
        String seconds = message.get("timestamp").text();
        return seconds.matches("\\d{1,11}") ? Instant.ofEpochSecond(Long.parseLong(seconds)) : Instant.EPOCH;
    }

    private static String name(JsonValue value, String from) {
        return value.get("contacts").items().stream().filter(contact -> contact.get("wa_id").text().equals(from))
                .map(contact -> contact.get("profile").get("name").text()).filter(name -> !name.isBlank()).findFirst()
                .orElse("+" + from);
    }

    private static boolean says(InboundMessage.Builder made, String text) {
        made.text(text);
        return !text.isBlank();
    }

    private static boolean pressed(InboundMessage.Builder made, JsonValue context, JsonValue interactive) {
        JsonValue reply = interactive.get(interactive.get("type").text());
        return picked(made, context, reply.get("id").text(), reply.get("title").text());
    }

    private static boolean answered(InboundMessage.Builder made, JsonValue context, JsonValue button) {
        return picked(made, context, button.get("payload").text(), button.get("text").text());
    }

    /** Where nothing says which message it belongs to, the words of the button are what was said. */
    private static boolean picked(InboundMessage.Builder made, JsonValue context, String choice, String title) {
        if (context.get("id").text().isEmpty() || choice.isEmpty()) {
            return says(made, title);
        }
        made.picked(context.get("id").text(), choice);
        return true;
    }

    private static String place(JsonValue location) {
        String named = (location.get("name").text() + " " + location.get("address").text()).strip();
        return "[location " + (named.isEmpty() ? "" : named + ", ") + location.get("latitude").text() + " "
                + location.get("longitude").text() + "]";
    }

    private static String people(JsonValue contacts) {
        StringBuilder text = new StringBuilder();
        contacts.items().forEach(contact -> {
            text.append(text.isEmpty() ? "" : "\n").append("[contact ")
                    .append(contact.get("name").get("formatted_name").text());
            contact.get("phones").items().forEach(phone -> text.append(", ").append(phone.get("phone").text()));
            text.append(']');
        });
        return text.toString();
    }

    private boolean file(InboundMessage.Builder made, JsonValue message) {
        String kind = message.get("type").text();
        JsonValue file = message.get(kind);
        String name = file.get("filename").findText().orElse(kind);
        String caption = file.get("caption").text();
        try {
            byte[] bytes = api.download(file.get("id").text());
            String type = MediaTypes.of(bytes, name);
            String ending = type.substring(type.indexOf('/') + 1).replaceAll("^x-|\\W.*", "");
            made.attachments(List.of(new Attachment(name.contains(".") ? name : name + "." + ending, type, bytes)));
            made.text(caption);
        } catch (PluginException | IllegalArgumentException e) {
            LOG.warn("A file on WhatsApp could not be fetched: {}", e.getMessage());
            made.text((caption + "\n[file " + name + " could not be fetched: " + e.getMessage() + "]").strip());
        }
        return true;
    }
}
