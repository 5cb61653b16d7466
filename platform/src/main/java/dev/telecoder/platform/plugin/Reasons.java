package dev.telecoder.platform.plugin;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says why something of a plugin could not be loaded, for the person who can act. */
final class Reasons {

    private static final Pattern CLASS_FILE = Pattern.compile("class file version (\\d+)");

    /** The class file version of Java 0, so to speak. */
    private static final int FIRST = 44;

    private Reasons() {}

    static String of(String what, Throwable why) {
        return switch (why) {
            case UnsupportedClassVersionError newer -> what + " was compiled for Java " + release(newer)
                    + "; this is Java " + Runtime.version().feature()
                    + ". Install a newer Java, or build the plugin with"
                    + " --release " + Runtime.version().feature() + " or lower.";
            case ExceptionInInitializerError failed -> what + ": its static initialiser threw " + failed.getCause()
                    + ". This is a fault of the plugin; report it to its author.";
            case NoClassDefFoundError missing -> what + " needs the class " + named(missing.getMessage())
                    + missing("Install the version of the plugin that goes with this TeleCoder.");
            case ClassNotFoundException missing -> what + " needs the class " + named(missing.getMessage())
                    + missing("Build the plugin anew.");
            case LinkageError other -> what + " does not go with this version of the plugin API: " + other
                    + ". Install the version of the plugin that goes with this TeleCoder.";
            case Overdue hang -> what + " " + hang + ". This is a fault of the plugin; report it to its author.";
            case IllegalStateException told -> what + " was not made: " + told.getMessage() + ".";
            default -> what + " threw " + why
                    + " when it was made. This is a fault of the plugin; report it to its author.";
        };
    }

    private static String missing(String advice) {
        return ", which neither the plugin nor the API has. A plugin packs its own libraries, shaded into its jar or as a"
                + " zip with lib/. " + advice;
    }

    private static String named(String name) {
        return String.valueOf(name).replace('/', '.');
    }

    private static String release(UnsupportedClassVersionError error) {
        Matcher version = CLASS_FILE.matcher(String.valueOf(error.getMessage()));
        return version.find() ? String.valueOf(Integer.parseInt(version.group(1)) - FIRST) : "a later release";
    }
}
