package dev.telecoder.platform.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.platform.plugin.TestJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The owner switches recall off and on while a conversation is open. */
class RecallSwitchTest {

    @TempDir Path folder;

    @Test
    void recallsNothingWhileItIsOffAndNamesTheKey() throws IOException {
        String source = HotChat.skillSource("past.Ask", "past.ask", "", """
                return SkillResult.ok("found " + context.recall().search("zookeeper", 5).size());
                """);
        try (var chat = new HotChat(folder, "memory: {enabled: false}\n")) {
            chat.drop(TestJar.plugin("past", "1.0.0").extension(source), "past.jar");
            chat.untilState("past", "started");
            String conversation = chat.begin();
            chat.say(conversation, "Zookeeper times out.");

            assertThat(chat.say(conversation, "use past_ask")).contains("failed: ", "memory.enabled is false")
                    .doesNotContain("found", "times out");

            Path config = folder.resolve("home/config.yaml");
            Path next = folder.resolve("next.yaml");
            Files.writeString(next, Files.readString(config).replace("enabled: false", "enabled: true"));
            Files.move(next, config, StandardCopyOption.REPLACE_EXISTING);
            HotChat.until("recall is on", () -> chat.say(conversation, "use past_ask").contains("got found "));
            assertThat(chat.say(conversation, "use past_ask")).doesNotContain("found 0");
        }
    }
}
