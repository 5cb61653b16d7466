package dev.telecoder.platform.plugin;

import dev.telecoder.api.json.JsonValue;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What became of a file that was found in a plugin folder.
 *
 * @param id the plugin's id, or the name of the file where it says none
 * @param version the plugin's version; empty where the file says none
 * @param source which folder it lies in
 * @param state what became of it
 * @param reason why, as advice for the person who can act; empty if there is nothing to say
 * @param requires the plugin APIs it works with; empty for any
 * @param extensions what it offers; empty unless it is started
 * @param jar the file
 */
public record PluginReport(
        String id,
        String version,
        Source source,
        State state,
        String reason,
        String requires,
        List<ExtensionInfo> extensions,
        Path jar) {

    /** Which folder a plugin lies in. */
    public enum Source {
        /** It came with TeleCoder. */
        BUNDLED,
        /** The user put it there. */
        USER
    }

    /** What became of a plugin. */
    public enum State {
        /** It is started and offers something. */
        STARTED,
        /** It waits for its section of config.yaml. */
        IDLE,
        /** The user switched it off. */
        DISABLED,
        /** The host did not start it: its file, its version, its dependencies or its settings do not fit. */
        REFUSED,
        /** It failed while it was started. */
        FAULTY
    }

    /**
     * Something a plugin offers.
     *
     * @param kind such as {@code channel} or {@code sandbox-runtime}
     * @param id what the extension calls itself
     */
    public record ExtensionInfo(String kind, String id) {}

    /** Copies the extensions. */
    public PluginReport {
        extensions = List.copyOf(extensions);
    }

    /** {@return the report as {@code plugins list --json} prints it} */
    public JsonValue toJson() {
        List<JsonValue> offered = extensions.stream()
                .map(extension -> JsonValue.object()
                        .put("kind", extension.kind())
                        .put("id", extension.id())
                        .build())
                .map(JsonValue.class::cast)
                .toList();
        return JsonValue.object()
                .put("id", id)
                .put("version", version)
                .put("source", source.name().toLowerCase(Locale.ROOT))
                .put("state", state.name().toLowerCase(Locale.ROOT))
                .put("reason", reason)
                .put("requires", requires)
                .put("extensions", JsonValue.array(offered))
                .build();
    }
}
