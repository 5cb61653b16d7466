package dev.telecoder.checks.live;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telecoder.checks.crash.HostProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The table of {@code mvn -Plive verify}: how a real model does. It costs money, so nothing but that profile runs it; a task
 * that was not done is a row of the table and no error of the build.
 */
@EnabledIfSystemProperty(named = "live", matches = "true", disabledReason = "runs with -Plive only; it costs money")
class LiveIT {

    private static final List<String> KEYS = List.of("ANTHROPIC_API_KEY", "OPENAI_API_KEY", "DEEPSEEK_API_KEY",
            "GEMINI_API_KEY", "GOOGLE_API_KEY");

    @TempDir Path folder;

    @Test
    void printsHowARealModelDoes() throws Exception {
        ObjectNode llm = HostProcess.JSON.createObjectNode();
        for (String name : List.of("provider", "model", "base_url")) {
            String told = System.getProperty("live." + name, "");
            if (!told.isEmpty()) {
                llm.put(name, told);
            }
        }
        if (!llm.has("base_url") && KEYS.stream().allMatch(key -> System.getenv().getOrDefault(key, "").isBlank())) {
            String why = "SKIPPED: no key in the environment. Set one of " + String.join(", ", KEYS)
                    + ", or name a server with -Dlive.provider, -Dlive.base_url and -Dlive.model.";
            System.out.println(why);
            Assumptions.abort(why);
        }

        List<LiveRun.Row> rows = new LiveRun(folder, llm.isEmpty() ? "" : llm.toString(),
                Duration.ofMinutes(Integer.getInteger("live.minutes", 10))).run(LiveTask.all());

        String table = LiveRun.table(rows);
        System.out.println(table);
        Files.writeString(Files.createDirectories(Path.of("target")).resolve("live.md"), table);
    }
}
