package dev.telecoder.platform.repo;

import dev.telecoder.api.repo.Checkout;
import dev.telecoder.api.repo.CiProvider;
import dev.telecoder.api.repo.CodeHost;
import dev.telecoder.api.repo.Repositories;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The repositories of one task: its clones, then the configured ones. Safe for many threads.
 *
 * @param repos all repositories
 * @param taskId the task
 * @param policy what decides about pushes
 * @param focus the name of the repository in focus, if there is one
 * @param onOpen told of each repository that is opened and comes into focus
 * @param codeHosts finds the code host of a repository by its name
 * @param ci finds the CI of a repository by its name
 */
public record TaskRepositories(
        Repos repos,
        String taskId,
        PushPolicy policy,
        Supplier<Optional<String>> focus,
        Consumer<TaskCheckout> onOpen,
        Function<String, Optional<CodeHost>> codeHosts,
        Function<String, List<CiProvider>> ci) implements Repositories {

    @Override
    public List<Repository> all() {
        Map<String, Repository> all = new LinkedHashMap<>();
        List<TaskCheckout> clones = repos.checkouts(taskId, policy);
        String first = focus.get().orElse("");
        clones.stream().filter(clone -> clone.repo().equals(first))
                .forEach(clone -> all.put(clone.repo(), value(clone)));
        clones.forEach(clone -> all.putIfAbsent(clone.repo(), value(clone)));
        repos.configured()
                .forEach(repo -> all.putIfAbsent(repo.name(), new Repository(repo.name(), repo.url(), repo.branch())));
        return List.copyOf(all.values());
    }

    @Override
    public Checkout open(String nameOrUrl, String branch) {
        TaskCheckout checkout = repos.open(taskId, nameOrUrl, branch, policy);
        onOpen.accept(checkout);
        return checkout;
    }

    @Override
    public Optional<CodeHost> codeHost(String repo) {
        return codeHosts.apply(repo);
    }

    @Override
    public List<CiProvider> ci(String repo) {
        return ci.apply(repo);
    }

    private static Repository value(TaskCheckout clone) {
        return new Repository(clone.repo(), clone.url(), clone.defaultBranch());
    }
}
