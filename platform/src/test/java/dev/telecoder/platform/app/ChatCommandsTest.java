package dev.telecoder.platform.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.testkit.TestRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person types in a chat about models, all the way to what the model is asked. */
class ChatCommandsTest {

    @TempDir Path folder;

    @Test
    void aModelIsChosenForOneConversationAndGivenBack() throws IOException {
        try (var chat = new HotChat(folder)) {
            String here = chat.begin();
            String there = chat.begin();
            assertThat(chat.told(here, "/model")).contains("scripted", "`m`", "`n`");

            assertThat(chat.told(here, "/model n")).contains("`/model default` goes back");
            assertThat(chat.say(here, "who are you")).isEqualTo("model n");
            assertThat(chat.say(there, "who are you")).isEqualTo("model m");

            chat.told(here, "/model default");
            assertThat(chat.say(here, "who are you")).isEqualTo("model m");
            assertThat(chat.told(here, "/model nn")).contains("I know no model `nn`");
            assertThat(chat.say(here, "who are you")).isEqualTo("model m");
        }
    }

    @Test
    void usageCountsWhatTheConversationUsed() throws IOException {
        try (var chat = new HotChat(folder)) {
            String conversation = chat.begin();
            String before = chat.told(conversation, "/usage");
            chat.say(conversation, "hello");
            chat.say(conversation, "hello again");

            String after = chat.told(conversation, "/usage");

            assertThat(after).isNotEqualTo(before).contains("20");
        }
    }

    @Test
    void theRulesOfARepositoryReachTheModelOnceItWasWorkedIn() throws IOException {
        TestRepository repo = TestRepository.in(Files.createDirectories(folder.resolve("git")),
                Map.of("AGENTS.md", "RULE: no tabs.\n", "kept.txt", "kept\n"));
        try (var chat = new HotChat(folder, "repos: [{name: demo, url: \"" + repo.url() + "\", host: none}]\n")) {
            chat.drop(HotChat.skill("look", "1.0.0", "look.here", "return SkillResult.ok(context.workspace() + \"\");"),
                    "look.jar");
            chat.untilState("look", "started");
            String conversation = chat.begin();
            assertThat(chat.say(conversation, "your rules")).isEqualTo("none");

            chat.say(conversation, "use look_here");

            assertThat(chat.say(conversation, "your rules")).isEqualTo("RULE: no tabs");
        }
    }
}
