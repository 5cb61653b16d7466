package dev.telecoder.platform.repo;

import dev.telecoder.api.PluginException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;

/** A task's own clone of a repository; its objects are borrowed from the host's mirror. */
public final class TaskCheckout extends GitCheckout {

    private final Mirror mirror;
    private final CloneRecord record;
    private final CloneFolder folder;

    TaskCheckout(CloneRecord record, CloneFolder folder, Shadow shadow, Mirror mirror, Environment environment) {
        super(record.repo(), folder, shadow, environment);
        this.mirror = mirror;
        this.record = record;
        this.folder = folder;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Git data that code in the sandbox damaged or took away is laid down afresh first.
     */
    @Override
    public void restore(String id) {
        if (hasSnapshot(id) && !isSound()) {
            try {
                new CloneMaker(folder, mirror).mend(record.url(), record.defaultBranch());
            } catch (IOException e) {
                throw Rejections.broken(repo(), e);
            }
        }
        super.restore(id);
    }

    private boolean isSound() {
        try {
            changes();
            branches();
            return true;
        } catch (PluginException e) {
            return false;
        }
    }

    @Override
    public String defaultBranch() {
        return record.defaultBranch();
    }

    /** {@return where it was cloned from, without credentials} */
    public String url() {
        return record.url();
    }

    /** {@return whether the operator configured the repository; files of others are outside text} */
    public boolean isConfigured() {
        return record.configured();
    }

    /** {@return folders a sandbox must see, read-only and at the same path, for git to work in the clone} */
    public List<Path> borrowedObjects() {
        return List.of(mirror.objects());
    }

    /** {@return whether there are changes or commits here that the remote did not have when it was last asked} */
    boolean hasOwnWork() {
        return branch().isEmpty() || !changes().isEmpty() || resolve("refs/stash").isPresent()
                || branches().stream().anyMatch(branch -> !branch.merged());
    }

    @Override
    Remote remote() {
        return mirror.remote();
    }

    @Override
    Remote.Heads bring(Repository clone) throws IOException {
        Remote.Heads heads = mirror.refresh();
        Branches.follow(clone, heads.branches(), heads.defaultBranch());
        try (Repository source = mirror.open()) {
            followTags(clone, source);
        }
        return heads;
    }

    private static void followTags(Repository clone, Repository source) throws IOException {
        Map<String, ObjectId> known = new HashMap<>();
        for (Ref tag : clone.getRefDatabase().getRefsByPrefix(Constants.R_TAGS)) {
            known.put(tag.getName(), tag.getObjectId());
        }
        for (Ref tag : source.getRefDatabase().getRefsByPrefix(Constants.R_TAGS)) {
            if (!known.containsKey(tag.getName())) {
                var update = clone.updateRef(tag.getName());
                update.setNewObjectId(tag.getObjectId());
                update.update();
            }
        }
    }

    /**
     * Checks out a branch of the repository, for a task that asked for one when it opened it.
     *
     * @param branch the branch; empty for what is checked out
     * @throws PluginException of kind {@code REJECTED} if there is none
     */
    void select(String branch) {
        if (!branch.isEmpty() && !branch().equals(java.util.Optional.of(branch))) {
            switchTo(branch);
        }
    }
}
