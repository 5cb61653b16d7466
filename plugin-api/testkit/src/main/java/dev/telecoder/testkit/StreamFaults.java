package dev.telecoder.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.http.Http;
import dev.telecoder.api.http.HttpRequest;
import dev.telecoder.api.http.HttpResponse;
import dev.telecoder.api.http.HttpStream;
import dev.telecoder.api.http.WebSocket;
import dev.telecoder.api.llm.Content;
import dev.telecoder.api.llm.LlmEvent;
import dev.telecoder.api.llm.LlmProvider;
import dev.telecoder.api.llm.LlmResponse;
import dev.telecoder.testkit.LoopbackServer.Reply;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Breaks a stream a model's service sent, at one byte after the other: the connection is cut, ends, falls silent, turns into
 * something else, or pauses and goes on. A provider must give the whole answer or none, in time, and no call of a tool may be
 * lost or doubled. It breaks a stream at each of its bytes in memory, where nobody waits, and at some forty of them over a
 * connection. The system properties {@code telecoder.faults.memory.stride} and {@code telecoder.faults.stride} say every how
 * many bytes instead.
 *
 * @since 1.0
 */
public final class StreamFaults {

    private static final Duration SILENCE = Duration.ofMillis(250);
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int AT_ONCE = 12;
    private static final int PLACES = 40;
    /** A stream beyond this is broken at so many places: the time grows with the square of its size. */
    private static final int MOST_PLACES = 1_500;
    private static final int LONG_STREAM = 10_000;

    private static final URI NOWHERE = URI.create("http://127.0.0.1:1");

    private final Reply whole;
    private final BiFunction<URI, Http, LlmProvider> provider;
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

    private StreamFaults(Reply whole, BiFunction<URI, Http, LlmProvider> provider) {
        this.whole = whole;
        this.provider = provider;
    }

    /** A way to break a stream. */
    private enum Kind { CUT, END, SILENCE, GARBAGE, ERROR_PAGE, PAUSE }

    /**
     * Breaks one stream everywhere.
     *
     * @param whole the stream as it should be
     * @param provider makes a provider for a service's address and a client
     * @return how many times it was broken
     */
    public static int check(Reply whole, BiFunction<URI, Http, LlmProvider> provider) {
        // An odd number, so that the places do not fall on the same spot of each event.
        int usual = Math.max(5, whole.size() / PLACES) | 1;
        int inMemory = whole.size() > LONG_STREAM ? whole.size() / MOST_PLACES | 1 : 1;
        return check(whole, provider, Math.max(1, Integer.getInteger("telecoder.faults.stride", usual)),
                Math.max(1, Integer.getInteger("telecoder.faults.memory.stride", inMemory)));
    }

    static int check(Reply whole, BiFunction<URI, Http, LlmProvider> provider, int stride, int inMemory) {
        StreamFaults faults = new StreamFaults(whole, provider);
        return faults.inMemory(inMemory) + faults.run(stride);
    }

    private int inMemory(int stride) {
        Said expected = ask(whole, new JdkHttp());
        assertThat(expected.failure).as("the whole stream").isNull();
        byte[] body = whole.whole();
        int tries = 0;
        for (int at = 0; at < body.length; at += stride) {
            for (Kind kind : Kind.values()) {
                if (kind == Kind.PAUSE) {
                    continue;
                }
                String broken = kind == Kind.CUT ? "cut off" : kind == Kind.SILENCE ? "silent for too long" : null;
                Said said = ask(NOWHERE, new BrokenHttp(whole.status(), whole.headers(), broken(kind, at).whole(),
                        broken));
                note(kind, at, said, expected);
                tries++;
            }
        }
        assertThat(wrong).as(wrong.size() + " of " + tries + " broken streams").isEmpty();
        return tries;
    }

