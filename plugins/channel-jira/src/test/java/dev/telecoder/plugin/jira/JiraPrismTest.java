package dev.telecoder.plugin.jira;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.testkit.ContractFiles;
import dev.telecoder.testkit.FakeJira;
import dev.telecoder.testkit.NodePeer;
import dev.telecoder.testkit.RecordingInbox;
import dev.telecoder.testkit.TestContext;
import dev.telecoder.testkit.TestOutboundMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Each call against Atlassian's own OpenAPI description, which Stoplight's Prism holds it against. Attachments are left out, as
 * the description wants a text for the form that Jira takes, and so are transitions, which Prism breaks off.
 */
@Timeout(120)
class JiraPrismTest {

    private static final ChatAddress ISSUE = new ChatAddress("jira", "10040", null);

    @Test
    void sendsNothingThatAtlassiansDescriptionDoesNotAllow() {
        try (NodePeer prism = NodePeer.prism(
                ContractFiles.require("jira/platform-v3.2022-07.trimmed.openapi.json"))) {
            TestContext context = TestContext.with("api_url", prism.url(), "user_email", FakeJira.EMAIL, "api_token",
                    FakeJira.TOKEN, "webhook_secret", "s");
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

    private static TestOutboundMessage message(String markdown) {
        return TestOutboundMessage.of(ISSUE, markdown).withPart(new JiraFormat().render(markdown).getFirst());
    }
}
