package dev.telecoder.platform.skill;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.memory.Recall;
import dev.telecoder.api.repo.Checkout;
import dev.telecoder.api.repo.CiProvider;
import dev.telecoder.api.repo.CodeHost;
import dev.telecoder.api.repo.Repositories;
import dev.telecoder.api.sandbox.SandboxRuntime.Spec.Mount;
import dev.telecoder.platform.repo.FolderCheckout;
import dev.telecoder.platform.repo.GitCheckout;
import dev.telecoder.platform.repo.Repos;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where a typed command works: a folder of the person's own, which may be a repository or not. */
final class FolderPlace extends GitPlace {

    private final Path folder;
    private final Path scratch;
    private final Repos repos;
    private final FolderCheckout checkout;
    private final Optional<Repositories> services;

    FolderPlace(String id, Path folder, Path scratch, Repos repos, Surroundings surroundings, Recall recall,
            Grants grants) {
        this(id, String.valueOf(folder.toAbsolutePath().normalize().getFileName()), folder, scratch, repos,
                surroundings,
                recall, grants, Optional.empty());
    }

    /** A folder that holds a configured repository, with its code host and CI. */
    FolderPlace(String id, String name, Path folder, Path scratch, Repos repos, Surroundings surroundings,
            Recall recall, Grants grants, Optional<Repositories> services) {
        super(id, surroundings, recall, grants);
        this.folder = folder;
        this.scratch = scratch;
        this.repos = repos;
        this.checkout = repos.folder(name, folder, grants);
        this.services = services;
    }

    @Override
    public Path directory() {
        return folder;
    }

    @Override
    Optional<GitCheckout> git() {
        return checkout.isRepository() ? Optional.of(checkout) : Optional.empty();
    }

    @Override
    Path scratch() {
        return scratch;
    }

    @Override
    List<Mount> mounts() {
        return List.of();
    }

    @Override
    public Repositories repositories() {
        return new Repositories() {

            @Override
            public List<Repository> all() {
                return repos.configured().stream().map(repo -> new Repository(repo.name(), repo.url(), repo.branch()))
                        .toList();
            }

            @Override
            public Checkout open(String nameOrUrl, String branch) {
                throw PluginException.of(Failure.REJECTED,
                        "This command works on the folder it was given. Clone " + nameOrUrl
                                + " and name its folder with --repo, or ask for it in a chat.");
            }

            @Override
            public Optional<CodeHost> codeHost(String repo) {
                return services.flatMap(all -> all.codeHost(repo));
            }

            @Override
            public List<CiProvider> ci(String repo) {
                return services.map(all -> all.ci(repo)).orElse(List.of());
            }
        };
    }
}
