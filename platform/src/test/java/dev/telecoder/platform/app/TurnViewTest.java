package dev.telecoder.platform.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.config.HostJson;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which questions of a conversation a yes that was given beforehand is about. */
class TurnViewTest {

    private static final String MEANWHILE = """
            {"type":"approval.requested","turn":null,"approval":{"id":"OFFR","kind":"plan","summary":"update"}}""";
    private static final String MINE =
            """
            {"type":"approval.requested","turn":%s,"approval":{"id":"MINE","kind":"once","risk":"EXTERNAL","summary":"push"}}""";

    @Test
    void aYesGivenBeforehandIsNotForWhatTheHostOffersMeanwhile() {
        assertThat(answers("", MEANWHILE, MINE.formatted("null"), """
                {"type":"message.sent","turn":null,"message":{"markdown":"done"}}""")).as("a command")
                .containsExactly("MINE allow_once");
        assertThat(answers("t", MEANWHILE, MINE.formatted("\"t\""), """
                {"type":"turn.finished","turn":"t","status":"done"}""")).as("a turn")
                .containsExactly("MINE allow_once");
    }

    private static List<String> answers(String turn, String... events) {
        List<String> given = new ArrayList<>();
        var nowhere = new PrintStream(new ByteArrayOutputStream());
        var io = new Io(new ByteArrayInputStream(new byte[0]), nowhere, nowhere, Map.of(), false, false);
        new TurnView(io, new Talk() {
            @Override
            public String begin(@Nullable String conversation, @Nullable String repo) {
                return "c";
            }

            @Override
            public Events listen(String conversation) {
                return new Events() {
                    @Override
                    public boolean read(Predicate<JsonValue> sink) {
                        var json = new HostJson();
                        return List.of(events).stream().map(json::parse).anyMatch(event -> !sink.test(event));
                    }

                    @Override
                    public void close() {}
                };
            }

            @Override
            public String say(String conversation, String text) {
                return turn;
            }

            @Override
            public void answer(String question, String decision) {
                given.add(question + " " + decision);
            }

            @Override
            public void stop(String conversation) {}

            @Override
            public void close() {}
        }, new Answering(io, null, true), TurnView.Style.ANSWER).run("c", "go");
        return given;
    }
}
