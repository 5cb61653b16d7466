package dev.telecoder.platform.app;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.agent.Agent;
import dev.telecoder.platform.conversation.Conversation;
import dev.telecoder.platform.conversation.Message;
import dev.telecoder.platform.gateway.Controls;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.identity.Role;
import dev.telecoder.platform.repo.RepoSettings;
import dev.telecoder.platform.skill.Call;
import dev.telecoder.platform.skill.Executor;
import dev.telecoder.platform.skill.Outcome;
import dev.telecoder.platform.skill.Places;
import dev.telecoder.platform.skill.Token;
import dev.telecoder.platform.store.Ids;
import dev.telecoder.platform.task.Entry;
import dev.telecoder.platform.task.Turn;
import dev.telecoder.platform.task.Turns;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/** What chat commands do to the other parts. */
final class HostControls implements Controls {

    private final Host host;
    private final Agent agent;
    private final Places places;
    private final Executor executor;
    private final Turns turns;
    private final Supplier<List<RepoSettings>> repos;
    private final Supplier<String> status;
    private final ModelControls models;
    private final Undoing undoing;
    private final Supplier<WatchControls> watches;
    private final Map<String, Set<Token>> typed = new ConcurrentHashMap<>();

    HostControls(Host host, Agent agent, Places places, Executor executor, Turns turns,
            Supplier<List<RepoSettings>> repos, Supplier<String> status, ModelControls models, Undoing undoing,
            Supplier<WatchControls> watches) {
        this.host = host;
        this.watches = watches;
        this.undoing = undoing;
        this.agent = agent;
        this.places = places;
        this.executor = executor;
        this.turns = turns;
        this.repos = repos;
        this.status = status;
        this.models = models;
    }

    @Override
    public CompletableFuture<Boolean> stop(String conversation) {
        Set<Token> running = typed.getOrDefault(conversation, Set.of());
        boolean any = !running.isEmpty();
        running.forEach(Token::cancel);
        return agent.stop(conversation).thenApply(stopped -> stopped || any);
    }

    @Override
    public void ended(String conversation) {
        agent.forgetTools(conversation);
        places.end(conversation);
    }

    @Override
    public String status() {
        return status.get();
    }

    @Override
    public String model(Conversation conversation, String wish) {
        return models.model(conversation.id(), wish);
    }

    @Override
    public String usage(Conversation conversation, Person person) {
        return models.usage(conversation.id(), person);
    }

    @Override
    public String compact(Conversation conversation, Person person, String focus) {
        return models.compact(conversation.id(), person, focus);
    }

    @Override
    public String tasks(Conversation conversation, Person person) {
        List<Turn> all = turns.tasks(conversation.id(), null, null, 10);
        if (all.isEmpty()) {
            return "Nothing was worked on here yet.";
        }
        StringBuilder text = new StringBuilder("**Tasks**\n");
        for (Turn turn : all) {
            text.append("- `").append(turn.id().substring(18)).append("` ").append(turn.state().word()).append(", ")
                    .append(turn.createdAt().toString(), 0, 16).append(turn.error() == null ? "" : ": " + turn.error())
                    .append('\n');
        }
        return text.toString();
    }

    @Override
    public String repos(Conversation conversation) {
        StringBuilder text = new StringBuilder();
        for (RepoSettings repo : repos.get()) {
            text.append("- ").append(repo.name()).append(repo.name().equals(conversation.focus()) ? " (in focus)" : "")
                    .append('\n');
        }
        for (String name : conversation.repos()) {
            if (repos.get().stream().noneMatch(repo -> repo.name().equals(name))) {
                text.append("- ").append(name).append(name.equals(conversation.focus()) ? " (in focus)" : "")
                        .append('\n');
            }
        }
        text.append(text.isEmpty() ? "" : "\n").append(watches.get().lines(conversation));
        return text.isEmpty() ? "No repositories yet. List them under `repos` in config.yaml, or give me a git URL."
                : "**Repositories**\n" + text;
    }

    @Override
    public String watch(Conversation conversation, Person person, String repo) {
        return watches.get().watch(conversation, person, repo);
    }

    @Override
    public String unwatch(Conversation conversation, Person person, String repo) {
        return watches.get().unwatch(conversation, person, repo);
    }

    @Override
    public String undo(Conversation conversation, Person person) {
        return undoing.undo(conversation, person);
    }

    @Override
    public String pressed(String subject, String choice, Person person, ChatAddress at) {
        return new IncidentActions(host).pressed(subject, choice, person, at);
    }

    @Override
    public void arrived(Handle h, Person person, Conversation conversation, ChatAddress at) {
        if (conversation.kind() == Conversation.Kind.DIRECT) {
            host.incidents().arrived(h, person.id(), hearsAll(person)).ifPresent(missed -> host.mail().say(h,
                    "away-" + Ids.next(), conversation, Optional.of(at), null, Message.Role.SYSTEM, missed));
        }
    }

    @Override
    public String digest(Conversation conversation, Person person) {
        return host.incidents().digest(person.id(),
                conversation.kind() == Conversation.Kind.DIRECT && hearsAll(person));
    }

    @Override
    public String notifications(Conversation conversation, Person person, String wish) {
        return host.incidents().notifications(person.id(), wish);
    }

    @Override
    public String mute(Conversation conversation, Person person, String wish) {
        return host.incidents().mute(person.id(), hearsAll(person), wish);
    }

    private static boolean hearsAll(Person person) {
        return person.role().covers(Role.ADMIN);
    }

    @Override
    public String runSkill(Conversation conversation, Person person, String skill, JsonValue input) {
        Token token = new Token();
        Set<Token> running = typed.computeIfAbsent(conversation.id(), id -> ConcurrentHashMap.newKeySet());
        running.add(token);
        try {
            Outcome outcome = executor
                    .run(new Call(skill, input, Entry.CHAT, person, conversation.id(), null, null, 0, null, null, 0,
                            false, null, true, places.of(conversation.id()), line -> {}, token));
            return (outcome.result().succeeded() ? "" : "**" + skill + " failed.** ")
                    + fenced(outcome.result().output());
        } catch (PluginException e) {
            return skill + ": " + e.getMessage();
        } finally {
            running.remove(token);
            token.close();
        }
    }

    private static String fenced(String output) {
        String cut = output.length() > 6_000 ? output.substring(0, 6_000) + "\n…" : output;
        return cut.contains("\n") ? "\n```\n" + cut.replace("```", "'''") + "\n```" : cut;
    }
}
