package dev.telecoder.support.llm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.http.HttpStream;
import dev.telecoder.support.llm.EventStream.Event;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventStreamTest {

    @Test
    void readsEventsWithTheirNames() {
        assertThat(events(": hello\n\nevent: ping\ndata: {}\n\nid: 7\ndata:{\"a\":1}\nretry: 5\n\n"))
                .containsExactly(new Event("ping", "{}"), new Event("", "{\"a\":1}"));
    }

    @Test
    void joinsDataOfSeveralLines() {
        assertThat(events("data: {\ndata:   \"a\": 1\ndata: }\n\n")).containsExactly(new Event("", "{\n  \"a\": 1\n}"));
    }

    @Test
    void toldApartByDataWhereTheEmptyLineIsMissing() {
        assertThat(events("data: {\"a\":1}\ndata: {\"b\":2}\ndata: [DONE]")).extracting(Event::data)
                .containsExactly("{\"a\":1}", "{\"b\":2}", "[DONE]");
    }

    @Test
    void takesAWholeDocumentInPlaceOfEvents() {
        assertThat(events("\n{\n\"a\": 1\n}\n")).extracting(event -> event.data().replace("\n", ""))
                .containsExactly("{\"a\": 1}");
    }

    @Test
    void passesOverAMarkOfByteOrderAndWhatIsNoEvent() {
        assertThat(events("\uFEFFdata: 1\n\n<html>\n\nevent: alone\n\ndata: 2\n\n")).extracting(Event::data)
                .containsExactly("1", "2");
    }

    private static List<Event> events(String body) {
        EventStream stream = new EventStream(new Lines(body.lines().iterator()));
        List<Event> all = new ArrayList<>();
        for (Event event = stream.next(); event != null; event = stream.next()) {
            all.add(event);
        }
        return all;
    }

    /** An answer that is there already. */
    private record Lines(Iterator<String> lines) implements HttpStream {

        @Override
        public int status() {
            return 200;
        }

        @Override
        public Optional<String> header(String name) {
            return Optional.empty();
        }

        @Override
        public @Nullable String nextLine() {
            return lines.hasNext() ? lines.next() : null;
        }

        @Override
        public String rest() {
            List<String> all = new ArrayList<>();
            lines.forEachRemaining(all::add);
            return String.join("\n", all);
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
