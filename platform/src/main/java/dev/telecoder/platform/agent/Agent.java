package dev.telecoder.platform.agent;

import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.consent.Consent;
import dev.telecoder.platform.conversation.Conversations;
import dev.telecoder.platform.conversation.Messages;
import dev.telecoder.platform.event.Event;
import dev.telecoder.platform.event.EventBus;
import dev.telecoder.platform.identity.People;
import dev.telecoder.platform.model.ModelRouter;
import dev.telecoder.platform.model.Picks;
import dev.telecoder.platform.model.Unpriced;
import dev.telecoder.platform.model.UsageTable;
import dev.telecoder.platform.skill.Catalog;
import dev.telecoder.platform.skill.Executor;
import dev.telecoder.platform.skill.Token;
import dev.telecoder.platform.skill.Workplace;
import dev.telecoder.platform.store.Database;
import dev.telecoder.platform.task.JournalWatch;
import dev.telecoder.platform.task.ModelCalls;
import dev.telecoder.platform.task.Runs;
import dev.telecoder.platform.task.Turn;
import dev.telecoder.platform.task.Turns;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The agent: takes up turns, one at a time per conversation and any number of conversations at once, each on a virtual thread.
 * Safe for many threads.
 */
public final class Agent implements AutoCloseable {

    /** What a lane runs while its conversation is summarised; no turn has this id. */
    private static final String COMPACTING = "compacting";

    private final AgentLoop loop;
    private final ToolBox toolBox;
    private final Transcripts transcripts;
    private final Context context;
    private final Briefing briefing;
    private final Turns turns;
    private final Database database;
    private final EventBus events;
    private final Object lock = new Object();
    private final Map<String, Lane> lanes = new HashMap<>();
    private boolean closed;

    /** The turns of one conversation: the one that runs, and those behind it. Guarded by {@link #lock}. */
    private static final class Lane {

        private final Deque<String> queue = new ArrayDeque<>();
        private @Nullable String running;
        private Token token = new Token();
        private CompletableFuture<Void> ended = new CompletableFuture<>();
    }

    /**
     * What the agent works with.
     *
     * @param database for what belongs into one transaction
     * @param conversations the conversations
     * @param messages their messages
     * @param people who asks
     * @param turns the turns
     * @param runs the runs
     * @param calls the calls to the model
     * @param consent the gate
     * @param catalog the skills
     * @param executor runs them
     * @param models asks the model
     * @param events told of what happens
     * @param json reads arguments
     * @param watch told of each row of the journal
     * @param clock tells the time
     */
    public record Parts(Database database, Conversations conversations, Messages messages, People people, Turns turns,
            Runs runs,
            ModelCalls calls, Consent consent, Catalog catalog, Executor executor, Models models, EventBus events,
            Json json,
            JournalWatch watch, Clock clock) {}

    /**
     * What the agent asks the model with.
     *
     * @param router asks it
     * @param picks which model somebody chose
     * @param usage what was used
     * @param unpriced which models without a price somebody agreed to
     * @param rules the rules of the repository that a conversation is about, as far as they are known
     * @param data the folder that the paths of attachments are relative to
     */
    public record Models(ModelRouter router, Picks picks, UsageTable usage, Unpriced unpriced,
            Function<String, Optional<String>> rules, Path data) {}

    /**
     * Makes the agent.
     *
     * @param parts what it works with
     * @param places gives each turn its place to work
     * @param outbox where its words go
     */
    public Agent(Parts parts, Function<Turn, Workplace> places, Outbox outbox) {
        this.turns = parts.turns();
        this.database = parts.database();
        this.events = parts.events();
        this.toolBox = new ToolBox(parts.catalog());
        Memories memories = new Memories(parts.database(), parts.json());
        Models models = parts.models();
        this.transcripts = new Transcripts(parts.database(), parts.conversations(), parts.messages(), parts.turns(),
                parts.calls(), parts.runs(), memories, new Images(models.data()));
        this.context = new Context(memories, new Summaries(models.router()));
        this.briefing = new Briefing(models.rules());
        HostTools hostTools = new HostTools(parts.catalog(), parts.consent(), parts.runs());
        this.loop = new AgentLoop(transcripts, new ModelTalk(models.router(), models.picks(),
                new PriceQuestion(models.router(), models.unpriced(), parts.consent()), context, briefing, toolBox,
                parts.calls(), parts.events()),
                new ToolRuns(parts.executor(), parts.catalog(), hostTools, parts.runs(), parts.events(), parts.json(),
                        parts.clock()),
                new Endings(parts.database(), parts.turns(), parts.runs(), models.usage(), outbox,
                        parts.consent(), parts.events(), parts.watch()),
                parts.turns(), parts.people(), places);
    }

