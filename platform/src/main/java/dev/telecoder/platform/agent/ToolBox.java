package dev.telecoder.platform.agent;

import dev.telecoder.api.llm.LlmRequest;
import dev.telecoder.platform.skill.Catalog;
import dev.telecoder.platform.skill.CatalogEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The tools a conversation's model is offered: a small set that is always there, and the host's own, through which all
 * others can be found and run. The list of a conversation stays the same until {@link #forget}, so that providers can cache
 * it. Safe for many threads.
 */
final class ToolBox {

    /** What nearly every task needs. Everything else is a call of skills.find away, which keeps the first request small. */
    private static final Set<String> ALWAYS =
            Set.of("code.edit", "code.read", "code.search", "git.branch", "git.commit",
                    "git.diff", "git.pr", "repo.setup", "test.run");

    private final Catalog catalog;
    private final Map<String, List<LlmRequest.Tool>> fixed = new ConcurrentHashMap<>();
    private volatile List<LlmRequest.Tool> latest = List.of();

    ToolBox(Catalog catalog) {
        this.catalog = catalog;
    }

    List<LlmRequest.Tool> of(String conversation) {
        return fixed.computeIfAbsent(conversation, id -> collect());
    }

    void forget(String conversation) {
        fixed.remove(conversation);
    }

    private List<LlmRequest.Tool> collect() {
        List<LlmRequest.Tool> tools = new ArrayList<>(HostTools.TOOLS);
        for (CatalogEntry entry : catalog.all().values()) {
            if (entry.ready() && ALWAYS.contains(entry.spec().name())) {
                tools.add(new LlmRequest.Tool(entry.wireName(), entry.spec().description(),
                        entry.inputSchemaJson()));
            }
        }
        tools.sort((a, b) -> a.name().compareTo(b.name()));
        List<LlmRequest.Tool> before = latest;
        if (tools.equals(before)) {
            return before; // one list for all conversations, as long as nothing changes
        }
        List<LlmRequest.Tool> now = List.copyOf(tools);
        latest = now;
        return now;
    }
}
