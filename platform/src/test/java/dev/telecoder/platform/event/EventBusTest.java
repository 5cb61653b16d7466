package dev.telecoder.platform.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventBusTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private final MemoryEventStore store = new MemoryEventStore();
    private final EventBus bus = bus(10_000, 20_000);

    @AfterEach
    void close() {
        bus.close();
    }

    @Test
    void givesGrowingIdsThatStartWithTheClock() {
        Event first = bus.publish("message.received", "c1", null, "{}");
        Event second = bus.publish("message.received", "c1", null, "{}");

        assertThat(first.id()).isEqualTo(NOW.getEpochSecond() * 1_000_000 + 1);
        assertThat(second.id()).isEqualTo(first.id() + 1);
    }

    @Test
    void startsAfterTheLastStoredIdWhenTheClockWentBack() {
        store.append(List.of(new Event(Long.MAX_VALUE - 10, "turn.started", NOW, null, null, "{}")));

        try (EventBus later = bus(10, 10)) {
            assertThat(later.publish("x", null, null, "{}").id()).isEqualTo(Long.MAX_VALUE - 9);
        }
    }

    @Test
    void storesAllButTextDeltasInOrder() throws Exception {
        bus.publish("turn.started", "c1", "t1", "{}");
        bus.publish("text.delta", "c1", "t1", "{\"text\":\"Hi\"}");
        bus.publish("turn.finished", "c1", "t1", "{}");
        bus.flush();

        assertThat(store.all()).extracting(Event::type).containsExactly("turn.started", "turn.finished");
    }

    @Test
    void deliversOnlyTheConversationAskedFor() throws Exception {
        try (EventSubscription one = bus.subscribe("c1"); EventSubscription all = bus.subscribe(null)) {
            bus.publish("a", "c1", null, "{}");
            bus.publish("b", "c2", null, "{}");

            assertThat(types(one)).containsExactly("a");
            assertThat(types(all)).containsExactly("a", "b");
        }
    }

    @Test
    void givesTheTextSoFarAsOneDeltaToAPageOpenedInMidStream() throws Exception {
        bus.publish("turn.started", "c1", "t1", "{}");
        bus.publish("text.delta", "c1", "t1", "{\"text\":\"Hel\"}");
        bus.publish("skill.started", "c1", "t1", "{}");
        Event last = bus.publish("text.delta", "c1", "t1", "{\"text\":\"lo \\\"you\\\"\"}");

        try (EventSubscription page = bus.subscribe("c1")) {
            bus.publish("text.delta", "c1", "t1", "{\"text\":\"!\"}");

            assertThat(take(page)).satisfiesExactly(
                    started -> assertThat(started.type()).isEqualTo("turn.started"),
                    text -> {
                        assertThat(text.dataJson()).isEqualTo("{\"text\":\"Hello \\\"you\\\"\"}");
                        assertThat(text.id()).isEqualTo(last.id());
                    },
                    live -> assertThat(live.dataJson()).isEqualTo("{\"text\":\"!\"}"));
        }
    }

    @Test
    void doesNotRepeatTextThatAMessageHasReplaced() throws Exception {
        bus.publish("turn.started", "c1", "t1", "{}");
        bus.publish("text.delta", "c1", "t1", "{\"text\":\"old\"}");
        bus.publish("message.sent", "c1", "t1", "{}");

        try (EventSubscription page = bus.subscribe("c1")) {
            assertThat(types(page)).containsExactly("turn.started");
        }

        bus.publish("turn.finished", "c1", "t1", "{}");

        try (EventSubscription page = bus.subscribe("c1")) {
            assertThat(types(page)).isEmpty();
        }
    }

    @Test
    void resumesFromMemoryWithoutGapOrRepeat() throws Exception {
        Event seen = bus.publish("a", "c1", null, "{}");
        bus.publish("b", "c1", null, "{}");

        try (EventSubscription again = bus.subscribe("c1", seen.id())) {
            bus.publish("c", "c1", null, "{}");

            assertThat(types(again)).containsExactly("b", "c");
        }
    }

    @Test
    void resumesFromTheStoreAndMergesTheForgottenTextOfARunningTurn() throws Exception {
        try (EventBus small = bus(3, 100)) {
            Event seen = small.publish("turn.started", "c1", "t1", "{}");
            for (int i = 0; i < 10; i++) {
                small.publish("text.delta", "c1", "t1", "{\"text\":\"" + i + "\"}");
                small.publish("skill.progress", "c1", "t1", "{\"line\":\"" + i + "\"}");
                small.flush();
            }

            try (EventSubscription again = small.subscribe("c1", seen.id())) {
                List<Event> events = take(again);

                assertThat(events).extracting(Event::id).isSorted().doesNotHaveDuplicates();
                assertThat(events).filteredOn(event -> event.type().equals("skill.progress")).hasSize(10);
                assertThat(events.stream().filter(Event::isDelta).map(event -> DeltaText.of(event.dataJson())).toList())
                        .satisfies(pieces -> assertThat(String.join("", pieces)).isEqualTo("0123456789"));
            }
        }
    }

    @Test
    void resumesOverManyPagesOfTheStore() throws Exception {
        try (EventBus small = bus(3, 100)) {
            long before = small.lastId();
            for (int i = 0; i < 1_700; i++) {
                small.publish("e" + i, i % 2 == 0 ? "c1" : "c2", null, "{}");
            }
            small.flush();
            small.publish("last", "c1", null, "{}");

            try (EventSubscription again = small.subscribe("c1", before)) {
                assertThat(take(again)).hasSize(851).extracting(Event::id).isSorted().doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void cutsOffASlowSubscriberAndLetsItResume() throws Exception {
        try (EventBus small = bus(100, 5)) {
            EventSubscription slow = small.subscribe(null);
            for (int i = 0; i < 20; i++) {
                small.publish("e" + i, null, null, "{}");
            }

            List<Event> got = take(slow);

            assertThat(got).hasSize(6).last().satisfies(marker -> {
                assertThat(marker.type()).isEqualTo(EventSubscription.CUT_OFF);
                assertThat(slow.ended()).isTrue();
            });
            try (EventSubscription again = small.subscribe(null, got.getLast().id())) {
                assertThat(types(again)).hasSize(15).startsWith("e5");
            }
        }
    }

    @Test
    void closingWakesTheOneWhoWaits() throws Exception {
        EventSubscription subscription = bus.subscribe(null);

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var waiting = threads.submit(() -> subscription.poll(Duration.ofMinutes(5)));
            subscription.close();

            assertThat(waiting.get(60, TimeUnit.SECONDS)).isNull();
        }
        assertThat(subscription.ended()).isTrue();
    }

    @Test
    void everySubscriberSeesOneOrderOfWhatManyThreadsPublish() throws Exception {
        try (EventSubscription subscription = bus.subscribe(null)) {
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 50; i++) {
                    threads.submit(() -> {
                        for (int k = 0; k < 100; k++) {
                            bus.publish("x", null, null, "{}");
                        }
                    });
                }
            }

            List<Event> events = take(subscription);

            assertThat(events).hasSize(5_000);
            assertThat(events).extracting(Event::id).isSorted().doesNotHaveDuplicates();
        }
        bus.flush();
        assertThat(store.all()).hasSize(5_000).extracting(Event::id).isSorted();
    }

    private EventBus bus(int kept, int limit) {
        return new EventBus(store, Clock.fixed(NOW, ZoneOffset.UTC), kept, limit);
    }

    private static List<String> types(EventSubscription subscription) throws InterruptedException {
        return take(subscription).stream().map(Event::type).toList();
    }

    private static List<Event> take(EventSubscription subscription) throws InterruptedException {
        var events = new ArrayList<Event>();
        for (Event event = subscription.poll(Duration.ZERO); event != null; event = subscription.poll(Duration.ZERO)) {
            events.add(event);
        }
        return events;
    }
}