    /**
     * Takes up a turn, after those of its conversation that came before. A message that belongs to a turn which runs already
     * needs no call: the turn hears it before it asks the model again.
     *
     * @param conversation the conversation
     * @param turn the turn, stored
     */
    public void enqueue(String conversation, String turn) {
        synchronized (lock) {
            Lane lane = lanes.computeIfAbsent(conversation, id -> new Lane());
            if (closed || turn.equals(lane.running) || lane.queue.contains(turn)) {
                return;
            }
            lane.queue.add(turn);
            if (lane.running == null) {
                next(conversation, lane);
            }
        }
    }

    /** Takes up the turns that a crash or a shutdown cut off. */
    public void resume() {
        for (Turn open : turns.open()) {
            enqueue(open.conversation(), open.id());
        }
    }

    /**
     * Stops what runs in a conversation, and what waits behind it.
     *
     * @param conversation the conversation
     * @return done when nothing of it runs any more; the value tells whether there was something to stop
     */
    public CompletableFuture<Boolean> stop(String conversation) {
        Token token;
        CompletableFuture<Void> ended;
        Deque<String> dropped;
        synchronized (lock) {
            Lane lane = lanes.get(conversation);
            if (lane == null || lane.running == null) {
                return CompletableFuture.completedFuture(false);
            }
            token = lane.token;
            ended = lane.ended;
            dropped = new ArrayDeque<>(lane.queue);
            lane.queue.clear();
        }
        token.cancel();
        for (String turn : dropped) {
            if (database.write(h -> turns.end(h, turn, Turn.State.STOPPED, null, null))) {
                events.publish(Event.TURN_FINISHED, conversation, turn,
                        JsonValue.object().put("status", Turn.State.STOPPED).build().toString());
            }
        }
        return ended.thenApply(nothing -> true);
    }

    /**
     * Forgets which tools a conversation was offered; the next prompt has those there are then.
     *
     * @param conversation the conversation
     */
    public void forgetTools(String conversation) {
        toolBox.forget(conversation);
        briefing.forget(conversation);
    }

    /**
     * Summarises what was said in a conversation, for the next prompts to be short. Where a turn runs, that is done before it
     * asks the model again, or else by the next one; a turn that comes meanwhile waits for the summary.
     *
     * @param conversation the conversation
     * @param person on whose behalf
     * @param focus what to keep above all; may be empty
     * @return the summary; empty if nothing would be shorter by one, or it comes later
     */
    public Compacted compact(String conversation, String person, String focus) {
        Lane lane;
        synchronized (lock) {
            Lane busy = lanes.get(conversation);
            if (busy != null) {
                if (!COMPACTING.equals(busy.running)) {
                    context.want(conversation, focus);
                }
                return new Compacted(true, "");
            }
            lane = new Lane();
            lane.running = COMPACTING;
            lanes.put(conversation, lane);
        }
        CompletableFuture<Void> ended = lane.ended;
        try (Token token = lane.token) {
            Transcripts.Start start = transcripts.whole(conversation, person);
            if (start.earlier().isEmpty()) {
                return new Compacted(false, "");
            }
            Turn last = turns.find(start.earlier().getLast().turn()).orElseThrow();
            String summary = context.compact(last, start.earlier(), start.outside() || start.shared(), focus, token);
            if (!summary.isEmpty()) {
                forgetTools(conversation);
            }
            return new Compacted(false, summary);
        } finally {
            synchronized (lock) {
                next(conversation, lane);
            }
            ended.complete(null);
        }
    }

    /**
     * What came of summarising.
     *
     * @param later whether the turn that runs does it
     * @param summary what was summarised; empty if nothing would be shorter by it
     */
    public record Compacted(boolean later, String summary) {}

    /** Leaves all turns where they are, to be taken up at the next start. */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            lanes.values().forEach(lane -> lane.queue.clear());
        }
    }

    private void next(String conversation, Lane lane) {
        String turn = lane.queue.poll();
        lane.running = turn;
        if (turn == null) {
            lanes.remove(conversation);
            return;
        }
        lane.token = new Token();
        lane.ended = new CompletableFuture<>();
        Token token = lane.token;
        CompletableFuture<Void> ended = lane.ended;
        Thread.ofVirtual().name("turn-" + turn).start(() -> {
            try {
                turns.find(turn).filter(found -> !found.state().ended()).ifPresent(found -> loop.run(found, token));
            } finally {
                synchronized (lock) {
                    next(conversation, lane);
                }
                ended.complete(null);
            }
        });
    }
}
