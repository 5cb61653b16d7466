package dev.telecoder.platform.agent;

import dev.telecoder.api.llm.ChatMessage;
import dev.telecoder.api.llm.Content;
import dev.telecoder.api.skill.Origin;
import dev.telecoder.platform.conversation.Conversation;
import dev.telecoder.platform.conversation.Conversations;
import dev.telecoder.platform.conversation.Message;
import dev.telecoder.platform.conversation.Messages;
import dev.telecoder.platform.store.Database;
import dev.telecoder.platform.task.ModelCalls;
import dev.telecoder.platform.task.Run;
import dev.telecoder.platform.task.Runs;
import dev.telecoder.platform.task.Turn;
import dev.telecoder.platform.task.Turns;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Rebuilds from the journal what the model has seen, of this turn and of those before it. Safe for many threads. */
final class Transcripts {

    /** How many turns back a prompt may reach. */
    private static final int TURNS_BACK = 200;

    private final Database database;
    private final Conversations conversations;
    private final Messages messages;
    private final Turns turns;
    private final ModelCalls calls;
    private final Runs runs;

    Transcripts(Database database, Conversations conversations, Messages messages, Turns turns, ModelCalls calls, Runs runs) {
        this.database = database;
        this.conversations = conversations;
        this.messages = messages;
        this.turns = turns;
        this.calls = calls;
        this.runs = runs;
    }

    /**
     * What came before a turn.
     *
     * @param turns the earlier turns' messages, oldest first
     * @param outside whether outside text is among them
     */
    record History(List<List<ChatMessage>> turns, boolean outside) {}

    /** Reads how far a turn has come. */
    Transcript of(Turn turn) {
        return database.read(h -> of(turn, isShared(turn)));
    }

    private boolean isShared(Turn turn) {
        return conversations.find(turn.conversation()).map(found -> found.kind() == Conversation.Kind.SHARED).orElse(false);
    }

    /** The caller reads: all that follows is then one look at the store instead of many. */
    private Transcript of(Turn turn, boolean shared) {
        Transcript transcript = new Transcript();
        Map<Integer, List<Message>> steering = new HashMap<>();
        for (ModelCalls.Steered steered : calls.steering(turn.id())) {
            messages.find(steered.message()).ifPresent(message -> steering
                    .computeIfAbsent(steered.step(), step -> new ArrayList<>()).add(message));
        }
        Map<String, Run> byCall = new HashMap<>();
        for (Run run : runs.ofTurn(turn.id())) {
            if (run.callId() != null) {
                byCall.put(run.step() + " " + run.callId(), run);
            }
        }
        for (ModelCalls.Answer answer : calls.answers(turn.id())) {
            transcript.said(words(steering.remove(answer.step()), shared));
            transcript.answered(answer.response());
            for (Content.ToolCall call : transcript.pending()) {
                Run run = byCall.get(answer.step() + " " + call.id());
                if (run != null && run.result() != null) {
                    transcript.result(call, run.id(), run.result());
                }
            }
        }
        transcript.said(words(steering.remove(transcript.step()), shared));
        return transcript;
    }

    /** Reads what was said before a turn, by everybody who may be heard in it. */
    History before(Turn turn) {
        return database.read(h -> readBefore(turn));
    }

    private History readBefore(Turn turn) {
        boolean shared = isShared(turn);
        List<List<ChatMessage>> earlier = new ArrayList<>();
        boolean outside = false;
        for (Turn past : turns.list(turn.conversation(), null, turn.id(), TURNS_BACK)) {
            Transcript transcript = of(past, shared);
            transcript.dropUnfinished();
            List<Message> unheard = unheard(past);
            transcript.said(words(unheard, shared)); // what the person said is never lost, even where nobody answered
            List<ChatMessage> said = new ArrayList<>(transcript.messages());
            if (!said.isEmpty() && said.getLast().role() == ChatMessage.Role.USER) {
                said.add(ChatMessage.text(ChatMessage.Role.ASSISTANT, "(" + past.state().word() + ")"));
            }
            earlier.addFirst(said);
            outside |= past.outside() || !past.person().equals(turn.person())
                    || unheard.stream().anyMatch(message -> message.origin() == Origin.OUTSIDE);
        }
        return new History(earlier, outside);
    }

    /** Finds what was said to a turn and not given to it yet. */
    List<Message> unheard(Turn turn) {
        return database.read(h -> {
            List<String> heard = calls.steering(turn.id()).stream().map(ModelCalls.Steered::message).toList();
            return messages.ofTurn(turn.id()).stream().filter(message -> message.role() == Message.Role.USER
                    && !heard.contains(message.id())).toList();
        });
    }

    /** Gives messages to a turn, before its next call to the model. */
    void hear(Turn turn, Transcript transcript, List<Message> said) {
        if (said.isEmpty()) {
            return;
        }
        calls.steered(turn.id(), transcript.step(), said.stream().map(Message::id).toList());
        transcript.said(words(said, isShared(turn)));
    }

    private static List<Content> words(@org.jspecify.annotations.Nullable List<Message> said, boolean shared) {
        if (said == null) {
            return List.of();
        }
        List<Content> words = new ArrayList<>();
        for (Message message : said) {
            StringBuilder text = new StringBuilder(shared ? message.sender() + ": " : "").append(message.markdown());
            message.attachments()
                    .forEach(file -> text.append("\n[file ").append(file.name()).append(", ").append(file.mediaType())
                            .append(", ").append(file.size()).append(" bytes]"));
            words.add(new Content.Text(text.toString()));
        }
        return words;
    }
}
