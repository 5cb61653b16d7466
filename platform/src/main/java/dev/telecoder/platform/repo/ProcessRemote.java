package dev.telecoder.platform.repo;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/**
 * A remote over ssh, the git protocol or on this machine, spoken to by the machine's own git: it knows the user's ssh
 * keys, and runs the hooks of a remote that is a folder as a server would. It is only ever started in repositories the
 * host keeps for itself.
 */
record ProcessRemote(GitAddress address, String repo) implements Remote {

    private static final Duration ASK = Duration.ofMinutes(1);
    private static final Duration TRANSFER = Duration.ofMinutes(30);

    @Override
    public Heads heads() {
        GitProcess.Result result =
                checked(GitProcess.run(null, ASK, List.of("ls-remote", "--symref", "--", address.url())));
        Map<String, ObjectId> branches = new TreeMap<>();
        String defaultBranch = "";
        for (String line : result.out().split("\n")) {
            String[] parts = line.split("\t", 2);
            if (parts.length != 2) {
                continue;
            }
            if (parts[0].startsWith("ref: refs/heads/") && parts[1].equals("HEAD")) {
                defaultBranch = parts[0].substring("ref: refs/heads/".length());
            } else if (parts[1].startsWith("refs/heads/") && ObjectId.isId(parts[0])) {
                branches.put(parts[1].substring("refs/heads/".length()), ObjectId.fromString(parts[0]));
            }
        }
        return new Heads(defaultBranch, branches);
    }

    @Override
    public void branchTo(Repository mirror, String branch) {
        fetch(mirror, List.of("--", address.url(), "+refs/heads/" + branch + ":refs/heads/" + branch));
    }

    @Override
    public void mirrorTo(Repository mirror) {
        fetch(mirror,
                List.of("--prune", "--", address.url(), "+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"));
    }

    private void fetch(Repository mirror, List<String> what) {
        List<String> arguments = new ArrayList<>(List.of("fetch", "--quiet", "--no-tags", "--force",
                "--no-write-fetch-head", "--no-recurse-submodules"));
        arguments.addAll(what);
        checked(GitProcess.run(mirror.getDirectory().toPath(), TRANSFER, arguments));
    }

    @Override
    public String push(Repository from, ObjectId commit, String branch, @Nullable ObjectId expected) {
        String ref = "refs/heads/" + branch;
        GitProcess.Result result = GitProcess.run(from.getDirectory().toPath(), TRANSFER, List.of("push", "--porcelain",
                "--no-verify", "--no-recurse-submodules", "--force-with-lease=" + ref + ":"
                        + (expected == null ? "" : expected.name()),
                "--", address.url(), commit.name() + ":" + ref));
        for (String line : result.out().split("\n")) {
            if (line.startsWith("!")) {
                String reason = line.substring(line.lastIndexOf('\t') + 1);
                if (reason.contains("stale info") || reason.contains("fetch first")
                        || reason.contains("non-fast-forward")) {
                    throw Rejections.moved(repo, branch);
                }
                throw Rejections.refused(repo, branch, reason, remoteWords(result.err()));
            }
        }
        return remoteWords(checked(result).err());
    }

    private static String remoteWords(String err) {
        return String.join("\n", err.lines().filter(line -> line.startsWith("remote:"))
                .map(line -> line.substring("remote:".length()).strip()).toList());
    }

    private GitProcess.Result checked(GitProcess.Result result) {
        if (result.code() == 0) {
            return result;
        }
        String err = result.err().toLowerCase(Locale.ROOT);
        if (address.kind() == GitAddress.Kind.LOCAL
                && !Files.exists(Path.of(address.url().substring("file://".length())))) {
            throw Rejections.missing(address, null);
        }
        if (err.contains("permission denied (") || err.contains("host key verification failed")
                || err.contains("authentication failed")) {
            throw PluginException.of(Failure.AUTHENTICATION, address.host() + " refused our ssh key for " + repo
                    + ". Check that `ssh " + address.host()
                    + "` works for the user that runs TeleCoder, or use an https "
                    + "address in repos[].url.");
        }
        if (err.contains("does not appear to be a git repository") || err.contains("not found")
                || err.contains("does not exist")) {
            throw Rejections.missing(address, null);
        }
        if (err.contains("dubious ownership")) {
            throw PluginException.of(Failure.REJECTED,
                    "git does not trust " + address.url() + ", which belongs to another "
                            + "user. Give it to the user that runs TeleCoder.");
        }
        throw PluginException.of(Failure.UNAVAILABLE, "git could not reach " + address.url() + ": "
                + Texts.shortened(result.err().strip(), 500));
    }
}
