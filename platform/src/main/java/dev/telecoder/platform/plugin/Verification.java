package dev.telecoder.platform.plugin;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.plugin.PluginReport.State;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What was found when a plugin was checked.
 *
 * @param id the plugin
 * @param version its version
 * @param checks each check, in the order they were made
 */
public record Verification(String id, String version, List<Check> checks) {

    /**
     * One check.
     *
     * @param check {@code manifest}, {@code api}, {@code checksum}, {@code classes} or {@code extensions}
     * @param ok whether nothing is wrong
     * @param detail what was found, as advice where it is wrong
     */
    public record Check(String check, boolean ok, String detail) {}

    /** Copies the checks. */
    public Verification {
        checks = List.copyOf(checks);
    }

    /** {@return whether nothing is wrong} */
    public boolean ok() {
        return checks.stream().allMatch(Check::ok);
    }

    /** {@return {@code {"id","version","ok","checks":[{"check","ok","detail"}]}}} */
    public JsonValue toJson() {
        return JsonValue.object().put("id", id).put("version", version).put("ok", ok())
                .put("checks", checks.stream().map(one -> JsonValue.object().put("check", one.check())
                        .put("ok", one.ok()).put("detail", one.detail()).build()).toList())
                .build();
    }

    static Verification of(PluginReport report, Entry looked, Optional<JsonValue> origin,
            Function<PluginFile, Pf4j> loading) {
        var checks = new ArrayList<Check>();
        PluginFile file = looked.file;
        checks.add(file == null ? new Check("manifest", false, looked.reason)
                : new Check("manifest", true, file.id() + " " + file.version() + ", "
                        + file.extensionClasses().size() + " extensions listed"));
        if (file != null) {
            checks.add(new Check("api", looked.fits, looked.fits ? "works with plugin API " + file.requires()
                    : looked.reason));
        }
        checks.add(checksum(report, origin));
        if (file != null && looked.fits) {
            checks.add(classes(file, loading.apply(file)));
            checks.add(extensions(report));
        }
        return new Verification(report.id(), report.version(), checks);
    }

    private static Check checksum(PluginReport report, Optional<JsonValue> origin) {
        String noted = origin.flatMap(from -> from.get("sha256").findText()).orElse("");
        try {
            String now = Fetched.checksumOf(report.jar());
            if (noted.isEmpty()) {
                return new Check("checksum", true, "sha256 " + now + "; none was noted, because it was not installed"
                        + " with `plugins install`");
            }
            return noted.equals(now) ? new Check("checksum", true, "sha256 " + now + ", as when it was installed")
                    : new Check("checksum", false, "sha256 " + now + "; when it was installed it was " + noted
                            + ". Somebody changed the file: install it again.");
        } catch (IOException e) {
            return new Check("checksum", false, "the file cannot be read: " + e.getMessage());
        }
    }

    /** Loads each class it lists without running any of its code. */
    private static Check classes(PluginFile file, Pf4j pf4j) {
        var wrong = new ArrayList<String>();
        try {
            ClassLoader classes = pf4j.load().getPluginClassLoader();
            for (String name : file.extensionClasses()) {
                try {
                    Class<?> type = Class.forName(name, false, classes);
                    type.getConstructors(); // resolves what the constructors ask for
                    type.getMethods();
                } catch (ClassNotFoundException | LinkageError e) {
                    wrong.add(Reasons.of(name.substring(name.lastIndexOf('.') + 1), e));
                }
            }
        } finally {
            pf4j.forget();
        }
        return new Check("classes", wrong.isEmpty(),
                wrong.isEmpty() ? "all that it lists can be loaded" : String.join(" ", wrong));
    }

    private static Check extensions(PluginReport report) {
        State state = report.state();
        boolean ok = state == State.STARTED && report.reason().isEmpty() || state == State.IDLE
                || state == State.DISABLED;
        String detail = switch (state) {
            case STARTED -> report.extensions().size() + " extensions were made";
            case IDLE -> "not made: " + report.reason();
            case DISABLED -> "not made: it is switched off";
            case REFUSED, FAULTY -> "";
        };
        return new Check("extensions", ok, ok ? detail : report.reason());
    }
}
