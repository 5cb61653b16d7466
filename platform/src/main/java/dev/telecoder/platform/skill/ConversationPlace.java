package dev.telecoder.platform.skill;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.memory.Recall;
import dev.telecoder.api.repo.CiProvider;
import dev.telecoder.api.repo.CodeHost;
import dev.telecoder.api.repo.Repositories;
import dev.telecoder.api.sandbox.SandboxRuntime.Spec.Mount;
import dev.telecoder.platform.conversation.Conversation;
import dev.telecoder.platform.conversation.Conversations;
import dev.telecoder.platform.repo.GitCheckout;
import dev.telecoder.platform.repo.RepoSettings;
import dev.telecoder.platform.repo.Repos;
import dev.telecoder.platform.repo.TaskCheckout;
import dev.telecoder.platform.repo.TaskRepositories;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where the turns of a conversation work: clones of its own, the one in focus first, or a scratch folder. A conversation that
 * named no repository works on the configured one, where there is exactly one.
 */
final class ConversationPlace extends GitPlace {

    private final String conversation;
    private final Conversations conversations;
    private final Repos repos;
    private final Grants grants;
    private final Repositories repositories;
    private final Map<String, TaskCheckout> open;
    /** The repository this place is about; {@code null} for the one in focus. */
    private final @Nullable String only;

    ConversationPlace(String conversation, Conversations conversations, Repos repos, Surroundings surroundings,
            Recall recall,
            Grants grants, Function<String, Optional<CodeHost>> codeHosts, Function<String, List<CiProvider>> ci) {
        super(conversation, surroundings, recall, grants);
        this.conversation = conversation;
        this.conversations = conversations;
        this.repos = repos;
        this.grants = grants;
        this.open = new ConcurrentHashMap<>();
        this.only = null;
        this.repositories = new TaskRepositories(repos, conversation, grants, this::focus, this::opened, codeHosts, ci);
    }

    private ConversationPlace(ConversationPlace other, String only) {
        super(other);
        this.conversation = other.conversation;
        this.conversations = other.conversations;
        this.repos = other.repos;
        this.grants = other.grants;
        this.repositories = other.repositories;
        this.open = other.open;
        this.only = only;
    }

    @Override
    public Workplace in(String repo) {
        if (focus().filter(repo::equals).isPresent()) {
            return this;
        }
        Set<String> names = new TreeSet<>();
        conversations.find(conversation).ifPresent(found -> names.addAll(found.repos()));
        repos.configured().forEach(known -> names.add(known.name()));
        if (!names.contains(repo)) {
            throw PluginException.of(Failure.REJECTED, "There is no repository " + repo + " in this conversation. "
                    + (names.isEmpty() ? "There is none at all; open" : "There are " + String.join(", ", names)
                            + "; open")
                    + " another with repo.setup.");
        }
        return new ConversationPlace(this, repo);
    }

    @Override
    public Path directory() {
        return git().map(checkout -> checkout.directory()).orElseGet(this::scratch);
    }

    @Override
    Optional<GitCheckout> git() {
        return focus().map(name -> open.computeIfAbsent(name, this::clone));
    }

    @Override
    Path scratch() {
        return repos.scratch(conversation);
    }

    @Override
    List<Mount> mounts() {
        return open.values().stream().flatMap(checkout -> checkout.borrowedObjects().stream())
                .map(objects -> new Mount(objects, objects.toString(), true)).distinct().toList();
    }

    @Override
    public Repositories repositories() {
        return repositories;
    }

    private Optional<String> focus() {
        if (only != null) {
            return Optional.of(only);
        }
        Optional<String> named = conversations.find(conversation).map(Conversation::focus);
        List<RepoSettings> configured = repos.configured();
        return named.isPresent() || configured.size() != 1 ? named : Optional.of(configured.getFirst().name());
    }

    private TaskCheckout clone(String name) {
        boolean known = repos.configured().stream().anyMatch(repo -> repo.name().equals(name));
        String source = known ? name : conversations.repoUrl(conversation, name).orElse(name);
        return repos.open(conversation, source, "", grants);
    }

    private void opened(TaskCheckout checkout) {
        open.put(checkout.repo(), checkout);
        conversations.focus(conversation, checkout.repo(), checkout.url());
    }
}
