package dev.telecoder.platform.repo;

import dev.telecoder.api.repo.Checkout.Commit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.eclipse.jgit.api.AddCommand;
import org.eclipse.jgit.api.CommitCommand;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.RmCommand;
import org.eclipse.jgit.api.errors.EmptyCommitException;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.Signer;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/** Reads and makes commits of one open repository. */
record Commits(Repository repository) {

    private static final int SEARCHED_COMMITS = 5000;

    List<Commit> log(ObjectId start, int limit) throws IOException {
        List<Commit> commits = new ArrayList<>();
        try (RevWalk walk = new RevWalk(repository)) {
            walk.markStart(walk.parseCommit(start));
            for (RevCommit commit = walk.next(); commit != null && commits.size() < limit; commit = walk.next()) {
                walk.parseBody(commit);
                commits.add(value(commit));
            }
        }
        return commits;
    }

    Commit commit(String message, List<String> paths, Instant now, Optional<Signer> signer)
            throws IOException, GitAPIException {
        Differences.Status status = new Differences(repository).status();
        Set<String> chosen = new TreeSet<>(status.changed());
        chosen.removeIf(path -> !Differences.within(path, paths));
        List<String> conflicts =
                status.conflicting().stream().filter(chosen::contains).filter(this::hasMarkers).toList();
        if (!conflicts.isEmpty()) {
            throw Rejections
                    .rejected("Both sides changed " + String.join(", ", conflicts) + " and the conflict markers are "
                            + "still in. Edit the files so that they are as they should be, then commit.");
        }
        if (chosen.isEmpty()) {
            throw Rejections.rejected(paths.isEmpty()
                    ? "There is nothing to commit: no file differs from the last commit."
                    : "There is nothing to commit in " + String.join(", ", paths) + ". Changed are: "
                            + (status.changed().isEmpty() ? "no files" : String.join(", ", status.changed().stream()
                                    .limit(20).toList()))
                            + ".");
        }
        try (Git git = new Git(repository)) {
            stage(git, chosen);
            PersonIdent author = author(now);
            CommitCommand command =
                    git.commit().setMessage(message).setAuthor(author).setCommitter(author).setNoVerify(true)
                            .setSign(signer.isPresent()).setGpgConfig(Signing.nothing())
                            .setAllowEmpty(!status.conflicting().isEmpty());
            signer.ifPresent(command::setSigner);
            if (!paths.isEmpty() && status.conflicting().isEmpty()) {
                chosen.forEach(command::setOnly);
            }
            return value(command.call());
        } catch (EmptyCommitException e) {
            throw Rejections.rejected("There is nothing to commit: no file differs from the last commit.");
        }
    }

    boolean signed(ObjectId commit) throws IOException {
        try (RevWalk walk = new RevWalk(repository)) {
            return walk.parseCommit(commit).getRawGpgSignature() != null;
        }
    }

    private void stage(Git git, Set<String> paths) throws GitAPIException {
        AddCommand add = git.add();
        RmCommand remove = git.rm().setCached(true);
        boolean adds = false;
        boolean removes = false;
        for (String path : paths) {
            Path file = repository.getWorkTree().toPath().resolve(path);
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                add.addFilepattern(path);
                adds = true;
            } else {
                remove.addFilepattern(path);
                removes = true;
            }
        }
        if (removes) {
            remove.call();
        }
        if (adds) {
            add.call();
        }
    }

    private boolean hasMarkers(String path) {
        Path file = repository.getWorkTree().toPath().resolve(path);
        try {
            return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) < 5 << 20
                    && new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1)
                            .contains("\n>>>>>>> ");
        } catch (IOException e) {
            return true;
        }
    }

    private PersonIdent author(Instant now) {
        StoredConfig config = repository.getConfig();
        String name = Optional.ofNullable(config.getString("user", null, "name")).filter(n -> !n.isBlank())
                .orElse("TeleCoder");
        String mail = Optional.ofNullable(config.getString("user", null, "email")).filter(m -> !m.isBlank())
                .orElse("telecoder@localhost");
        return new PersonIdent(name, mail, now, ZoneOffset.UTC);
    }

    static Commit value(RevCommit commit) {
        return new Commit(commit.name(), commit.getShortMessage(), commit.getAuthorIdent().getName(),
                Instant.ofEpochSecond(commit.getCommitTime()));
    }

    /** Finds the newest commit of any branch whose message has a text, or matches it as an expression. */
    @Nullable ObjectId search(String text) throws IOException {
        Pattern pattern;
        try {
            pattern = Pattern.compile(text, Pattern.MULTILINE);
        } catch (PatternSyntaxException e) {
            pattern = Pattern.compile(Pattern.quote(text));
        }
        try (RevWalk walk = new RevWalk(repository)) {
            ObjectId head = repository.resolve("HEAD^{commit}");
            if (head != null) {
                walk.markStart(walk.parseCommit(head));
            }
            for (Ref ref : repository.getRefDatabase().getRefsByPrefix(Constants.R_HEADS)) {
                walk.markStart(walk.parseCommit(ref.getObjectId()));
            }
            int seen = 0;
            for (RevCommit commit = walk.next(); commit != null && seen < SEARCHED_COMMITS; commit =
                    walk.next(), seen++) {
                if (pattern.matcher(commit.getFullMessage()).find()) {
                    return commit;
                }
            }
            return null;
        }
    }
}
