package dev.telecoder.platform.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.platform.event.Event;
import dev.telecoder.platform.event.EventBus;
import dev.telecoder.platform.event.EventSubscription;
import dev.telecoder.platform.store.Database;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlEventStoreTest {

    private static final Instant AT = Instant.parse("2026-11-22T10:00:00.123Z");

    @TempDir Path home;

    @Test
    void givesBackWhatItKeptInOrder() {
        try (Database database = open()) {
            var store = new SqlEventStore(database);
            var first = new Event(7, "turn.started", AT, "c1", "t1", "{\"a\":1}");
            var second = new Event(8, "message.received", AT, "c2", null, "{}");
            var third = new Event(9, "channel.up", AT, null, null, "{}");

            store.append(List.of(first, second, third));
            store.append(List.of(third));

            assertThat(store.lastId()).isEqualTo(9);
            assertThat(store.after(0, null, 10)).containsExactly(first, second, third);
            assertThat(store.after(7, null, 1)).containsExactly(second);
            assertThat(store.after(0, "c1", 10)).containsExactly(first);
        }
    }

    @Test
    void forgetsOldEvents() {
        try (Database database = open()) {
            var store = new SqlEventStore(database);
            store.append(List.of(new Event(1, "a", AT, null, null, "{}"),
                    new Event(2, "b", AT.plusSeconds(9), null, null, "{}")));

            assertThat(store.forget(AT.plusSeconds(5))).isEqualTo(1);
            assertThat(store.after(0, null, 10)).extracting(Event::id).containsExactly(2L);
        }
    }

    @Test
    void aWatcherResumesAfterTheHostWasStartedAnew() throws Exception {
        long seen;
        try (Database database = open(); EventBus bus = new EventBus(new SqlEventStore(database), Clock.systemUTC())) {
            seen = bus.publish("turn.started", "c1", "t1", "{}").id();
            bus.publish("message.sent", "c1", "t1", "{}");
        }

        try (Database database = open();
                EventBus bus = new EventBus(new SqlEventStore(database), Clock.systemUTC());
                EventSubscription again = bus.subscribe("c1", seen)) {
            Event next = bus.publish("turn.finished", "c1", "t1", "{}");

            Event first = again.poll(Duration.ofSeconds(5));
            assertThat(first).isNotNull();
            assertThat(first.type()).isEqualTo("message.sent");
            assertThat(again.poll(Duration.ofSeconds(5))).isEqualTo(next);
        }
    }

    private Database open() {
        return Database.open(home.resolve("telecoder.db"), home.resolve("backups"));
    }
}
