package dev.telecoder.plugin.linear;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.testkit.NodePeer;
import dev.telecoder.testkit.RecordingInbox;
import dev.telecoder.testkit.TestContext;
import dev.telecoder.testkit.TestOutboundMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against the GraphQL of npm's {@code emulate}, written by others, which keeps what it is told. */
@Timeout(240)
class LinearEmulateTest {

    private static final JsonValue NONE = JsonValue.object().build();

    @Test
    void commentsEditsAndReadsAnIssueAtAServerOfOthers() {
        try (NodePeer emulate = NodePeer.start("emulate", "dist/index.js", "start", "--service", "linear", "--port",
                "PORT")) {
            TestContext context = TestContext.with("api_key", "test_token_admin", "api_url", emulate.url());
            LinearApi api = new LinearApi(context.http(), context.json(), context.config(LinearConfig.class));
            JsonValue issue = api.ask("query { issues { nodes { id state { type } } } }", NONE).get("issues")
                    .get("nodes").at(0);
            LinearChannel channel = new LinearChannel(context);
            channel.start(new RecordingInbox());

            // It knows neither a comment's own id nor the filter of states, which Linear's schema has (LinearSchemaTest).
            String first = api.ask(LinearApi.SAY, JsonValue.object().put("input", JsonValue.object()
                    .put("issueId", issue.get("id").text()).put("body", "**working**").build()).build())
                    .get("commentCreate").get("comment").get("id").text();
            channel.edit(first, message(issue.get("id").text(), "done"));

            assertThat(api.ask("query($id: String!) { issue(id: $id) { comments { nodes { body } } } }",
                    JsonValue.object().put("id", issue.get("id").text()).build()).get("issue").get("comments")
                    .get("nodes").items()).extracting(comment -> comment.get("body").text()).contains("done");
            channel.stop();
        }
    }

    private static TestOutboundMessage message(String issue, String markdown) {
        return TestOutboundMessage.of(new ChatAddress("linear", issue, null), markdown)
                .withPart(new LinearFormat().render(markdown).getFirst());
    }
}
