package baseline;

import dev.telecoder.api.llm.ChatMessage;
import dev.telecoder.api.llm.ChatMessage.Role;
import dev.telecoder.api.llm.Content;
import dev.telecoder.api.llm.LlmEvent;
import dev.telecoder.api.llm.LlmModel;
import dev.telecoder.api.llm.LlmProvider;
import dev.telecoder.api.llm.LlmRequest;
import dev.telecoder.api.llm.LlmResponse;
import dev.telecoder.api.llm.LlmResponse.Stop;
import dev.telecoder.api.llm.LlmResponse.Usage;
import java.util.List;
import java.util.function.Consumer;
import org.pf4j.Extension;

@Extension
public final class BaselineLlm implements LlmProvider {

    @Override
    public String id() {
        return "baseline";
    }

    @Override
    public LlmResponse generate(LlmRequest request, Consumer<LlmEvent> progress) {
        StringBuilder said = new StringBuilder();
        for (ChatMessage message : request.messages()) {
            for (Content piece : message.content()) {
                said.append(switch (piece) {
                    case Content.Text text -> text.text();
                    default -> piece.plainText();
                });
            }
        }
        progress.accept(new LlmEvent.TextDelta(said.toString()));
        return new LlmResponse(new ChatMessage(Role.ASSISTANT, List.of(new Content.Text(said.toString()),
                new Content.ToolCall("c1", "baseline_run", "{}"))), Stop.TOOL_CALLS,
                Usage.of(3, 4).withCachedInput(1).withCacheWrite(1).withReasoning(1));
    }

    @Override
    public List<LlmModel> models() {
        return List.of(LlmModel.builder("baseline-1").contextTokens(1_000).maxOutputTokens(100).seesImages().thinks().build());
    }
}
