package dev.telecoder.platform.repo;

import dev.telecoder.api.repo.Checkout.Branch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jgit.api.CheckoutCommand;
import org.eclipse.jgit.api.CreateBranchCommand.SetupUpstreamMode;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.CheckoutConflictException;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/** The local branches of one open repository. */
record Branches(Repository repository, String defaultBranch) {

    List<Branch> list() throws IOException {
        Set<ObjectId> kept = new HashSet<>();
        for (Ref ref : repository.getRefDatabase().getRefsByPrefix(Constants.R_REMOTES)) {
            if (ref.getObjectId() != null) {
                kept.add(ref.getObjectId());
            }
        }
        Ref ours = repository.exactRef(Constants.R_HEADS + defaultBranch);
        String current = repository.getFullBranch();
        List<Branch> branches = new ArrayList<>();
        try (RevWalk walk = new RevWalk(repository)) {
            List<RevCommit> keeping = new ArrayList<>();
            for (ObjectId id : kept) {
                keeping.add(walk.parseCommit(id));
            }
            for (Ref ref : repository.getRefDatabase().getRefsByPrefix(Constants.R_HEADS)) {
                RevCommit head = walk.parseCommit(ref.getObjectId());
                boolean merged = reached(walk, head, keeping) || ours != null && !ours.getName().equals(ref.getName())
                        && walk.isMergedInto(head, walk.parseCommit(ours.getObjectId()));
                branches.add(
                        new Branch(Repository.shortenRefName(ref.getName()), head.name(), ref.getName().equals(current),
                                merged));
            }
        }
        branches.sort(Comparator.comparing(Branch::name));
        return branches;
    }

    private static boolean reached(RevWalk walk, RevCommit head, List<RevCommit> from) throws IOException {
        for (RevCommit other : from) {
            if (walk.isMergedInto(head, other)) {
                return true;
            }
        }
        return false;
    }

    void create(String name, String from) throws IOException, GitAPIException {
        if (!Repository.isValidRefName(Constants.R_HEADS + name) || name.startsWith("-") || name.equals(Constants.HEAD)
                || name.startsWith("refs/")) {
            throw Rejections
                    .rejected("'" + name + "' is no valid name of a branch. Use letters, digits, '-' and '/', as in "
                            + "telecoder/fix-login.");
        }
        if (repository.exactRef(Constants.R_HEADS + name) != null) {
            throw Rejections.rejected("There is a branch " + name + " already. Switch to it, or choose another name.");
        }
        ObjectId start = from.isEmpty() ? repository.resolve("HEAD^{commit}") : resolve(repository, from);
        if (start == null && from.isEmpty()) {
            repository.updateRef(Constants.HEAD).link(Constants.R_HEADS + name);
            return;
        }
        if (start == null) {
            throw Rejections.rejected("There is no commit, branch or tag '" + from + "' to begin the branch at.");
        }
        RefUpdate update = repository.updateRef(Constants.R_HEADS + name);
        update.setNewObjectId(start);
        update.setExpectedOldObjectId(ObjectId.zeroId());
        update.setRefLogMessage("branch: created", false);
        RefUpdate.Result result = update.update();
        if (result != RefUpdate.Result.NEW) {
            throw Rejections
                    .rejected("The branch " + name + " could not be created (" + result + "). A branch and a folder "
                            + "of branches cannot have the same name.");
        }
        try {
            checkout(repository, name);
        } catch (RuntimeException | GitAPIException e) {
            update = repository.updateRef(Constants.R_HEADS + name);
            update.setForceUpdate(true);
            update.delete();
            throw e;
        }
    }

    /** {@return whether the branch was found} */
    boolean switchTo(String name) throws IOException, GitAPIException {
        if (repository.exactRef(Constants.R_HEADS + name) != null) {
            checkout(repository, name);
            return true;
        }
        if (repository.exactRef(Constants.R_REMOTES + "origin/" + name) == null) {
            return false;
        }
        try (Git git = new Git(repository)) {
            call(git.checkout().setCreateBranch(true).setName(name).setStartPoint("origin/" + name)
                    .setUpstreamMode(SetupUpstreamMode.TRACK));
            return true;
        }
    }

    void delete(String name) throws IOException, GitAPIException {
        if (repository.exactRef(Constants.R_HEADS + name) == null) {
            throw Rejections.rejected("There is no local branch " + name + ".");
        }
        if ((Constants.R_HEADS + name).equals(repository.getFullBranch())) {
            throw Rejections
                    .rejected("The branch " + name + " is checked out. Switch to another one before deleting it.");
        }
        try (Git git = new Git(repository)) {
            git.branchDelete().setBranchNames(name).setForce(true).call();
        }
    }

    static void checkout(Repository repository, String name) throws GitAPIException {
        try (Git git = new Git(repository)) {
            call(git.checkout().setName(name));
        }
    }

    private static void call(CheckoutCommand command) throws GitAPIException {
        try {
            command.call();
        } catch (CheckoutConflictException e) {
            throw Rejections.rejected("Switching would overwrite changes in " + String.join(", ",
                    e.getConflictingPaths().stream().limit(10).toList()) + ". Commit them first, or undo them.");
        }
    }

    static @org.jspecify.annotations.Nullable ObjectId resolve(Repository repository, String revision)
            throws IOException {
        try {
            return repository.resolve(revision + "^{commit}");
        } catch (org.eclipse.jgit.errors.RevisionSyntaxException | org.eclipse.jgit.errors.IncorrectObjectTypeException
                | org.eclipse.jgit.errors.MissingObjectException | org.eclipse.jgit.errors.AmbiguousObjectException e) {
            return null;
        }
    }

    /** Makes the remote branches of a clone those of the remote. */
    static void follow(Repository clone, Map<String, ObjectId> branches, String defaultBranch) throws IOException {
        Map<String, ObjectId> wanted = new HashMap<>();
        branches.forEach((name, id) -> wanted.put(Constants.R_REMOTES + "origin/" + name, id));
        var batch = clone.getRefDatabase().newBatchUpdate().setAllowNonFastForwards(true).disableRefLog();
        for (Ref ref : clone.getRefDatabase().getRefsByPrefix(Constants.R_REMOTES + "origin/")) {
            ObjectId id = wanted.remove(ref.getName());
            if (ref.isSymbolic() || ref.getObjectId() == null || ref.getObjectId().equals(id)) {
                continue;
            }
            batch.addCommand(new org.eclipse.jgit.transport.ReceiveCommand(ref.getObjectId(),
                    id == null ? ObjectId.zeroId() : id, ref.getName()));
        }
        wanted.forEach((name, id) -> batch.addCommand(
                new org.eclipse.jgit.transport.ReceiveCommand(ObjectId.zeroId(), id, name)));
        if (!batch.getCommands().isEmpty()) {
            try (RevWalk walk = new RevWalk(clone)) {
                batch.execute(walk, org.eclipse.jgit.lib.NullProgressMonitor.INSTANCE);
            }
        }
        if (branches.containsKey(defaultBranch)) {
            clone.updateRef(Constants.R_REMOTES + "origin/HEAD").link(Constants.R_REMOTES + "origin/" + defaultBranch);
        }
    }
}
