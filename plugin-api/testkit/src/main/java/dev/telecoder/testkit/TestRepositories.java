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
 * Repositories a run or a look may use, each of them a {@link TestRepository}; with a code host and CI where the test says
 * so. For one thread.
 *
 * @since 1.0
 */
public final class TestRepositories implements Repositories {

    private final Map<String, TestRepository> known = new LinkedHashMap<>();
    private final Map<String, CodeHost> codeHosts = new LinkedHashMap<>();
    private final Map<String, List<CiProvider>> ci = new LinkedHashMap<>();
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

    /**
     * Says where a repository is kept.
     *
     * @param repo its name; it need not be one that can be opened
     * @param host the code host
     * @return these repositories
     */
    public TestRepositories withCodeHost(String repo, CodeHost host) {
        codeHosts.put(repo, host);
        return this;
    }

    /**
     * Says where a repository is built.
     *
     * @param repo its name; it need not be one that can be opened
     * @param providers the services, in order
     * @return these repositories
     */
    public TestRepositories withCi(String repo, CiProvider... providers) {
        ci.put(repo, List.of(providers));
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
        return Optional.ofNullable(codeHosts.get(repo));
    }

    @Override
    public List<CiProvider> ci(String repo) {
        return ci.getOrDefault(repo, List.of());
    }
}
