package dev.telecoder.testkit;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.llm.ChatMessage;
import dev.telecoder.api.llm.ChatMessage.Role;
import dev.telecoder.api.llm.Content;
import dev.telecoder.api.llm.LlmEvent;
import dev.telecoder.api.llm.LlmModel;
import dev.telecoder.api.llm.LlmProvider;
import dev.telecoder.api.llm.LlmRequest;
import dev.telecoder.api.llm.LlmResponse;
import dev.telecoder.api.llm.LlmResponse.Stop;
import dev.telecoder.api.llm.LlmResponse.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A model that plays back a script and keeps what it was asked:
 *
 * <pre>{@code
 * var model = ScriptedLlm.answers(
 *         toolCall("test.run", """
 *             {"path": "api"}"""),
 *         text("All 42 tests pass."));
 * }</pre>
 *
 * <p>Further steps follow by {@code then…}: {@code ScriptedLlm.answers(text("one")).thenFails(Failure.UNAVAILABLE)}.
 * Where the answer depends on the question, {@link #by} answers by a function. Safe for many threads; each request
 * takes one step.
 *
 * @since 1.0
 */
public final class ScriptedLlm implements LlmProvider {

    private static final AtomicInteger CALLS = new AtomicInteger();

    private final List<Step> steps = new ArrayList<>();
    private final List<LlmRequest> requests = new ArrayList<>();
    private final @Nullable Step always;
    private String id = "scripted";
    private int chunk = Integer.MAX_VALUE;
    private int next;

    private ScriptedLlm(@Nullable Step always) {
        this.always = always;
    }

    /**
     * Makes a model that gives these answers, one for each request.
     *
     * @param responses the answers, made with {@link #text}, {@link #toolCall} or {@link #response}
     * @return the model
     */
    public static ScriptedLlm answers(LlmResponse... responses) {
        ScriptedLlm model = new ScriptedLlm(null);
        Arrays.stream(responses).forEach(model::thenAnswers);
        return model;
    }

    /**
     * Makes a model that answers by a function of the request, any number of times.
     *
     * @param answer called for each request, by many threads; may throw a {@link PluginException}
     * @return the model
     */
    public static ScriptedLlm by(Function<LlmRequest, LlmResponse> answer) {
        return new ScriptedLlm((request, model, progress) -> model.stream(request, answer.apply(request), progress));
    }

    /**
     * Makes an answer of text.
     *
     * @param said what the model says
     * @return the answer, of as many tokens as it has words
     */
    public static LlmResponse text(String said) {
        return response(new Content.Text(said));
    }

    /**
     * Makes an answer that asks for one tool.
     *
     * @param tool its name; a skill's name with a dot becomes the tool's with {@code _}, as the host maps it
     * @param argumentsJson the arguments
     * @return the answer; {@link #isResultOf} knows the call again
     */
    public static LlmResponse toolCall(String tool, String argumentsJson) {
        return response(call(tool, argumentsJson));
    }

    /**
     * Makes a piece that asks for a tool, for an answer of several pieces.
     *
     * @param tool as for {@link #toolCall}
     * @param argumentsJson the arguments
     * @return the piece, with an id of its own
     */
    public static Content.ToolCall call(String tool, String argumentsJson) {
        String name = tool.replace('.', '_');
        return new Content.ToolCall("call_" + CALLS.incrementAndGet() + "_" + name, name, argumentsJson);
    }

    /**
     * Makes an answer of several pieces.
     *
     * @param pieces the pieces; if a tool call is among them, the answer stops for it
     * @return the answer
     */
    public static LlmResponse response(Content... pieces) {
        boolean calls = Arrays.stream(pieces).anyMatch(Content.ToolCall.class::isInstance);
        long words = Arrays.stream(pieces).mapToLong(piece -> piece.plainText().split("\\s+").length).sum();
        return new LlmResponse(new ChatMessage(Role.ASSISTANT, List.of(pieces)), calls ? Stop.TOOL_CALLS : Stop.END,
                Usage.of(10, words));
    }

    /**
     * Makes an assertion on a message: it carries the result of a call that {@link #toolCall} made.
     *
     * @param tool the name of the tool or skill
     * @return for AssertJ's {@code satisfies}
     */
    public static Consumer<ChatMessage> isResultOf(String tool) {
        String end = "_" + tool.replace('.', '_');
        return message -> {
            boolean found = message.content().stream().anyMatch(
                    piece -> piece instanceof Content.ToolResult result && result.callId().endsWith(end));
            if (!found) {
                throw new AssertionError("Expected a message with the result of " + tool + ", but it is " + message);
            }
        };
    }

    /**
     * Adds an answer.
     *
     * @param response the answer
     * @return this model
     */
    public ScriptedLlm thenAnswers(LlmResponse response) {
        return then((request, model, progress) -> model.stream(request, response, progress));
    }

    /**
     * Adds a failure.
     *
     * @param failure its kind
     * @return this model
     */
    public ScriptedLlm thenFails(Failure failure) {
        return thenThrows(PluginException.of(failure, "The scripted model was told to fail: " + failure + "."));
    }

    /**
     * Adds a failure.
     *
     * @param thrown what is thrown, such as {@code PluginException.rateLimited(…)}
     * @return this model
     */
    public ScriptedLlm thenThrows(RuntimeException thrown) {
        return then((request, model, progress) -> {
            throw thrown;
        });
    }

    /** {@return this model, with a step that waits until the request is cancelled or its thread interrupted} */
    public ScriptedLlm thenHangs() {
        return then((request, model, progress) -> {
            model.await(request, new CountDownLatch(1));
            throw new IllegalStateException("A latch that nobody counts down was counted down.");
        });
    }

    /**
     * Adds an answer that waits for the test.
     *
     * @param latch the answer comes when it reaches zero; cancelling ends the wait, too
     * @param response the answer
     * @return this model
     */
    public ScriptedLlm thenWaits(CountDownLatch latch, LlmResponse response) {
        return then((request, model, progress) -> {
            model.await(request, latch);
            return model.stream(request, response, progress);
        });
    }

    private synchronized ScriptedLlm then(Step step) {
        steps.add(step);
        return this;
    }

    /**
     * Tells of the answers piece by piece.
     *
     * @param codePoints how many characters each piece has
     * @return this model
     */
    public synchronized ScriptedLlm streaming(int codePoints) {
        this.chunk = codePoints;
        return this;
    }

    /**
     * Sets the id.
     *
     * @param name the value of {@code llm.provider}
     * @return this model
     */
    public synchronized ScriptedLlm named(String name) {
        this.id = Objects.requireNonNull(name, "name");
        return this;
    }

    /** {@return the requests so far, oldest first} */
    public synchronized List<LlmRequest> requests() {
        return List.copyOf(requests);
    }

    /**
     * Waits until there were so many requests.
     *
     * @param count how many in all
     * @param limit how long to wait
     * @return the last of them
     */
    public synchronized LlmRequest awaitRequest(int count, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (requests.size() < count) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw new AssertionError("Expected " + count + " requests to the model within " + limit
                        + ", but there were "
                        + requests.size() + ".");
            }
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new AssertionError("Interrupted while waiting for a request to the model.", interrupted);
            }
        }
        return requests.get(count - 1);
    }

    @Override
    public synchronized String id() {
        return id;
    }

    @Override
    public LlmResponse generate(LlmRequest request, Consumer<LlmEvent> progress) {
        Step step;
        synchronized (this) {
            requests.add(request);
            notifyAll();
            step = always != null ? always : next < steps.size() ? steps.get(next++) : null;
        }
        if (step == null) {
            throw new IllegalStateException("The scripted model has " + next + " answers, and this is request "
                    + requests().size() + ". Its last message: " + last(request));
        }
        request.cancellation().throwIfCancelled();
        return step.take(request, this, progress);
    }

    private static String last(LlmRequest request) {
        List<ChatMessage> messages = request.messages();
        return messages.isEmpty() ? "none" : messages.get(messages.size() - 1).toString();
    }

    private LlmResponse stream(LlmRequest request, LlmResponse response, Consumer<LlmEvent> progress) {
        for (Content piece : response.message().content()) {
            switch (piece) {
                case Content.Text said ->
                        tell(request, said.text(), part -> progress.accept(new LlmEvent.TextDelta(part)));
                case Content.Reasoning thought ->
                        tell(request, thought.text(), part -> progress.accept(new LlmEvent.ReasoningDelta(part)));
                case Content.ToolCall call -> progress.accept(new LlmEvent.ToolCallStarted(call.tool()));
                default -> {}
            }
        }
        return response;
    }

    private void tell(LlmRequest request, String text, Consumer<String> part) {
        int size;
        synchronized (this) {
            size = chunk;
        }
        for (int from = 0; from < text.length();) {
            request.cancellation().throwIfCancelled();
            int left = text.codePointCount(from, text.length());
            int to = text.offsetByCodePoints(from, Math.min(size, left));
            part.accept(text.substring(from, to));
            from = to;
        }
    }

    private void await(LlmRequest request, CountDownLatch latch) {
        CountDownLatch released = new CountDownLatch(1);
        CancellationToken.Registration registration = request.cancellation().onCancel(released::countDown);
        try {
            while (!latch.await(10, TimeUnit.MILLISECONDS)) {
                if (released.getCount() == 0) {
                    throw PluginException.of(Failure.CANCELLED, "The call was cancelled.");
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw PluginException.of(Failure.CANCELLED, "The call was cancelled.", interrupted);
        } finally {
            registration.close();
        }
    }

    @Override
    public List<LlmModel> models() {
        return List.of(LlmModel.builder("scripted").build());
    }

    /** One step of the script. */
    private interface Step {
        LlmResponse take(LlmRequest request, ScriptedLlm model, Consumer<LlmEvent> progress);
    }
}
