package dev.telecoder.plugin.gemini;

import dev.telecoder.api.http.Http;
import dev.telecoder.api.llm.LlmProvider;
import dev.telecoder.testkit.LlmProviderContract;
import dev.telecoder.testkit.TestContext;
import java.net.URI;
import java.util.Map;

class GeminiProviderContractTest extends LlmProviderContract {

    @Override
    protected LlmProvider provider(URI service, String apiKey, Http http) {
        return new GeminiProvider(TestContext.with("base_url", service, "api_key", apiKey).withHttp(http), Map.of());
    }

    @Override
    protected Service service() {
        return new GeminiWords();
    }
}
