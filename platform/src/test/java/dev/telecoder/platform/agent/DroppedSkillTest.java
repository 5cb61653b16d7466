package dev.telecoder.platform.agent;

import static dev.telecoder.testkit.ScriptedLlm.text;
import static dev.telecoder.testkit.ScriptedLlm.toolCall;
import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.llm.Content;
import dev.telecoder.api.llm.LlmRequest;
import dev.telecoder.platform.config.FolderWatch;
import dev.telecoder.platform.skill.yaml.Surroundings;
import dev.telecoder.platform.skill.yaml.YamlSkills;
import dev.telecoder.platform.task.Turn;
import dev.telecoder.testkit.ScriptedLlm;
import dev.telecoder.testkit.TestSkillContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A skill's file that comes, is replaced and goes while a conversation runs. */
@Timeout(240)
class DroppedSkillTest {

    @TempDir Path home;
    @TempDir Path workspace;
    @TempDir Path skills;

    private final Semaphore changes = new Semaphore(0);

    @Test
    void isUsedInTheNextMessageReplacedAndGone() throws Exception {
        ScriptedLlm model = ScriptedLlm.answers(text("Hello."),
                toolCall("skills.find", "{\"query\":\"greet a shop\"}"),
                toolCall("skills.call", "{\"name\":\"shop.greet\",\"input\":{\"shop\":\"Bistro\"}}"), text("Greeted."),
                toolCall("skills.call", "{\"name\":\"shop.greet\",\"input\":{\"shop\":\"Bistro\"}}"), text("Again."),
                toolCall("skills.call", "{\"name\":\"shop.greet\",\"input\":{\"shop\":\"Bistro\"}}"), text("Gone."));
        YamlSkills source = source();
        try (FolderWatch watch = new FolderWatch(); Rig rig = new Rig(home, workspace, model, List.of(source))) {
            rig.place.sandbox = TestSkillContext.in(workspace).sandbox();
            watch.on(skills, source::readAgain);
            rig.say("Hi");

            write("echo \"Hello $PARAM_SHOP, version 1\"");
            Turn first = rig.say("Greet the shop");
            write("echo \"Hello $PARAM_SHOP, version 2\"");
            rig.say("Once more");
            Files.delete(skills.resolve("greet.yaml"));
            awaited();
            rig.say("Once more");

            assertThat(result(model, 2)).contains("shop.greet", "Greets a shop.", "PARAMETER-OF-GREET");
            assertThat(result(model, 3)).endsWith("Hello Bistro, version 1");
            assertThat(result(model, 5)).endsWith("Hello Bistro, version 2");
            assertThat(result(model, 7)).contains("There is no skill shop.greet.");
            assertThat(rig.answers()).containsExactly("Hello.", "Greeted.", "Again.", "Gone.");
            assertThat(rig.runs.ofTurn(first.id())).anySatisfy(run -> assertThat(run.skill()).isEqualTo("shop.greet"));
            // The list of tools stays, byte by byte, so that providers can cache it.
            assertThat(model.requests()).extracting(LlmRequest::tools)
                    .containsOnly(model.requests().getFirst().tools());
        }
    }

    @Test
    void endsARunOnTheFileItBeganWith() throws Exception {
        ScriptedLlm model = ScriptedLlm.answers(
                toolCall("skills.call", "{\"name\":\"shop.greet\",\"input\":{\"shop\":\"a\"}}"), text("Done."));
        YamlSkills source = source();
        try (FolderWatch watch = new FolderWatch(); Rig rig = new Rig(home, workspace, model, List.of(source))) {
            rig.place.sandbox = TestSkillContext.in(workspace).sandbox();
            watch.on(skills, source::readAgain);
            write("touch begun; while [ ! -e go ]; do sleep 0.02; done; echo old");
            String turn = rig.store("Greet");
            rig.agent.enqueue(rig.conversation, turn);
            Rig.until(() -> Files.exists(workspace.resolve("begun")));

            write("echo new");
            Files.createFile(workspace.resolve("go"));
            rig.ended(turn);

            assertThat(result(model, 1)).endsWith("old");
        }
    }

    @Test
    void isToldWithinTwoSeconds() throws Exception {
        YamlSkills source = source();
        try (FolderWatch watch = new FolderWatch()) {
            watch.on(skills, source::readAgain);
            Files.writeString(skills.resolve("greet.yaml"), file("echo"));

            assertThat(changes.tryAcquire(2, TimeUnit.SECONDS)).isTrue();
            assertThat(source.skills()).hasSize(1);
        }
    }

    private YamlSkills source() {
        YamlSkills source = YamlSkills.of(skills,
                new Surroundings(Map.of(), () -> new Surroundings.SandboxView("bubblewrap", "", true, false)));
        source.skills(); // from here on only a change is looked at
        source.onChange(changes::release);
        return source;
    }

    private void write(String command) throws IOException, InterruptedException {
        Path fresh = Files.writeString(skills.resolve("greet.new"), file(command));
        Files.move(fresh, skills.resolve("greet.yaml"), StandardCopyOption.ATOMIC_MOVE);
        awaited();
    }

    private static String file(String command) {
        return """
                name: shop.greet
                description: Greets a shop.
                risk: WRITE
                parameters: {shop: {type: string, description: PARAMETER-OF-GREET, required: true}}
                command: |
                  %s
                """.formatted(command);
    }

    /** Waits until the folder's change was told, as it is before a person has written the next message. */
    private void awaited() throws InterruptedException {
        assertThat(changes.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
    }

    private static String result(ScriptedLlm model, int request) {
        return model.requests().get(request).messages().getLast().content().stream()
                .filter(Content.ToolResult.class::isInstance).map(Content::plainText).findFirst().orElse("");
    }
}
