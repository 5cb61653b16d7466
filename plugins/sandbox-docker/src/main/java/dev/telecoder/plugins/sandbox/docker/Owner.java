package dev.telecoder.plugins.sandbox.docker;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;

/**
 * Who the commands of a sandbox are: the owner of its folders, so that files are readable and writable on both sides. Never root:
 * where the folders are root's, they are a user of their own instead, whom the files are lent as long as the sandbox is there.
 *
 * @param user the number of the user
 * @param group the number of the group
 * @param gives whether files of root are given to it
 * @param lends whether they are root's again in the end
 */
record Owner(int user, int group, boolean gives, boolean lends) {

    private static final int NOBODY_ELSE = 10001;
    private static final String BOTH = "unix:uid,gid";

    /** Who the commands on these folders are. */
    static Owner of(Path workspace) throws IOException {
        Map<String, Object> owner = Files.readAttributes(workspace, BOTH);
        boolean root = "root".equals(System.getProperty("user.name"));
        int user = (Integer) owner.get("uid");
        int group = (Integer) owner.get("gid");
        boolean ofRoot = root && (user == 0 || user == NOBODY_ELSE);
        return ofRoot ? new Owner(NOBODY_ELSE, NOBODY_ELSE, true, true) : new Owner(user, group, root, false);
    }

    /** As Docker wants it. */
    String text() {
        return user + ":" + group;
    }

    /** Another user, for what the commands are not to end. */
    String keeper() {
        int other = user == NOBODY_ELSE + 1 ? NOBODY_ELSE + 2 : NOBODY_ELSE + 1;
        return other + ":" + other;
    }

    /**
     * Gives what root laid down to the user. Only while no command runs: then nothing can put a link in the place of a folder
     * meanwhile.
     */
    void give(List<Path> folders) throws IOException {
        if (gives) {
            change(folders, 0, user, group);
        }
    }

    /** Gives back what was lent; only when no command runs any more. */
    void takeBack(List<Path> folders) throws IOException {
        if (lends) {
            change(folders, user, 0, 0);
        }
    }

    private static void change(List<Path> folders, int from, int toUser, int toGroup) throws IOException {
        for (Path folder : folders) {
            if (Files.isDirectory(folder)) {
                Files.walkFileTree(folder, new Giving(from, toUser, toGroup));
            }
        }
    }

    private static final class Giving extends SimpleFileVisitor<Path> {

        private final int from;
        private final int toUser;
        private final int toGroup;

        Giving(int from, int toUser, int toGroup) {
            this.from = from;
            this.toUser = toUser;
            this.toGroup = toGroup;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
            one(directory);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            one(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException gone) {
            return FileVisitResult.CONTINUE;
        }

        private void one(Path path) throws IOException {
            if ((Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS) == from) {
                Files.setAttribute(path, "unix:uid", toUser, LinkOption.NOFOLLOW_LINKS);
                Files.setAttribute(path, "unix:gid", toGroup, LinkOption.NOFOLLOW_LINKS);
            }
        }
    }
}