    private int run(int stride) {
        Said expected = ask(whole, new JdkHttp());
        assertThat(expected.failure).as("the whole stream").isNull();
        List<Future<?>> tries = new ArrayList<>();
        // Not platform threads: most of the time each of them waits.
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            for (int at = 0; at < whole.size(); at += stride) {
                for (Kind kind : Kind.values()) {
                    int position = at;
                    tries.add(threads.submit(() -> {
                        look(kind, position, expected);
                        return null;
                    }));
                }
            }
            for (Future<?> each : tries) {
                await(each);
            }
        }
        assertThat(wrong).as(wrong.size() + " of " + tries.size() + " broken streams").isEmpty();
        return tries.size();
    }

    private static void await(Future<?> each) {
        try {
            each.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while streams were broken.", interrupted);
        } catch (TimeoutException hangs) {
            each.cancel(true);
            throw new AssertionError("A provider hangs on a broken stream: no answer within " + LIMIT + ".", hangs);
        } catch (ExecutionException failed) {
            throw new AssertionError("A broken stream could not be tried.", failed.getCause());
        }
    }

    private Reply broken(Kind kind, int at) {
        return switch (kind) {
            case CUT -> whole.cutAfter(at);
            case END -> whole.endingAfter(at);
            case SILENCE -> whole.silentAfter(at);
            case GARBAGE -> whole.turningInto(at, "\u0000\u0007}{]\n\n");
            case ERROR_PAGE -> whole.turningInto(at, "\n\n<html>502 Bad Gateway</html>\n");
            case PAUSE -> whole.pausingAfter(at, Duration.ofMillis(5));
        };
    }

    private void look(Kind kind, int at, Said expected) {
        // A busy machine pauses by itself; only who waits for what never comes needs to be impatient.
        note(kind, at, ask(broken(kind, at), kind == Kind.PAUSE ? new JdkHttp()
                : new Impatient(new JdkHttp(), SILENCE)), expected);
    }

    private void note(Kind kind, int at, Said said, Said expected) {
        String problem = problem(kind, said, expected);
        if (!problem.isEmpty()) {
            wrong.add(kind + " after byte " + at + ": " + problem);
        }
    }

    private static String problem(Kind kind, Said said, Said expected) {
        if (!expected.text.toString().startsWith(said.text.toString())) {
            return "told of \"" + said.text + "\", which the stream does not begin with";
        } else if (said.started > expected.started) {
            return "told of " + said.started + " calls, but there are " + expected.started;
        } else if (said.failure == null) {
            return said.pieces.equals(expected.pieces) ? ""
                    : "answered " + said.pieces + " in place of " + expected.pieces;
        } else if (kind == Kind.PAUSE) {
            return "a pause made it fail: " + said.failure;
        }
        return said.failure.failure() == Failure.UNAVAILABLE ? "" : "failed as " + said.failure.failure() + ": "
                + said.failure.getMessage();
    }

    private Said ask(Reply reply, Http http) {
        try (LoopbackServer server = LoopbackServer.start()) {
            server.answer(reply);
            return ask(server.url(), http);
        }
    }

    private Said ask(URI url, Http http) {
        Said said = new Said();
        try {
            LlmResponse response = provider.apply(url, http).generate(TestLlmRequest.saying("go"), event -> {
                if (event instanceof LlmEvent.TextDelta more) {
                    said.text.append(more.text());
                } else if (event instanceof LlmEvent.ToolCallStarted) {
                    said.started++;
                }
            });
            // Ids that the provider made up differ each time.
            said.pieces = response.message().content().stream().map(piece -> piece instanceof Content.ToolCall call
                    ? "call " + call.tool() + " " + call.argumentsJson() : piece.toString())
                    .collect(Collectors.joining("\n")) + "\n" + response.stop();
        } catch (PluginException failed) {
            said.failure = failed;
        }
        return said;
    }

    /** What came of one try. */
    private static final class Said {
        private final StringBuilder text = new StringBuilder();
        private int started;
        private String pieces = "";
        private @Nullable PluginException failure;
    }

    /** A client that waits less long than it is told. */
    private record Impatient(Http http, Duration limit) implements Http {

        @Override
        public HttpResponse send(HttpRequest request) {
            return http.send(request.withTimeout(limit));
        }

        @Override
        public HttpStream stream(HttpRequest request) {
            return http.stream(request.withTimeout(limit));
        }

        @Override
        public WebSocket connect(HttpRequest request, WebSocket.Listener listener) {
            return http.connect(request, listener);
        }
    }
}
