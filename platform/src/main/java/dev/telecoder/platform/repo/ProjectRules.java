package dev.telecoder.platform.repo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a repository tells agents in {@code AGENTS.md} and {@code CLAUDE.md} of its default branch. */
final class ProjectRules {

    private static final Logger LOG = LoggerFactory.getLogger(ProjectRules.class);
    private static final List<String> FILES = List.of("AGENTS.md", "CLAUDE.md");
    private static final int MOST_BYTES = 16 * 1024;

    private ProjectRules() {}

    static Optional<String> of(RepoSettings settings, Mirror mirror) {
        String said = mirror.defaultBranch();
        String branch = !settings.branch().isEmpty() ? settings.branch() : said == null ? "main" : said;
        try (Repository repository = mirror.open(); RevWalk walk = new RevWalk(repository)) {
            ObjectId tip = repository.resolve(Constants.R_HEADS + branch);
            if (tip == null) {
                return Optional.empty();
            }
            List<String> found = new ArrayList<>();
            for (String file : FILES) {
                String text = read(repository, walk.parseCommit(tip).getTree(), file);
                // Many a CLAUDE.md does nothing but point to the other file.
                boolean pointer = text.strip().matches("@?(\\./)?AGENTS\\.md");
                if (!text.isBlank() && !pointer && found.stream().noneMatch(one -> one.endsWith(text.strip()))) {
                    found.add("From " + file + " of " + settings.name()
                            + ", its rules for you; what the person says comes"
                            + " before them:\n" + text.strip());
                }
            }
            return found.isEmpty() ? Optional.empty() : Optional.of(String.join("\n\n", found) + "\n");
        } catch (IOException | RuntimeException e) {
            LOG.warn("The rules of {} could not be read: {}", settings.name(), e.toString());
            return Optional.empty();
        }
    }

    /** A plain file alone is read: where a link leads is not for the repository to say. */
    private static String read(Repository repository, ObjectId tree, String file) throws IOException {
        try (TreeWalk at = TreeWalk.forPath(repository, file, tree)) {
            if (at == null || (at.getFileMode(0) != FileMode.REGULAR_FILE
                    && at.getFileMode(0) != FileMode.EXECUTABLE_FILE)) {
                return "";
            }
            ObjectLoader content = repository.open(at.getObjectId(0), Constants.OBJ_BLOB);
            byte[] bytes = content.getSize() > MOST_BYTES ? head(content) : content.getBytes();
            String text = new String(bytes, StandardCharsets.UTF_8);
            return content.getSize() > MOST_BYTES ? text + "\n[the rest was left out]" : text;
        }
    }

    private static byte[] head(ObjectLoader content) throws IOException {
        try (var in = content.openStream()) {
            return in.readNBytes(MOST_BYTES);
        }
    }
}
