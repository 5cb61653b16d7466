package dev.telecoder.plugin.shell;

import dev.telecoder.api.skill.Risk;
import dev.telecoder.plugin.shell.Node.Word;
import dev.telecoder.plugin.shell.Words.Argument;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Where a path leads, as seen from the workspace. */
final class Places {

    private static final Pattern INSIDE = Pattern.compile("^/workspace(/.*)?$");
    private static final Pattern PASSING = Pattern.compile("^(/tmp|/var/tmp|/dev/shm)/.+$");
    private static final Pattern NETWORK = Pattern.compile("^/dev/(tcp|udp)/.*");
    private static final Pattern DEVICE = Pattern.compile("^/dev/(sd|nvme|vd|hd|mmcblk|mapper|disk|mem|kmem|port).*");

    /** As husky and npm set it. */
    private static final Pattern NODE_PROGRAMS =
            Pattern.compile("(\\$\\{PWD}/|\\./)?node_modules/\\.bin:\\$\\{PATH}");

    private Places() {}

    /**
     * Whether a search path is the given one with the workspace's own node_modules/.bin before it. Running a program of the
     * workspace is the same risk by its name as by its path.
     */
    static boolean nodePrograms(Word path) {
        StringBuilder text = new StringBuilder();
        path.parts().forEach(part -> text.append(switch (part.kind()) {
            case TEXT -> part.text().replace("$", "\0");
            case VARIABLE -> "${" + part.text() + "}";
            case UNKNOWN -> "\0";
        }));
        return NODE_PROGRAMS.matcher(text).matches();
    }

    static boolean network(String path) {
        return NETWORK.matcher(path).matches();
    }

    /** Whether a path is of the workspace, or of what is thrown away anyway. */
    static boolean own(Argument path) {
        String text = path.text();
        if (text.startsWith("~") || !path.known() && text.startsWith("/") && !text.startsWith("/workspace/")) {
            return false;
        }
        if (text.isEmpty()) {
            return path.known();
        }
        if (!text.startsWith("/")) {
            return !outOf(text);
        }
        String plain = Path.of(text.replace('\0', '_')).normalize().toString();
        return INSIDE.matcher(plain).matches() || PASSING.matcher(plain).matches();
    }

    private static boolean outOf(String relative) {
        int deep = 0;
        for (String part : relative.split("/")) {
            deep += part.equals("..") ? -1 : part.isEmpty() || part.equals(".") ? 0 : 1;
            if (deep < 0) {
                return true;
            }
        }
        return false;
    }

    static boolean git(String path) {
        return path.equals(".git") || path.startsWith(".git/") || path.contains("/.git/") || path.endsWith("/.git");
    }

    /** What it means to write to a file. */
    static Assessment written(Argument path, String verb) {
        if (network(path.text())) {
            return Assessment.remote(Risk.EXTERNAL, "talks to another machine");
        }
        if (DEVICE.matcher(path.text()).matches()) {
            return Assessment.of(Risk.DANGEROUS, verb + " the device " + path.text());
        }
        if (git(path.text())) {
            return Assessment.of(Risk.DANGEROUS, verb + " the repository's own data in " + path.text());
        }
        if (path.known() && !own(path)) {
            return Assessment.of(Risk.DANGEROUS, verb + " " + path.text() + ", which is outside the workspace");
        }
        if (!path.known() && !own(path)) {
            return Assessment.of(Risk.DANGEROUS, verb + " a path that may be outside the workspace");
        }
        return Assessment.of(Risk.WRITE, verb + " files of the workspace");
    }

    /** What it means to delete a file; one whose name is not known yet may be any. */
    static Assessment deleted(Argument path) {
        String text = path.text();
        if (!path.known() && (text.isEmpty() || text.startsWith("/") || text.startsWith("~"))) {
            return Assessment.of(Risk.DANGEROUS, "deletes what is named only while it runs");
        }
        String bare = text.replaceAll("/+$", "");
        if (bare.matches("(\\./)?\\.\\*") || git(bare) || bare.equals(".") && path.known() || bare.equals("/workspace")
                || bare.equals("/workspace/repo")) {
            return Assessment.of(Risk.DANGEROUS, "deletes the repository's own data");
        }
        return written(path, "deletes");
    }
}
