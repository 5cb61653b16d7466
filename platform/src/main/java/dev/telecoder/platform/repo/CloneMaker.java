package dev.telecoder.platform.repo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.dircache.DirCacheCheckout;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/** Lays down the clone of a task: settings, borrowed objects, the remote's branches and tags, and the files. */
record CloneMaker(CloneFolder folder, Mirror mirror) {

    void make(String url, String defaultBranch, String branch) throws IOException {
        Folders.delete(folder.directory());
        ObjectId commit = lay(url, defaultBranch, branch);
        if (commit != null) {
            checkOut(commit);
        }
    }

    /** Lays down the git data afresh and leaves the files alone. */
    void mend(String url, String defaultBranch) throws IOException {
        Folders.delete(folder.git());
        lay(url, defaultBranch, "");
    }

    private @Nullable ObjectId lay(String url, String defaultBranch, String branch) throws IOException {
        Path git = folder.git();
        for (String name : List.of("objects/info", "objects/pack", "refs/heads", "refs/tags", "refs/remotes/origin",
                "info")) {
            Files.createDirectories(git.resolve(name));
        }
        Map<String, ObjectId> branches = new TreeMap<>();
        List<String> packed = new ArrayList<>();
        try (Repository source = mirror.open()) {
            for (Ref ref : source.getRefDatabase().getRefsByPrefix(Constants.R_HEADS)) {
                String name = ref.getName().substring(Constants.R_HEADS.length());
                branches.put(name, ref.getObjectId());
                packed.add(ref.getObjectId().name() + " refs/remotes/origin/" + name);
            }
            for (Ref ref : source.getRefDatabase().getRefsByPrefix(Constants.R_TAGS)) {
                packed.add(ref.getObjectId().name() + " " + ref.getName());
            }
        }
        packed.sort(Comparator.comparing(line -> line.substring(41)));
        Files.writeString(git.resolve("packed-refs"), packed.isEmpty() ? "" : String.join("\n", packed) + "\n");
        String start = branch.isEmpty() ? defaultBranch : branch;
        if (!branch.isEmpty() && !branches.containsKey(branch)) {
            throw Rejections.rejected("The repository " + folder.repo() + " has no branch " + branch + ". It has "
                    + String.join(", ", branches.keySet().stream().limit(20).toList()) + ".");
        }
        Files.writeString(git.resolve("HEAD"), "ref: refs/heads/" + start + "\n");
        Files.writeString(git.resolve("info/exclude"), "");
        String config = settings(url, start).toText();
        Files.createDirectories(folder.hostConfig().getParent());
        Files.writeString(folder.hostConfig(), config);
        Files.writeString(git.resolve("config"), config);
        if (branches.containsKey(defaultBranch)) {
            Files.writeString(git.resolve("refs/remotes/origin/HEAD"),
                    "ref: refs/remotes/origin/" + defaultBranch + "\n");
        }
        ObjectId commit = branches.get(start);
        if (commit != null) {
            Path ref = git.resolve("refs/heads").resolve(start);
            Files.createDirectories(ref.getParent());
            Files.writeString(ref, commit.name() + "\n");
        }
        return commit;
    }

    private void checkOut(ObjectId commit) throws IOException {
        try (Repository clone = folder.open(); RevWalk walk = new RevWalk(clone)) {
            DirCacheCheckout checkout =
                    new DirCacheCheckout(clone, clone.lockDirCache(), walk.parseCommit(commit).getTree());
            checkout.setFailOnConflict(true);
            checkout.checkout();
        }
    }

    private static Config settings(String url, String branch) {
        Config config = new Config();
        config.setInt("core", null, "repositoryformatversion", 0);
        config.setBoolean("core", null, "filemode", true);
        config.setBoolean("core", null, "bare", false);
        config.setBoolean("core", null, "logallrefupdates", true);
        // A collection inside would not know what the host still needs, and borrowed objects make it needless.
        config.setInt("gc", null, "auto", 0);
        config.setString("user", null, "name", "TeleCoder");
        config.setString("user", null, "email", "telecoder@localhost");
        config.setString("remote", "origin", "url", url);
        config.setString("remote", "origin", "fetch", "+refs/heads/*:refs/remotes/origin/*");
        config.setString("branch", branch, "remote", "origin");
        config.setString("branch", branch, "merge", Constants.R_HEADS + branch);
        return config;
    }
}
