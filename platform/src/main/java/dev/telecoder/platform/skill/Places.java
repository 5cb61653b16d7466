package dev.telecoder.platform.skill;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.memory.Recall;
import dev.telecoder.api.repo.CiProvider;
import dev.telecoder.api.repo.CodeHost;
import dev.telecoder.api.repo.Repositories;
import dev.telecoder.api.skill.ModelQuestion;
import dev.telecoder.platform.conversation.Conversation;
import dev.telecoder.platform.conversation.Conversations;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.memory.MessageSearch;
import dev.telecoder.platform.memory.SwitchedRecall;
import dev.telecoder.platform.model.Account;
import dev.telecoder.platform.plugin.Extensions;
import dev.telecoder.platform.repo.PushRules;
import dev.telecoder.platform.repo.RepoSettings;
import dev.telecoder.platform.repo.Repos;
import dev.telecoder.platform.repo.TaskRepositories;
import dev.telecoder.platform.sandbox.Sandboxes;
import dev.telecoder.platform.store.Database;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The places where skills work, one for each conversation and one for each folder a command names. Safe for many threads. */
public final class Places {

    private final Database database;
    private final Json json;
    private final Conversations conversations;
    private final Repos repos;
    private final Extensions extensions;
    private final GitPlace.Surroundings surroundings;
    private volatile Supplier<List<RepoSettings>> also = List::of;
    private volatile BooleanSupplier remembers = () -> true;
    private final Map<String, ConversationPlace> open = new ConcurrentHashMap<>();

    /**
     * Makes the registry.
     *
     * @param database where messages are, for recall
     * @param json reads them
     * @param conversations tells the repository in focus
     * @param repos clones
     * @param sandboxes gives each place its sandbox
     * @param rules protected branches and paths that ask
     * @param extensions offers code hosts and CI
     * @param questions begins questions to the model
     */
    public Places(Database database, Json json, Conversations conversations, Repos repos, Sandboxes sandboxes,
            Supplier<PushRules> rules, Extensions extensions,
            BiFunction<Account, CancellationToken, ModelQuestion> questions) {
        this.database = database;
        this.json = json;
        this.conversations = conversations;
        this.repos = repos;
        this.extensions = extensions;
        this.surroundings = new GitPlace.Surroundings(sandboxes, rules, questions);
    }

    /**
     * Tells whether earlier conversations may be recalled; before this is called they may.
     *
     * @param remembers asked at each recall
     */
    public void recallWhile(BooleanSupplier remembers) {
        this.remembers = remembers;
    }

    private Recall recall(Supplier<Set<String>> audience) {
        return new SwitchedRecall(() -> remembers.getAsBoolean(), new MessageSearch(database, json, audience));
    }

    /**
     * Finds the place of a conversation.
     *
     * @param conversation the conversation
     * @return the place, the same as long as the conversation goes on
     */
    public Workplace of(String conversation) {
        return open.computeIfAbsent(conversation, id -> new ConversationPlace(id, conversations, repos, surroundings,
                recall(() -> conversations.find(id).map(Conversation::people).<Set<String>>map(Set::copyOf)
                        .orElse(Set.of())),
                new Grants(), this::codeHost, this::ci));
    }

    /**
     * Makes a place of a folder.
     *
     * @param id names it on this host
     * @param folder the folder to work on
     * @param scratch a folder for what is not to stay
     * @param person on whose behalf
     * @return the place
     */
    public Workplace of(String id, Path folder, Path scratch, Person person) {
        return new FolderPlace(id, folder, scratch, repos, surroundings, recall(() -> Set.of(person.id())),
                new Grants());
    }

    /**
     * Makes a place of a folder that holds a configured repository, with its code host and CI.
     *
     * @param id names it on this host
     * @param repo the repository's name
     * @param folder a clone of it
     * @param scratch a folder for what is not to stay
     * @param person on whose behalf
     * @return the place
     */
    public Workplace of(String id, String repo, Path folder, Path scratch, Person person) {
        return new FolderPlace(id, repo, folder, scratch, repos, surroundings, recall(() -> Set.of(person.id())),
                new Grants(), Optional.of(lookingAt(id)));
    }

    /**
     * Frees what the place of a conversation holds. Its clones stay: they may hold work that is nowhere else.
     *
     * @param conversation the conversation
     */
    public void end(String conversation) {
        ConversationPlace place = open.remove(conversation);
        if (place != null) {
            place.endSandbox();
        }
    }

    /**
     * Gives what only looks at repositories: their code hosts and CI, and clones from which nothing is pushed.
     *
     * @param id names the clones
     * @return the repositories
     */
    public Repositories lookingAt(String id) {
        return new Looking(new TaskRepositories(repos, id, request -> {
            throw PluginException.of(Failure.REJECTED, "Nothing is pushed by what only looks.");
        }, Optional::empty, checkout -> {}, this::codeHost, this::ci), this::known);
    }

    /**
     * Makes further repositories known to what only looks.
     *
     * @param watched the repositories people watch
     */
    public void alsoLooksAt(Supplier<List<RepoSettings>> watched) {
        also = watched;
    }

    private List<RepoSettings> known() {
        return Stream.concat(repos.configured().stream(), also.get().stream()).toList();
    }

    private Optional<CodeHost> codeHost(String repo) {
        return known().stream().filter(known -> known.name().equals(repo)).findFirst()
                .flatMap(known -> extensions.of(CodeHost.class).stream().map(Extensions.Extension::instance)
                        .filter(host -> host.id().equals(known.host())).findFirst());
    }

    private List<CiProvider> ci(String repo) {
        return known().stream().filter(known -> known.name().equals(repo)).findFirst()
                .map(known -> known.builtBy().stream().flatMap(id -> extensions.of(CiProvider.class).stream()
                        .map(Extensions.Extension::instance).filter(provider -> provider.id().equals(id))).toList())
                .orElse(List.of());
    }
}
