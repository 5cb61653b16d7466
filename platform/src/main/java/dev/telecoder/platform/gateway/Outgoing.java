package dev.telecoder.platform.gateway;

import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.channel.MessageFormat;
import dev.telecoder.api.channel.OutboundMessage;
import java.util.List;
import java.util.Optional;

/** A message as a channel gets it. */
record Outgoing(String id, ChatAddress address, String markdown, MessageFormat.Part part, Optional<String> replyTo,
        List<Choice> choices) implements OutboundMessage {

    /** Makes it of a row that is formatted; one that replaces a message is a reply to it where it cannot be an edit. */
    static Outgoing of(OutboxTable.Row row, Optional<String> replaced) {
        return new Outgoing(row.id(), row.address(), row.body().get("markdown").text(),
                new MessageFormat.Part(row.body().get("body"), row.body().get("plain").text()),
                replaced.or(() -> Optional.ofNullable(row.replyTo())), row.choices());
    }
}
