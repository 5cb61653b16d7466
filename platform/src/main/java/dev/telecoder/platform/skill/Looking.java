package dev.telecoder.platform.skill;

import dev.telecoder.api.repo.Checkout;
import dev.telecoder.api.repo.CiProvider;
import dev.telecoder.api.repo.CodeHost;
import dev.telecoder.api.repo.Repositories;
import dev.telecoder.platform.repo.RepoSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The repositories of what only looks: those that are configured, and those that people watch. Safe for many threads. */
record Looking(Repositories usual, Supplier<List<RepoSettings>> known) implements Repositories {

    @Override
    public List<Repository> all() {
        Map<String, Repository> all = new LinkedHashMap<>();
        usual.all().forEach(one -> all.put(one.name(), one));
        known.get().forEach(
                one -> all.putIfAbsent(one.name(), new Repository(one.name(), one.url(), one.branch())));
        return List.copyOf(all.values());
    }

    @Override
    public Checkout open(String nameOrUrl, String branch) {
        return usual.open(nameOrUrl, branch);
    }

    @Override
    public Optional<CodeHost> codeHost(String repo) {
        return usual.codeHost(repo);
    }

    @Override
    public List<CiProvider> ci(String repo) {
        return usual.ci(repo);
    }
}
