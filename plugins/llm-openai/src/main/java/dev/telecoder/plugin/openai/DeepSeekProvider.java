package dev.telecoder.plugin.openai;

import dev.telecoder.api.Configured;
import dev.telecoder.api.PluginContext;
import dev.telecoder.api.llm.LlmEvent;
import dev.telecoder.api.llm.LlmModel;
import dev.telecoder.api.llm.LlmProvider;
import dev.telecoder.api.llm.LlmRequest;
import dev.telecoder.api.llm.LlmResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.pf4j.Extension;

/** DeepSeek, by its Chat Completions API. Safe for many threads. */
@Extension
@Configured(value = "llm", required = false, settings = OpenAiConfig.class)
public final class DeepSeekProvider implements LlmProvider {

    private final Service service;

    /**
     * Reads the settings; nothing is sent before the first question.
     *
     * @param context the host
     */
    public DeepSeekProvider(PluginContext context) {
        this(context, System.getenv());
    }

    DeepSeekProvider(PluginContext context, Map<String, String> environment) {
        this.service = new Service(Vendor.DEEPSEEK, context, environment);
    }

    @Override
    public String id() {
        return Vendor.DEEPSEEK.id();
    }

    @Override
    public LlmResponse generate(LlmRequest request, Consumer<LlmEvent> progress) {
        return service.generate(request, progress);
    }

    @Override
    public List<LlmModel> models() {
        return service.models();
    }

    @Override
    public Optional<String> detect(Map<String, String> environment) {
        return service.detect(environment);
    }
}
