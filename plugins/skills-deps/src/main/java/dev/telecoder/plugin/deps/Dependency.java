package dev.telecoder.plugin.deps;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.support.osv.PackageVersion;
import java.util.List;

/**
 * A package that a project uses.
 *
 * @param version what is used
 * @param via the names from the direct dependency down to it; empty where nothing tells
 * @param file the file that says so, relative to the workspace; empty if it was given
 */
record Dependency(PackageVersion version, List<String> via, String file) {

    Dependency {
        via = List.copyOf(via);
    }

    boolean direct() {
        return via.size() <= 1;
    }

    JsonValue toJson() {
        return JsonValue.object().put("ecosystem", version.ecosystem()).put("name", version.name())
                .put("version", version.version()).put("direct", direct()).put("via", via)
                .putIfPresent("file", file.isEmpty() ? null : file).build();
    }
}
