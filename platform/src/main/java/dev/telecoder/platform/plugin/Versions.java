package dev.telecoder.platform.plugin;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pf4j.DefaultVersionManager;
import org.pf4j.VersionManager;

/** Compares versions as PF4J does, and also takes {@code 2.1} and {@code v2}, which are no semantic versions. */
final class Versions implements VersionManager {

    private static final Pattern SHORT = Pattern.compile("v?(\\d+)(?:\\.(\\d+))?(?:\\.(\\d+))?(.*)");
    private static final Pattern LOWER_BOUND =
            Pattern.compile(">=?\\s*(\\d+(?:\\.\\d+){0,2})|^\\s*[~^]?\\s*(\\d+(?:\\.\\d+){0,2})");

    private final DefaultVersionManager semantic = new DefaultVersionManager();

    @Override
    public boolean checkVersionConstraint(String version, String constraint) {
        return semantic.checkVersionConstraint(full(version), constraint);
    }

    @Override
    public int compareVersions(String first, String second) {
        return semantic.compareVersions(full(first), full(second));
    }

    /** Whether a version satisfies a plugin's {@code Plugin-Requires}, where a bare version means that one or any later. */
    boolean fits(String version, String requires) {
        return requires.isEmpty() || requires.equals("*") || checkVersionConstraint(version, range(requires));
    }

    /** Whether what is required is newer than what there is. */
    boolean needsNewer(String version, String requires) {
        Matcher bound = LOWER_BOUND.matcher(requires);
        return bound.find() && compareVersions(bound.group(1) == null ? bound.group(2) : bound.group(1), version) > 0;
    }

    static String range(String requires) {
        return requires.matches("\\d+\\.\\d+\\.\\d+") ? ">=" + requires : requires;
    }

    /** The versions before this one, as a person would say it. */
    static String before(String version) {
        Matcher parts = SHORT.matcher(version);
        int major = parts.matches() ? Integer.parseInt(parts.group(1)) : 0;
        return major > 1 ? (major - 1) + ".x" : "";
    }

    private static String full(String version) {
        Matcher parts = SHORT.matcher(version.strip().toLowerCase(Locale.ROOT));
        if (!parts.matches()) {
            return version;
        }
        return parts.group(1) + '.' + orZero(parts.group(2)) + '.' + orZero(parts.group(3)) + parts.group(4);
    }

    private static String orZero(String number) {
        return number == null ? "0" : number;
    }
}
