package dev.telecoder.plugin.jira;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.channel.Attachment;
import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.support.channel.Multipart;
import dev.telecoder.testkit.ContractFiles;
import dev.telecoder.testkit.FakeJira;
import dev.telecoder.testkit.NodePeer;
import dev.telecoder.testkit.RecordingInbox;
import dev.telecoder.testkit.TestContext;
import dev.telecoder.testkit.TestOutboundMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each call against Atlassian's own OpenAPI description, which Stoplight's Prism holds it against. */
@Timeout(240)
class JiraPrismTest {

    private static final String DESCRIPTION = "jira/platform-v3.2022-07.trimmed.openapi.json";
    private static final String PATH = "/rest/api/3/issue/{issueIdOrKey}/";
    private static final ChatAddress ISSUE = new ChatAddress("jira", "10040", null);

    @Test
    void sendsNothingThatAtlassiansDescriptionDoesNotAllow() {
        try (NodePeer prism = NodePeer.prism(ContractFiles.require(DESCRIPTION))) {
            TestContext context = context(prism);
            JiraChannel channel = new JiraChannel(context);
            JiraApi api = new JiraApi(context.http(), context.json(), context.config(JiraConfig.class));
            channel.start(new RecordingInbox());

            assertThat(channel.send(message("# Done\n\n- **one**\n- `two`\n\n```java\nclass A {}\n```\n\n> quoted"))
                    .messageId()).startsWith("10040/");
            assertThatCode(() -> channel.edit("10040/10000", message("changed"))).doesNotThrowAnyException();
            assertThatCode(() -> api.get("/issue/10040?fields=labels")).doesNotThrowAnyException();
            assertThatCode(() -> api.get("/issue/10040/transitions")).doesNotThrowAnyException();
            assertThatThrownBy(() -> api.call("POST", "/issue/10040/comment",
                    JsonValue.object().put("visibility", "everybody").build())).as("the peer is strict").isNotNull();
            channel.stop();
        }
    }

    /**
     * Two places of the description are put right for this. It wants the form of an attachment to be a text, where the form has a
     * part "file", as Jira's reference says beside it. And it gives the answer 204 to a transition a content, which Prism sends, and
     * which HTTP forbids.
     */
    @Test
    void attachesAndMovesAsAtlassiansDescriptionMeansIt(@TempDir Path folder) throws IOException {
        JsonValue published = TestContext.with().json().parse(Files.readString(ContractFiles.require(DESCRIPTION)));
        String[] form =
                {"paths", PATH + "attachments", "post", "requestBody", "content", "multipart/form-data", "schema"};
        String[] done = {"paths", PATH + "transitions", "post", "responses", "204", "content"};
        assertThat(at(published, form).get("type").text()).isEqualTo("string");
        assertThat(at(published, done).isNull()).isFalse();
        JsonValue withForm = ContractFiles.corrected(published, TestContext.with().json().parse("""
                {"type":"object","required":["file"],"properties":{"file":{"type":"string","format":"binary"}}}"""),
                form);
        Path corrected = Files.writeString(folder.resolve("corrected.json"),
                ContractFiles.corrected(withForm, JsonValue.object().build(), done).toString());

        try (NodePeer prism = NodePeer.prism(corrected)) {
            TestContext context = context(prism);
            JiraChannel channel = new JiraChannel(context);
            JiraApi api = new JiraApi(context.http(), context.json(), context.config(JiraConfig.class));

            assertThat(channel.sendFile(ISSUE, new Attachment("fix.patch", "text/x-diff",
                    "--- a".getBytes(StandardCharsets.UTF_8))).messageId()).matches("10040/file-\\d+");
            assertThatCode(() -> channel.move(ISSUE, "21")).doesNotThrowAnyException();
            Multipart wrong = new Multipart().file("files", "a", "text/plain", new byte[1]);
            assertThatThrownBy(() -> api.upload("/issue/10040/attachments", wrong)).as("the peer is strict")
                    .isInstanceOf(PluginException.class);
            assertThatThrownBy(() -> api.call("POST", "/issue/10040/transitions",
                    JsonValue.object().put("transition", "21").build())).as("the peer is strict")
                    .isInstanceOf(PluginException.class);
        }
    }

    private static JsonValue at(JsonValue description, String... place) {
        JsonValue found = description;
        for (String name : place) {
            found = found.get(name);
        }
        return found;
    }

    private static TestContext context(NodePeer prism) {
        return TestContext.with("api_url", prism.url(), "user_email", FakeJira.EMAIL, "api_token", FakeJira.TOKEN,
                "webhook_secret", "s");
    }

    private static TestOutboundMessage message(String markdown) {
        return TestOutboundMessage.of(ISSUE, markdown).withPart(new JiraFormat().render(markdown).getFirst());
    }
}
