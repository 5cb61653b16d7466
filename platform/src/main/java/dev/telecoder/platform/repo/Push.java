package dev.telecoder.platform.repo;

import dev.telecoder.api.repo.Checkout.Pushed;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;
import org.jspecify.annotations.Nullable;

/** One push: look at the remote, copy the commit to the host's side, ask the policy, send. */
final class Push {

    private final GitCheckout checkout;
    private final Remote remote;
    private final Repository clone;
    private final Repository host;
    private final GitCheckout.Environment environment;

    Push(GitCheckout checkout, Remote remote, Repository clone, Repository host, GitCheckout.Environment environment) {
        this.checkout = checkout;
        this.remote = remote;
        this.clone = clone;
        this.host = host;
        this.environment = environment;
    }

    Optional<PushRequest> preview(String branch, boolean force) throws IOException {
        ObjectId commit = local(branch);
        Remote.Heads heads = remote.heads();
        ObjectId there = there(heads, branch);
        return has(there, commit) ? Optional.empty() : Optional.of(request(branch, commit, there, heads, force));
    }

    Pushed push(String branch, boolean force) throws IOException {
        ObjectId commit = local(branch);
        Remote.Heads heads = remote.heads();
        ObjectId there = there(heads, branch);
        if (there != null && (there.equals(commit) || !force && has(there, commit))) {
            return new Pushed(branch, there.name(), remote.address().url(), true);
        }
        Shadow.take(host, clone, commit);
        if (there != null && !force && !isAncestor(there, commit)) {
            throw Rejections.moved(checkout.repo(), branch);
        }
        PushRequest request = request(branch, commit, there, heads, force);
        environment.policy().check(request);
        remote.push(host, commit, branch, there);
        remember(branch, commit);
        return new Pushed(branch, commit.name(), remote.address().url(), false);
    }

    private ObjectId local(String branch) throws IOException {
        Ref ref = clone.exactRef(Constants.R_HEADS + branch);
        if (ref == null || ref.getObjectId() == null) {
            throw Rejections.rejected("There is no local branch " + branch + " with a commit to push.");
        }
        return ref.getObjectId();
    }

    private @Nullable ObjectId there(Remote.Heads heads, String branch) throws IOException {
        ObjectId there = heads.branches().get(branch);
        if (there != null && !clone.getObjectDatabase().has(there)) {
            checkout.bring(clone);
        }
        return there;
    }

    private boolean has(@Nullable ObjectId there, ObjectId commit) throws IOException {
        return there != null && (there.equals(commit) || isAncestor(commit, there));
    }

    private boolean isAncestor(ObjectId older, ObjectId newer) throws IOException {
        if (!clone.getObjectDatabase().has(older) || !clone.getObjectDatabase().has(newer)) {
            return false;
        }
        try (RevWalk walk = new RevWalk(clone)) {
            return walk.isMergedInto(walk.parseCommit(older), walk.parseCommit(newer));
        }
    }

    private PushRequest request(String branch, ObjectId commit, @Nullable ObjectId there, Remote.Heads heads,
            boolean force)
            throws IOException {
        ObjectId before = there != null ? there : fork(commit, heads);
        List<String> paths = new Differences(clone).paths(
                before != null && clone.getObjectDatabase().has(before) ? before : null, commit);
        boolean replaces = there != null && !isAncestor(there, commit);
        return new PushRequest(checkout.repo(), remote.address().url(), branch, there == null ? "" : there.name(),
                commit.name(), paths, force && replaces, environment.rules().branches().covers(branch)
                        || branch.equals(heads.defaultBranch()),
                environment.rules().paths().among(paths));
    }

    /** Where a new branch left the remote's default branch. */
    private @Nullable ObjectId fork(ObjectId commit, Remote.Heads heads) throws IOException {
        ObjectId main = heads.branches().get(heads.defaultBranch());
        if (main == null || !clone.getObjectDatabase().has(main)) {
            return null;
        }
        try (RevWalk walk = new RevWalk(clone)) {
            walk.setRevFilter(RevFilter.MERGE_BASE);
            walk.markStart(walk.parseCommit(main));
            walk.markStart(walk.parseCommit(commit));
            RevCommit base = walk.next();
            return base == null ? null : base.copy();
        }
    }

    private void remember(String branch, ObjectId commit) throws IOException {
        RefUpdate update = clone.updateRef(Constants.R_REMOTES + "origin/" + branch);
        update.setNewObjectId(commit);
        update.setForceUpdate(true);
        update.setRefLogMessage("update by push", false);
        update.update();
    }
}
