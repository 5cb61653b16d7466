package dev.telecoder.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How much is measured, and of what.
 *
 * @param distribution the built distribution
 * @param work a folder for homes
 * @param reports where reports of this run and of the other checks go
 * @param quick fewer repeats, to look at something while working on it
 */
record Settings(Path distribution, Path work, Path reports, boolean quick) {

    int times(int full, int few) {
        return quick ? few : full;
    }

    Path cache() {
        return work.resolve("cache");
    }

    /** A home with the benchmark's channel. */
    Path home(String name, Peer model, Peer platform, String more) throws IOException {
        return home(name, model, "{bench: {url: \"" + platform.url() + "\"}}", more);
    }

    /** A home with these channels, as YAML or JSON; the benchmark's own may be among them. */
    Path home(String name, Peer model, String channels, String more) throws IOException {
        Path home = Files.createDirectories(work.resolve(name));
        PluginJar.channel(home.resolve("plugins/channel-bench.jar"));
        Files.writeString(home.resolve("config.yaml"), """
                server: {port: 0}
                llm: {provider: openai, model: bench-1, api_key: none, base_url: "%s/v1"}
                channels: %s
                access: {bench: {dm_policy: open, allow_from: ["*"]}}
                %s""".formatted(model.url(), channels, more));
        return home;
    }

    /** All that can be set for what is bundled. */
    static String everything() {
        var more = new StringBuilder("""
                sandbox: {runtime: auto}
                permissions: {protected_branches: [main, "release/*"], rules: [{skill: "code.*", decision: allow}]}
                repos:
                """);
        for (int i = 0; i < 10; i++) {
            more.append("  - {name: \"bench/repo").append(i).append("\", url: \"file:///nowhere/repo").append(i)
                    .append(".git\", host: none}\n");
        }
        return more.toString();
    }
}
