package dev.telecoder.checks.turns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.llm.LlmProvider;
import dev.telecoder.platform.conversation.Message;
import dev.telecoder.platform.http.HostHttp;
import dev.telecoder.platform.task.Turn;
import dev.telecoder.testkit.LoopbackServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A conversation with an image, calls and thoughts in it goes on with another provider, whose protocol writes all that
 * otherwise, or whose model takes no images.
 */
class SwitchedModelTest {

    private static final byte[] PICTURE =
            "not a picture, but nobody looks".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    private static final String SHOWN = Base64.getEncoder().encodeToString(PICTURE);
    private static final Message.StoredFile FILE =
            new Message.StoredFile("dot.png", "image/png", PICTURE.length, "dot.png");
    private static final String TOLD = "took no images";

    @TempDir Path folder;

    /** The service of one dialect. */
    private static final class Service implements AutoCloseable {

        private final Dialect dialect;
        private final LoopbackServer server = LoopbackServer.start();
        private final LlmProvider provider;
        private volatile boolean blind;
        private volatile boolean closedToUs;

        private Service(Dialect dialect, HostHttp http) {
            this.dialect = dialect;
            provider = dialect.provider(server.url(), http);
            server.answer(request -> {
                if (closedToUs) {
                    return LoopbackServer.Reply.of(401, "{\"error\":{\"message\":\"the key is refused\"}}");
                } else if (blind && request.body().contains(SHOWN)) {
                    return dialect.refusedImage();
                }
                return request.body().contains("counted up by 1") ? dialect.answer() : dialect.calls();
            });
        }

        private List<String> bodies() {
            return server.requests().stream().map(LoopbackServer.Request::body).toList();
        }

        /** The last request, which the service would take. */
        private String last() throws Exception {
            String body = bodies().getLast();
            assertThat(dialect.complaints(body)).as(body).isEmpty();
            return body;
        }

        @Override
        public void close() {
            server.close();
        }
    }

    static Stream<List<Dialect>> pairs() {
        return Stream.of(Dialect.values()).flatMap(from -> Stream.of(Dialect.values())
                .filter(to -> to != from && !(isOpenAi(from) && isOpenAi(to))).map(to -> List.of(from, to)));
    }

    private static boolean isOpenAi(Dialect dialect) {
        return dialect.name().startsWith("OPENAI");
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void theOtherGetsWhatItsProtocolWants(List<Dialect> pair) throws Exception {
        try (var http = new HostHttp(Map.of());
                var from = new Service(pair.getFirst(), http);
                var to = new Service(pair.getLast(), http);
                var bed = bed(from, to)) {
            TurnBed.Chat chat = bed.chat(1);
            bed.pick(chat, from.provider.id());
            ended(bed, bed.say(chat, "Count twice.", FILE));

            bed.pick(chat, to.provider.id());
            ended(bed, bed.say(chat, "Go on."));

            assertThat(from.last()).contains(SHOWN);
            assertThat(to.bodies()).hasSize(1);
            assertThat(to.last()).contains(SHOWN, "counted up by 2", "Go on.");
            assertThat(to.last()).as("thoughts that another provider signed").doesNotContain("c2ln");
            assertThat(bed.answers(chat)).hasSize(2).allSatisfy(said -> assertThat(said).doesNotContain(TOLD));
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aModelThatTakesNoImagesGoesOnWithTheirNamesAndThePersonIsToldOnce(Dialect blind) throws Exception {
        Dialect first = blind == Dialect.ANTHROPIC ? Dialect.GEMINI : Dialect.ANTHROPIC;
        try (var http = new HostHttp(Map.of());
                var from = new Service(first, http);
                var to = new Service(blind, http);
                var bed = bed(from, to)) {
            to.blind = true;
            TurnBed.Chat chat = bed.chat(1);
            ended(bed, bed.say(chat, "Count twice.", FILE));

            bed.pick(chat, to.provider.id());
            ended(bed, bed.say(chat, "Go on."));
            ended(bed, bed.say(chat, "And on."));

            assertThat(to.bodies().stream().map(body -> body.contains(SHOWN)).toList()).as("was it shown")
                    .isEqualTo(List.of(true, false, false));
            assertThat(to.last()).contains("dot.png", "counted up by 2", "And on.");
            List<String> answers = bed.answers(chat);
            assertThat(answers.get(0)).doesNotContain(TOLD);
            assertThat(answers.get(1)).startsWith(Dialect.ANSWER).contains(to.provider.id() + "/m " + TOLD);
            assertThat(answers.get(2)).doesNotContain(TOLD);
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aFallbackThatTakesNoImagesAnswersAndBothAreTold(Dialect blind) throws Exception {
        Dialect first = blind == Dialect.ANTHROPIC ? Dialect.GEMINI : Dialect.ANTHROPIC;
        try (var http = new HostHttp(Map.of());
                var from = new Service(first, http);
                var to = new Service(blind, http);
                var bed = bed(from, to)) {
            from.closedToUs = true;
            to.blind = true;
            TurnBed.Chat chat = bed.chat(1);

            ended(bed, bed.say(chat, "Count twice.", FILE));

            assertThat(to.last()).contains("dot.png", "counted up by 2");
            assertThat(bed.counted).hasSize(2);
            assertThat(bed.answers(chat)).hasSize(1);
            assertThat(bed.answers(chat).getFirst()).startsWith(Dialect.ANSWER)
                    .contains(to.provider.id() + "/m " + TOLD, "Answered by " + to.provider.id() + "/m");
        }
    }

    private TurnBed bed(Service... services) throws Exception {
        Files.write(folder.resolve("dot.png"), PICTURE);
        List<LlmProvider> providers = new ArrayList<>();
        for (Service service : services) {
            providers.add(service.provider);
        }
        return new TurnBed(folder, providers.toArray(LlmProvider[]::new));
    }

    private static void ended(TurnBed bed, String turn) {
        Turn ended = bed.ended(turn, () -> "The turn hangs.");
        assertThat(ended.state()).as(String.valueOf(ended.error())).isEqualTo(Turn.State.DONE);
    }
}
