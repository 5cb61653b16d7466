package dev.telecoder.platform.gateway;

import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.channel.Sender;
import dev.telecoder.platform.conversation.Conversation;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.identity.Role;
import dev.telecoder.platform.store.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * How the accounts of a person are joined: a code made in one account, sent from another, makes that one theirs. A code holds
 * ten minutes and for one use, is made and taken in direct chats alone, and five wrong ones lock an account out for an hour.
 * Where a platform has no direct chats, others read the code: it is made for one account there, and no other can use it.
 * Who is left is whoever made the code, so a code cannot take rights away from who is tricked into sending it: with more
 * rights than the maker's nobody is joined. Safe for many threads.
 */
final class Links {

    /** Where codes stand among those of pairing: no channel has this name. */
    static final String CODES = "/link";

    /** Begins the name of a code that is for one account; the channel and the account follow. */
    private static final String FOR = "/link ";

    private static final Duration HOLDS = Duration.ofMinutes(10);
    private static final String NOT_HERE = "Do that in a direct chat with me: others can read what is said here.";

    private final Gateway.Parts parts;
    private final Controls controls;

    Links(Gateway.Parts parts, Controls controls) {
        this.parts = parts;
        this.controls = controls;
    }

    /** Makes a code for a person, in place of an earlier one. */
    String make(Conversation conversation, Person person) {
        return make(conversation, person, "", person.name());
    }

    /** Takes a code, or makes one for an account that is named by channel and account. */
    String given(Conversation conversation, Person person, String rest) {
        String[] words = rest.strip().split("\\s+");
        return words.length == 2
                ? make(conversation, person, " from " + words[1] + " on " + words[0], bound(words[0], words[1]))
                : redeem(conversation, person, rest);
    }

    private static String bound(String channel, String account) {
        return (FOR + channel + " " + account.replaceFirst("^@", "")).toLowerCase(Locale.ROOT);
    }

    private String make(Conversation conversation, Person person, String from, String name) {
        if (conversation.kind() != Conversation.Kind.DIRECT) {
            return NOT_HERE;
        }
        Instant now = parts.clock().instant();
        String code = Pairings.code();
        parts.database().write(h -> h.createUpdate("INSERT INTO pairing (channel, account_id, name, code, created_at,"
                + " expires_at) VALUES (:codes, :person, :name, :code, :at, :expires) ON CONFLICT (channel, account_id)"
                + " DO UPDATE SET name = :name, code = :code, created_at = :at, expires_at = :expires")
                .bind("codes", CODES).bind("person", person.id()).bind("name", name).bind("code", code)
                .bind("at", Times.text(now)).bind("expires", Times.text(now.plus(HOLDS))).execute());
        return "Write `/link " + code + "` to me" + (from.isEmpty() ? " from your other account" : from) + " within "
                + HOLDS.toMinutes() + " minutes: **" + code + "**. It makes that account yours, with your rights; "
                + (from.isEmpty() ? "show it to nobody." : "no other account can use it.");
    }

    /** Makes of the person who sends a code, with all their accounts, the one who made it. */
    String redeem(Conversation conversation, Person person, String given) {
        if (conversation.kind() != Conversation.Kind.DIRECT) {
            parts.database().write(h -> owner(h, given, "").map(maker -> used(h, maker)).orElse(0));
            return NOT_HERE + " That code holds no more, if it was one.";
        }
        List<String> ended = new ArrayList<>();
        String said = parts.database().write(h -> taken(h, "link:" + person.id(), given, "", maker -> {
            if (maker.id().equals(person.id())) {
                return "This account is yours already. Send the code from the other one.";
            } else if (!maker.role().covers(person.role())) {
                return "You have more rights here than where the code was made. Make one here with `/link` and send it"
                        + " from there.";
            } else if (isBusy(h, person)) {
                return "Something of yours still runs. Say `/stop` or wait for it, then send the code again.";
            }
            ended.addAll(parts.conversations().unite(h, person, maker));
            used(h, person);
            parts.people().merge(h, person, maker);
            used(h, maker);
            return joined(h, maker);
        }));
        ended.forEach(controls::ended);
        return said;
    }

    /**
     * Takes a code where others read it, from an account that its platform vouches for: only a code for just that account.
     * Empty where nothing is to be said.
     */
    Optional<String> redeemOpenly(Handle h, ChatAddress at, Sender sender, String given) {
        Optional<Person> revealed = owner(h, given, "");
        if (revealed.isPresent()) {
            used(h, revealed.get());
            return Optional.of("Others can read what is said here, so that code holds no more. `/link " + at.channel()
                    + " " + sender.name() + "` in a direct chat with me makes one that only you can use here.");
        }
        return redeem(h, at, sender, given, bound(at.channel(), sender.name()));
    }

    /** Lets a stranger in who sends a code; empty where nothing is to be said to them. */
    Optional<String> redeem(Handle h, ChatAddress at, Sender sender, String given) {
        return redeem(h, at, sender, given, "");
    }

