package dev.telecoder.platform.repo;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;

/**
 * A checkout over a folder a person named, which is worked on itself. Where it is no repository, snapshots work all the
 * same, and everything of git is {@code REJECTED}.
 */
public final class FolderCheckout extends GitCheckout {

    private final GivenFolder folder;
    private final Shadow shadow;
    private final Credentials credentials;

    FolderCheckout(String repo, GivenFolder folder, Shadow shadow, Credentials credentials, Environment environment) {
        super(repo, folder, shadow, environment);
        this.folder = folder;
        this.shadow = shadow;
        this.credentials = credentials;
    }

    /** {@return whether the folder is a git repository} */
    public boolean isRepository() {
        return folder.hasRepository();
    }

    @Override
    public String defaultBranch() {
        return write(git -> {
            Ref head = git.exactRef(Constants.R_REMOTES + "origin/HEAD");
            if (head != null && head.isSymbolic()) {
                return head.getTarget().getName().substring((Constants.R_REMOTES + "origin/").length());
            }
            for (String usual : new String[]{"main", "master"}) {
                if (git.exactRef(Constants.R_HEADS + usual) != null) {
                    return usual;
                }
            }
            return Optional.ofNullable(git.getBranch()).filter(name -> !ObjectId.isId(name)).orElse("main");
        });
    }

    @Override
    Remote remote() {
        return write(git -> {
            Set<String> remotes = git.getConfig().getSubsections("remote");
            String name = remotes.contains("origin") || remotes.isEmpty() ? "origin" : remotes.iterator().next();
            String url = Optional.ofNullable(git.getConfig().getString("remote", name, "url")).orElse("");
            if (url.isBlank()) {
                throw Rejections
                        .rejected("The repository " + repo() + " has no remote to push to or fetch from. Add one with "
                                + "`git remote add origin URL`.");
            }
            boolean relative = url.startsWith("./") || url.startsWith("../") || !GitAddress.looksLikeOne(url);
            return Remote.of(GitAddress.parse(relative ? directory().resolve(url).normalize().toString() : url), repo(),
                    credentials);
        });
    }

    @Override
    Remote.Heads bring(Repository clone) throws IOException {
        Remote remote = remote();
        // Fetched on the host's side first, so that no program of the folder's git takes part.
        try (Repository host = shadow.open(folder.borrowable())) {
            remote.mirrorTo(host);
            Map<String, ObjectId> heads = new TreeMap<>();
            for (Ref ref : host.getRefDatabase().getRefsByPrefix(Constants.R_HEADS)) {
                heads.put(ref.getName().substring(Constants.R_HEADS.length()), ref.getObjectId());
            }
            Transfer.copy(host, clone, Set.copyOf(heads.values()));
            Remote.Heads there = remote.heads();
            Branches.follow(clone, heads, there.defaultBranch());
            return new Remote.Heads(there.defaultBranch(), heads);
        }
    }
}
