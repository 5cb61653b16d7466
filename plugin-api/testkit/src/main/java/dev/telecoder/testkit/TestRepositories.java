package dev.telecoder.testkit;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.repo.Checkout;
import dev.telecoder.api.repo.CiProvider;
import dev.telecoder.api.repo.CodeHost;
import dev.telecoder.api.repo.Repositories;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Repositories a run may use, each of them a {@link TestRepository}; without code hosts and CI. For one thread.
 *
 * @since 1.0
 */
public final class TestRepositories implements Repositories {

    private final Map<String, TestRepository> known = new LinkedHashMap<>();
    private final List<String> opened = new ArrayList<>();

    /** Makes none. */
    public TestRepositories() {}

    /**
     * Adds a repository.
     *
     * @param name such as {@code myorg/api}
     * @param repository what it is
     * @return these repositories
     */
    public TestRepositories with(String name, TestRepository repository) {
        known.put(name, repository);
        return this;
    }

    /** {@return the names and URLs that were opened, in order} */
    public List<String> opened() {
        return List.copyOf(opened);
    }

    @Override
    public List<Repository> all() {
        return known.entrySet().stream()
                .map(one -> new Repository(one.getKey(), one.getValue().url().toString(), "main")).toList();
    }

    @Override
    public Checkout open(String nameOrUrl, String branch) {
        Repository found =
                all().stream().filter(one -> one.name().equals(nameOrUrl) || one.url().equals(nameOrUrl)).findFirst()
                        .orElseThrow(() -> PluginException.of(Failure.REJECTED, "There is no repository " + nameOrUrl
                                + ". Configured are: " + String.join(", ", known.keySet()) + "."));
        opened.add(nameOrUrl);
        TestCheckout checkout = TestCheckout.of(known.get(found.name()), found.name());
        if (!branch.isEmpty()) {
            checkout.switchTo(branch);
        }
        return checkout;
    }

    @Override
    public Optional<CodeHost> codeHost(String repo) {
        return Optional.empty();
    }

    @Override
    public List<CiProvider> ci(String repo) {
        return List.of();
    }
}
