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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rebuilds from the journal what the model has seen, of this turn and of those before it. Safe for many threads. */
final class Transcripts {

    /** How many turns back a prompt may reach where nothing was summarised yet. */
    private static final int TURNS_BACK = 400;

    private final Database database;
    private final Conversations conversations;
    private final Messages messages;
    private final Turns turns;
    private final ModelCalls calls;
    private final Runs runs;
    private final Memories memories;
    private final Images images;

    Transcripts(Database database, Conversations conversations, Messages messages, Turns turns, ModelCalls calls,
            Runs runs, Memories memories, Images images) {
        this.database = database;
        this.conversations = conversations;
        this.messages = messages;
        this.turns = turns;
        this.calls = calls;
        this.runs = runs;
        this.memories = memories;
        this.images = images;
    }

    /**
     * What a turn begins with.
     *
     * @param earlier the earlier turns, oldest first, as far back as they are not summarised
     * @param outside whether outside text is among them
     * @param shared whether several people may be heard in it
     * @param transcript how far it has come itself
     * @param unheard what was said to it and not given to it yet
     */
    record Start(List<Past> earlier, boolean outside, boolean shared, Transcript transcript,
            List<Message> unheard) {}

    /** Reads what was said before a turn, by everybody who may be heard in it, and how far it has come; in one look at the store. */
    Start start(Turn turn) {
        return database.read(h -> {
            boolean shared = conversations.kind(h, turn.conversation())
                    .orElse(Conversation.Kind.DIRECT) == Conversation.Kind.SHARED;
            if (turn.startedAt() == null) { // so nothing was given to it, and it has done nothing
                return before(turn, shared, new Transcript(), said(messages.ofTurn(turn.id()), List.of()).unheard());
            }
            Said said = said(turn);
            Transcript own = of(shared, said, runs.ofTurn(turn.id()), calls.answers(turn.id()));
            return before(turn, shared, own, said.unheard());
        });
    }

    /** What was said to a turn: by the step before which it was given to it, and what was not given to it yet. */
    private record Said(Map<Integer, List<Message>> heard, List<Message> unheard) {}

    private Said said(Turn turn) {
        return said(messages.ofTurn(turn.id()), calls.steering(turn.id()));
    }

    private Said said(List<Message> ofTurn, List<ModelCalls.Steered> steering) {
        Map<String, Message> all = new LinkedHashMap<>();
        ofTurn.stream().filter(Transcripts::isHeard)
                .forEach(message -> all.put(message.id(), message));
        Map<Integer, List<Message>> heard = new HashMap<>();
        for (ModelCalls.Steered steered : steering) {
            Optional.ofNullable(all.remove(steered.message())).or(() -> messages.find(steered.message()))
                    .ifPresent(
                            message -> heard.computeIfAbsent(steered.step(), step -> new ArrayList<>()).add(message));
        }
        return new Said(heard, List.copyOf(all.values()));
    }

    /** What people say, and what the host told of things outside: who answers to that must know it. */
    private static boolean isHeard(Message message) {
        return message.role() == Message.Role.USER
                || message.role() == Message.Role.SYSTEM && message.origin() == Origin.OUTSIDE;
    }

    private Transcript of(boolean shared, Said said, List<Run> ran, List<ModelCalls.Answer> answers) {
        Transcript transcript = new Transcript();
        Map<String, Run> byCall = new HashMap<>();
        for (Run run : ran) {
            if (run.callId() != null) {
                byCall.put(run.step() + " " + run.callId(), run);
            }
        }
        Map<Integer, List<Message>> heard = new HashMap<>(said.heard());
        for (ModelCalls.Answer answer : answers) {
            transcript.said(words(heard.remove(answer.step()), shared));
            transcript.answered(answer.response());
            for (Content.ToolCall call : transcript.pending()) {
                Run run = byCall.get(answer.step() + " " + call.id());
                if (run != null && run.result() != null) {
                    transcript.result(call, run.id(), run.result());
                }
            }
        }
        transcript.said(words(heard.remove(transcript.step()), shared));
        return transcript;
    }

