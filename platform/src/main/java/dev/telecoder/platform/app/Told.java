package dev.telecoder.platform.app;

import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.platform.conversation.Conversation;
import dev.telecoder.platform.conversation.Conversations;
import dev.telecoder.platform.conversation.Message;
import dev.telecoder.platform.gateway.Channels;
import dev.telecoder.platform.gateway.Mail;
import dev.telecoder.platform.identity.People;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.task.Entry;
import dev.telecoder.platform.task.Turns;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * Says something to those whom settings name, without being asked: at the first of their addresses whose channel is up, else
 * at the first, where it waits for the channel. It is said in the conversation that is held there, so that it can be answered.
 */
record Told(Conversations conversations, People people, Channels channels, Mail mail) {

    /** Says it in the caller's transaction, once for each id; {@return the conversation it was said in, if there are addresses}. */
    Optional<Conversation> to(Handle h, String id, List<String> addresses, String markdown) {
        Optional<ChatAddress> at = pick(addresses);
        at.ifPresent(address -> mail.say(h, id, held(h, address), at, null, Message.Role.SYSTEM, markdown));
        return at.map(address -> held(h, address));
    }

    /** Tells of something that happened outside, as a turn that is over: who answers there is understood by the next. */
    Conversation of(Handle h, String id, List<String> addresses, Function<Conversation, String> markdown,
            Mail.Offer offer, Turns turns) {
        ChatAddress at = pick(addresses).orElseThrow();
        Conversation held = held(h, at);
        String turn = turns.told(h, held.id(), people.owner().id(), Entry.HEARTBEAT);
        mail.offer(h, id, held, Optional.of(at), turn, markdown.apply(held), offer);
        return held;
    }

    /** Whose own chat an address is; empty if several read there. Where nobody wrote yet it is taken for the owner's. */
    Optional<String> reader(Handle h, List<String> addresses) {
        ChatAddress at = pick(addresses).orElseThrow();
        Optional<Conversation> held = conversations.findByAddress(h, at).flatMap(id -> conversations.find(h, id));
        if (held.isEmpty()) {
            return people.findByAccount(h, at.channel(), at.chat()).or(() -> Optional.of(people.owner()))
                    .map(Person::id);
        }
        return reader(held.get());
    }

    /** Who alone reads a conversation; empty if several do. */
    Optional<String> reader(Conversation held) {
        return held.kind() == Conversation.Kind.DIRECT ? Optional.ofNullable(held.owner())
                : held.people().size() == 1 ? Optional.of(held.people().getFirst()) : Optional.empty();
    }

    private Conversation held(Handle h, ChatAddress at) {
        return conversations.findByAddress(h, at).flatMap(known -> conversations.find(h, known))
                .orElseGet(() -> conversations.shared(h, people.owner(), at));
    }

    private Optional<ChatAddress> pick(List<String> addresses) {
        List<String> up = channels.statuses().stream().filter(one -> one.state().equals("up"))
                .map(Channels.Status::id).toList();
        List<ChatAddress> all = addresses.stream().map(Told::address).toList();
        return all.stream().filter(at -> up.contains(at.channel())).findFirst().or(() -> all.stream().findFirst());
    }

    /** Reads {@code channel:chat[:thread]}. */
    private static ChatAddress address(String written) {
        String[] parts = written.split(":", 3);
        return new ChatAddress(parts[0], parts.length > 1 ? parts[1] : "", parts.length > 2 ? parts[2] : null);
    }
}
