package dev.telecoder.platform.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.platform.plugin.TestJar;
import dev.telecoder.testkit.TestRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person takes back what the last task did to the files, and then what the one before did. */
class UndoTest {

    @TempDir Path folder;

    @Test
    void goesBackTaskByTaskAndSaysWhenThereIsNothingMore() throws IOException {
        TestRepository repo =
                TestRepository.in(Files.createDirectories(folder.resolve("git")), Map.of("kept.txt", "kept\n"));
        String source = HotChat.skillSource("note.Add", "note.add", "", """
                try {
                    java.nio.file.Path file = context.workspace().resolve("notes.txt");
                    java.nio.file.Files.writeString(file, "a line\\n", java.nio.file.StandardOpenOption.CREATE,
                            java.nio.file.StandardOpenOption.APPEND);
                    java.nio.file.Files.writeString(context.workspace().resolve("kept.txt"), "changed\\n");
                    return SkillResult.ok("added");
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
                """).replace("Risk.READ", "Risk.WRITE");
        try (var chat = new HotChat(folder,
                "repos: [{name: demo, url: \"" + repo.url() + "\", host: none}]\n")) {
            chat.drop(TestJar.plugin("note", "1.0.0").extension(source), "note.jar");
            chat.untilState("note", "started");
            String conversation = chat.begin();
            assertThat(chat.told(conversation, "/undo")).contains("nothing to undo");
            chat.say(conversation, "use note_add");
            chat.say(conversation, "use note_add");
            chat.say(conversation, "hello");
            Path work = cloned();
            assertThat(work.resolve("notes.txt")).hasContent("a line\na line");

            String first = chat.told(conversation, "/undo");
            assertThat(first).contains("`demo` is as before", "note.add");
            assertThat(work.resolve("notes.txt")).hasContent("a line");
            assertThat(work.resolve("kept.txt")).hasContent("changed");

            chat.told(conversation, "/undo");
            assertThat(work.resolve("notes.txt")).doesNotExist();
            assertThat(work.resolve("kept.txt")).hasContent("kept");
            assertThat(chat.told(conversation, "/undo")).contains("nothing to undo");
        }
    }

    private Path cloned() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("home/workspaces/tasks"))) {
            return files.filter(file -> file.endsWith("repo/notes.txt")).findFirst().orElseThrow().getParent();
        }
    }
}
