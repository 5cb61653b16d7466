package dev.telecoder.platform.app;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;

/** The settings of the demo's host. */
final class DemoConfig {

    private DemoConfig() {}

    /**
     * Writes the settings and begins to serve. Where nothing isolates, the demo's own sample runs without a sandbox, and only it.
     *
     * @param io told if that is so
     * @param model where the model is
     * @param repo where the repository is
     */
    static Serving serve(Io io, Home home, Map<String, String> environment, String model, String repo)
            throws IOException {
        String settings = """
                server: {host: 127.0.0.1, port: 0}
                llm: {provider: openai, base_url: "%s", api_key: demo-no-key, model: scripted}
                repos:
                  - {name: demo/bistro, url: "%s", host: none}
                """.formatted(model, repo);
        Files.writeString(home.config(), settings);
        Serving serving = Serving.begin(home, environment, 0);
        if (serving.host().sandboxes().status().available() && serving.host().sandboxes().isolates()) {
            return serving;
        }
        serving.close();
        Files.writeString(home.config(), settings + "sandbox: {runtime: process}\n");
        io.tell("Neither Docker nor bubblewrap works here, so this sample runs WITHOUT a sandbox (sandbox.runtime: process),");
        io.tell("and the person is asked before its tests run.");
        return Serving.begin(home, environment, 0);
    }
}