    private Optional<String> redeem(Handle h, ChatAddress at, Sender sender, String given, String bound) {
        String subject = "link:" + at.channel() + ":" + sender.id();
        if (Pairings.locked(h, subject, parts.clock().instant()).isPresent()) {
            return Optional.empty(); // strangers could have us write for ever
        }
        return Optional.of(taken(h, subject, given, bound, maker -> {
            Optional<Person> met = parts.people().findByAccount(h, at.channel(), sender.id());
            if (met.isPresent() && !met.get().id().equals(maker.id())) {
                if (!maker.role().covers(met.get().role()) || isBusy(h, met.get())) {
                    return "Something of yours still runs elsewhere. Wait for it, then send the code again.";
                }
                parts.people().merge(h, met.get(), maker);
            }
            parts.people().link(h, maker, at.channel(), sender.id(), sender.name());
            used(h, maker);
            return joined(h, maker);
        }));
    }

    /** Parts accounts from a person; whoever writes from one is a stranger then. */
    String part(Conversation conversation, Person person, String channel) {
        if (conversation.kind() != Conversation.Kind.DIRECT) {
            return NOT_HERE;
        }
        return parts.database().write(h -> {
            Map<String, List<String>> accounts = accounts(h, person);
            if (!accounts.containsKey(channel)) {
                return (channel.isEmpty() ? "Which one? `/unlink CHANNEL`. "
                        : "You have no account on " + channel + ". ")
                        + told(accounts);
            } else if (accounts.size() == 1 && person.role() != Role.OWNER) {
                return "That is the only one you have, so there would be nobody left to be.";
            }
            for (Map<String, Object> account : parts.people().accounts(h, person)) {
                if (channel.equals(account.get("channel"))) {
                    parts.people().unlink(h, channel, String.valueOf(account.get("account")));
                }
            }
            parts.conversations().leave(h, person, channel);
            return "Your account on " + channel + " is no longer yours. What was said stays with you.";
        });
    }

    /** Tells a person who they are here; which accounts they have is theirs alone to read. */
    String whoIs(Conversation conversation, Person person) {
        String who = "You are " + person.name() + ", " + person.role().word() + " of this TeleCoder. Your id is `"
                + person.id() + "`.";
        return conversation.kind() == Conversation.Kind.DIRECT
                ? who + " " + parts.database().read(h -> told(accounts(h, person))) : who;
    }

    private String taken(Handle h, String subject, String given, String bound, Function<Person, String> then) {
        Instant now = parts.clock().instant();
        Optional<String> locked = Pairings.locked(h, subject, now);
        if (locked.isPresent()) {
            return "Too many wrong codes; try again after " + locked.get() + ".";
        }
        Optional<Person> maker = owner(h, given, bound);
        if (maker.isEmpty()) {
            Pairings.wrong(h, subject, now);
            return "There is no such code. It holds " + HOLDS.toMinutes()
                    + " minutes and for one use; `/link` in the other account makes a new one, and `/whoami` tells"
                    + " whether this one is joined.";
        }
        h.createUpdate("DELETE FROM attempt WHERE subject = :subject").bind("subject", subject).execute();
        return then.apply(maker.get());
    }

    /** Who made a code for the account that is named, or for whichever. */
    private Optional<Person> owner(Handle h, String given, String bound) {
        return h.createQuery("SELECT account_id FROM pairing WHERE channel = :codes AND code = :code"
                + " AND expires_at > :now AND iif(:bound = '', substr(name, 1, length(:for)) <> :for, name = :bound)")
                .bind("codes", CODES).bind("bound", bound).bind("for", FOR)
                .bind("code", given.strip().toUpperCase(Locale.ROOT))
                .bind("now", Times.text(parts.clock().instant())).mapTo(String.class).findOne()
                .flatMap(id -> parts.people().find(h, id));
    }

    private static int used(Handle h, Person maker) {
        return h.createUpdate("DELETE FROM pairing WHERE channel = :codes AND account_id = :person")
                .bind("codes", CODES).bind("person", maker.id()).execute();
    }

    private static boolean isBusy(Handle h, Person person) {
        return h.createQuery("SELECT EXISTS (SELECT 1 FROM turn WHERE person = :person"
                + " AND state IN ('queued','running','waiting'))").bind("person", person.id()).mapTo(Boolean.class)
                .one();
    }

    private String joined(Handle h, Person maker) {
        return "You are " + maker.name() + " here too now. " + told(accounts(h, maker));
    }

    private Map<String, List<String>> accounts(Handle h, Person person) {
        return parts.people().accounts(h, person).stream().collect(Collectors.groupingBy(
                account -> String.valueOf(account.get("channel")), TreeMap::new,
                Collectors.mapping(account -> String.valueOf(account.get("name")), Collectors.toList())));
    }

    private static String told(Map<String, List<String>> accounts) {
        UnaryOperator<String> plain = name -> name.replaceAll("[\\p{Punct}\\p{Cntrl}&&[^.-]]", "");
        return accounts.isEmpty() ? "You have no account on a channel." : "Your accounts: " + accounts.entrySet()
                .stream().map(one -> one.getKey() + " (" + one.getValue().stream().map(plain)
                        .collect(Collectors.joining(", ")) + ")")
                .collect(Collectors.joining(", ")) + ".";
    }
}