    /**
     * Reads all of a conversation in which nothing runs, as far back as it is not summarised.
     *
     * @param conversation the conversation
     * @param person before whom
     */
    Start whole(String conversation, String person) {
        return database.read(h -> before(conversation, "", person, conversations.kind(h, conversation)
                .orElse(Conversation.Kind.DIRECT) == Conversation.Kind.SHARED, new Transcript(), List.of()));
    }

    private Start before(Turn turn, boolean shared, Transcript own, List<Message> unheard) {
        return before(turn.conversation(), turn.id(), turn.person(), shared, own, unheard);
    }

    /** A query for all turns of each kind of row, not for each turn: conversations go on for long. */
    private Start before(String conversation, String turn, String person, boolean shared, Transcript own,
            List<Message> unheard) {
        Memory memory = memories.of(conversation);
        int back = memory.from() == null ? TURNS_BACK : turns.between(conversation, memory.from().turn(), turn);
        List<Turn> turnsBefore = back == 0 ? List.of() : turns.list(conversation, null, turn, back);
        if (turnsBefore.isEmpty()) {
            return new Start(List.of(), memory.outside(), shared, own, unheard);
        }
        Map<String, List<Message>> said = messages.ofTurnsBefore(conversation, turn, back);
        Map<String, List<ModelCalls.Steered>> steering = calls.steeringBefore(conversation, turn, back);
        Map<String, List<ModelCalls.Answer>> answers = calls.answersBefore(conversation, turn, back);
        Map<String, List<Run>> ran = runs.ofTurnsBefore(conversation, turn, back);
        List<Past> earlier = new ArrayList<>();
        boolean outside = memory.outside();
        for (Turn past : turnsBefore) {
            String id = past.id();
            Said all = said(said.getOrDefault(id, List.of()), steering.getOrDefault(id, List.of()));
            Transcript transcript =
                    of(shared, all, ran.getOrDefault(id, List.of()), answers.getOrDefault(id, List.of()));
            transcript.dropUnfinished();
            transcript.said(words(all.unheard(), shared)); // what the person said is never lost, even where nobody answered
            List<ChatMessage> heard = new ArrayList<>(transcript.messages());
            if (!heard.isEmpty() && heard.getLast().role() == ChatMessage.Role.USER) {
                heard.add(ChatMessage.text(ChatMessage.Role.ASSISTANT, "(" + past.state().word() + ")"));
            }
            earlier.add(new Past(id, heard));
            outside |= past.outside() || !past.person().equals(person)
                    || all.unheard().stream().anyMatch(message -> message.origin() == Origin.OUTSIDE);
        }
        return new Start(earlier.reversed(), outside, shared, own, unheard);
    }

    /** Finds what was said to a turn and not given to it yet. */
    List<Message> unheard(Turn turn) {
        return database.read(h -> said(turn).unheard());
    }

    /** Gives messages to a turn, before its next call to the model. */
    void hear(Turn turn, boolean shared, Transcript transcript, List<Message> said) {
        if (!said.isEmpty()) {
            calls.steered(turn.id(), transcript.step(), said.stream().map(Message::id).toList());
            transcript.said(words(said, shared));
        }
    }

    private List<Content> words(@Nullable List<Message> said, boolean shared) {
        if (said == null) {
            return List.of();
        }
        List<Content> words = new ArrayList<>();
        for (Message message : said) {
            StringBuilder text = new StringBuilder(message.role() == Message.Role.SYSTEM ? "[told by TeleCoder] "
                    : shared ? message.sender() + ": " : "").append(message.markdown());
            List<Content> seen = new ArrayList<>();
            for (Message.StoredFile file : message.attachments()) {
                text.append("\n[file ").append(file.name()).append(", ").append(file.mediaType()).append(", ")
                        .append(file.size()).append(" bytes]");
                images.of(file).ifPresent(seen::add);
            }
            words.add(new Content.Text(text.toString()));
            words.addAll(seen);
        }
        return words;
    }
}
