package dev.telecoder.plugin.openai;

import dev.telecoder.api.http.Http;
import dev.telecoder.api.llm.LlmProvider;
import dev.telecoder.testkit.LlmProviderContract;
import dev.telecoder.testkit.TestContext;
import java.net.URI;
import java.util.Map;

class OpenAiProviderContractTest extends LlmProviderContract {

    @Override
    protected LlmProvider provider(URI service, String apiKey, Http http) {
        return new OpenAiProvider(TestContext.with("base_url", service + "/v1", "api_key", apiKey).withHttp(http),
                Map.of());
    }

    @Override
    protected Service service() {
        return new ChatCompletionsWords(Vendor.OPENAI.keyVariable(), true);
    }
}
