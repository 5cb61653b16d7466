package dev.telecoder.platform.app;

import dev.telecoder.api.sandbox.SandboxRuntime.Spec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The coding agents that were installed for sandboxes, a folder for each, which every sandbox sees read-only as
 * {@code /opt/agents/NAME}.
 *
 * @param root the folder of the folders
 */
record AgentFolders(Path root) {

    /** The packages, with the version that was tried. */
    private static final Map<String, String> KNOWN = new TreeMap<>(Map.of(
            "pi", "@earendil-works/pi-coding-agent@0.87.1",
            "claude-code", "@anthropic-ai/claude-code@2.1.330",
            "opencode", "opencode-ai@1.18.33",
            "codex", "@openai/codex@0.169.0"));

    /** What names the version of an installed agent. */
    private static final String VERSION = "telecoder-version";

    /**
     * An agent.
     *
     * @param name what it is called here
     * @param npm its package
     * @param version its version
     */
    record Agent(String name, String npm, String version) {

        String packageAndVersion() {
            return npm + "@" + version;
        }
    }

    static AgentFolders of(Home home) {
        return new AgentFolders(home.data().resolve("agents"));
    }

    /** What is meant by a name with or without a version. */
    Agent wanted(String text) {
        String[] parts = text.split("@", 2);
        String known = KNOWN.get(parts[0]);
        if (known == null || parts.length > 1 && !parts[1].matches("[0-9A-Za-z][0-9A-Za-z.+-]{0,60}")) {
            throw CommandFailure
                    .usage("There is no agent '" + text + "'. There are " + String.join(", ", KNOWN.keySet())
                            + ", each with a version such as pi@0.87.1 if another is wanted.");
        }
        int at = known.lastIndexOf('@');
        return new Agent(parts[0], known.substring(0, at), parts.length > 1 ? parts[1] : known.substring(at + 1));
    }

    List<Agent> installed() {
        List<Agent> found = new ArrayList<>();
        for (String name : KNOWN.keySet()) {
            try {
                found.add(new Agent(name, "", Files.readString(root.resolve(name).resolve(VERSION)).strip()));
            } catch (IOException notInstalled) {
                // Then it is not listed.
            }
        }
        return found;
    }

    /** An empty folder to install into. */
    Path prepare(Agent agent) throws IOException {
        Path fresh = root.resolve(".new-" + agent.name());
        Folders.delete(fresh);
        Files.createDirectories(fresh);
        Files.writeString(fresh.resolve("package.json"), "{\"private\": true}\n");
        return fresh;
    }

    /** Puts what was installed in the place of what was there before. */
    void install(Agent agent, Path fresh) throws IOException {
        Path programs = fresh.resolve("node_modules/.bin");
        if (!Files.isDirectory(programs)) {
            throw CommandFailure.no("npm installed no program of " + agent.packageAndVersion() + ".");
        }
        Files.deleteIfExists(fresh.resolve("bin"));
        Files.createSymbolicLink(fresh.resolve("bin"), Path.of("node_modules/.bin"));
        Files.writeString(fresh.resolve(VERSION), agent.version() + "\n");
        Path place = root.resolve(agent.name());
        Path old = root.resolve(".old-" + agent.name());
        Folders.delete(old);
        if (Files.exists(place)) {
            Files.move(place, old, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE);
        Folders.delete(old);
    }

    /** What every sandbox sees of them. */
    List<Spec.Mount> mounts() {
        return installed().stream()
                .map(one -> new Spec.Mount(root.resolve(one.name()), "/opt/agents/" + one.name(), true))
                .toList();
    }
}
