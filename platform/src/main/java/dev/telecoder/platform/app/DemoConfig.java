package dev.telecoder.platform.app;

import java.io.IOException;
import java.nio.file.Files;

/** The settings of the demo's host. */
final class DemoConfig {

    private DemoConfig() {}

    /**
     * Writes them.
     *
     * @return whether code runs in a sandbox that isolates
     */
    static boolean write(Home home, String model, String repo) throws IOException {
        String settings = """
                server: {host: 127.0.0.1, port: 0}
                llm: {provider: openai, base_url: "%s", api_key: demo-no-key, model: scripted}
                repos:
                  - {name: demo/bistro, url: "%s", host: none}
                """.formatted(model, repo);
        Files.writeString(home.config(), settings);
        boolean isolated;
        try (Host host = Host.open(home, java.util.Map.of("PATH", System.getenv().getOrDefault("PATH", "")))) {
            isolated = host.sandboxes().status().available() && host.sandboxes().isolates();
        }
        if (!isolated) {
            Files.writeString(home.config(), settings + "sandbox: {runtime: process}\n");
        }
        return isolated;
    }
}
