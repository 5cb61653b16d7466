package dev.telecoder.checks.soak;

import dev.telecoder.api.channel.Channel;
import dev.telecoder.api.channel.MessageFormat;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.config.AccessConfig;
import dev.telecoder.platform.config.AccessConfig.DmPolicy;
import dev.telecoder.platform.config.HostJson;
import dev.telecoder.platform.config.PermissionsConfig;
import dev.telecoder.platform.consent.Consent;
import dev.telecoder.platform.conversation.Conversation;
import dev.telecoder.platform.conversation.Conversations;
import dev.telecoder.platform.conversation.Message;
import dev.telecoder.platform.conversation.Messages;
import dev.telecoder.platform.conversation.SqlEventStore;
import dev.telecoder.platform.event.Counters;
import dev.telecoder.platform.event.EventBus;
import dev.telecoder.platform.gateway.Channels;
import dev.telecoder.platform.gateway.Controls;
import dev.telecoder.platform.gateway.ConversationMessage;
import dev.telecoder.platform.gateway.Gateway;
import dev.telecoder.platform.gateway.Mail;
import dev.telecoder.platform.gateway.Pairings;
import dev.telecoder.platform.gateway.QuestionMail;
import dev.telecoder.platform.identity.People;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.plugin.Extensions;
import dev.telecoder.platform.store.Database;
import dev.telecoder.platform.task.Turn;
import dev.telecoder.platform.task.Turns;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.pf4j.ExtensionPoint;

/** The host's own gateway and store around one channel, with an agent that repeats what it hears. */
final class SoakBed implements AutoCloseable {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final Database database;
    private final Conversations conversations;
    private final Messages messages;
    private final Turns turns;
    private final EventBus events;
    private final Channels channels;
    private final Mail mail;
    private final Gateway gateway;

    SoakBed(Path home, Channel channel, MessageFormat format) {
        Json json = new HostJson();
        Clock clock = Clock.systemUTC();
        Counters counters = new Counters();
        database = Database.open(home.resolve("telecoder.db"), home.resolve("backups"));
        People people = new People(database, clock);
        conversations = new Conversations(database, clock);
        messages = new Messages(database, json);
        turns = new Turns(database, json, clock);
        events = new EventBus(new SqlEventStore(database), clock);
        channels = new Channels(new One(channel, format), clock);
        mail = new Mail(database, conversations, messages, channels, events, counters, home.resolve("attachments"),
                json, clock);
        Consent consent = new Consent(database, json, () -> PermissionsConfig.DEFAULTS,
                new QuestionMail(mail, events), clock);
        AccessConfig everybody = new AccessConfig(DmPolicy.OPEN, List.of("*"),
                Map.of("*", new AccessConfig.Group(false, List.of("*"))));
        gateway = new Gateway(new Gateway.Parts(database, people, conversations, messages, turns, consent, channels,
                new Pairings(database, people, clock), mail, counters, json, clock), name -> everybody, this::echo,
                new NoControls());
        gateway.start();
        until("the channel is up", this::isUp);
    }

    /** Says what was said, as a turn that ends at once; the message's own id keeps it from being said twice. */
    private void echo(ConversationMessage heard) {
        Message message = messages.find(heard.message()).orElseThrow();
        database.write(h -> {
            mail.say(h, heard.message() + "-echo", conversations.find(h, heard.conversation()).orElseThrow(),
                    heard.turn(), Message.Role.ASSISTANT, "re " + message.markdown());
            return turns.end(h, heard.turn(), Turn.State.DONE, null, null);
        });
    }

    boolean isUp() {
        return channels.statuses().getFirst().state().equals("up");
    }

    /** How many messages wait to be sent. */
    int waiting() {
        return count("SELECT count(*) FROM outbox WHERE state IN ('new','sending')");
    }

    /** How many messages were given up. */
    int failed() {
        return count("SELECT count(*) FROM outbox WHERE state = 'failed'");
    }

    private int count(String sql) {
        return database.read(h -> h.createQuery(sql).mapTo(Integer.class).one());
    }

    static void until(String what, BooleanSupplier holds) {
        long end = System.nanoTime() + SOON.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("Not within " + SOON.toSeconds() + " s: " + what);
            }
            try {
                TimeUnit.MILLISECONDS.sleep(5);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Override
    public void close() {
        gateway.close();
        events.close();
        database.close();
    }

    private record One(Channel channel, MessageFormat format) implements Extensions {

        @Override
        public <T extends ExtensionPoint> List<Extension<T>> of(Class<T> kind) {
            return Stream.of(channel, format).filter(kind::isInstance)
                    .map(one -> new Extension<>("soak", kind.cast(one))).toList();
        }

        @Override
        public void onChange(Runnable changed) {}
    }

    /** Nobody gives commands here. */
    private static final class NoControls implements Controls {

        @Override
        public CompletableFuture<Boolean> stop(String conversation) {
            return CompletableFuture.completedFuture(false);
        }

        @Override
        public void ended(String conversation) {}

        @Override
        public String status() {
            return "";
        }

        @Override
        public String model(Conversation conversation, String wish) {
            return "";
        }

        @Override
        public String usage(Conversation conversation, Person person) {
            return "";
        }

        @Override
        public String compact(Conversation conversation, Person person, String focus) {
            return "";
        }

        @Override
        public String watch(Conversation conversation, Person person, String repo) {
            return "";
        }

        @Override
        public String unwatch(Conversation conversation, Person person, String repo) {
            return "";
        }

        @Override
        public String tasks(Conversation conversation, Person person) {
            return "";
        }

        @Override
        public String repos(Conversation conversation) {
            return "";
        }

        @Override
        public String undo(Conversation conversation, Person person) {
            return "";
        }

        @Override
        public String runSkill(Conversation conversation, Person person, String skill, JsonValue input) {
            return "";
        }
    }
}
