package dev.telecoder.plugin.code;

import dev.telecoder.api.PluginContext;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.api.skill.Skill;
import dev.telecoder.api.skill.SkillContext;
import dev.telecoder.api.skill.SkillInput;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.api.skill.SkillSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pf4j.Extension;

/** Finds text, definitions by name, or definitions by a sentence. Any thread may run it. */
@Extension
public final class CodeSearchSkill implements Skill {

    private static final int MOST = 10_000;
    private static final int USUAL = 1_000;
    private static final int USUAL_RANKED = 20;

    private static final SkillSpec SPEC = SkillSpec.builder("code.search",
            "Searches the files. mode text: lines with that text (regex: PCRE); symbol: where that name is defined; "
                    + "ranked: definitions that best fit a sentence.",
            """
            {"type":"object","properties":{"query":{"type":"string"},
            "mode":{"type":"string","enum":["text","symbol","ranked"]},
            "regex":{"type":"boolean"},"ignore_case":{"type":"boolean"},
            "glob":{"type":"string","description":"such as *.java or src/**"},
            "context":{"type":"integer","minimum":0,"description":"lines around"},
            "limit":{"type":"integer","minimum":1,"maximum":10000},
            "offset":{"type":"integer","minimum":0}},"required":["query"]}""",
            Risk.READ).outsideText(false).keywords("grep", "find", "definition", "symbol", "where").build();

    private final @Nullable PluginContext host;

    /**
     * Made by the host.
     *
     * @param context the host's part
     */
    public CodeSearchSkill(PluginContext context) {
        this.host = context;
    }

    /** One that keeps its index in memory only. */
    CodeSearchSkill() {
        this.host = null;
    }

    @Override
    public SkillSpec spec() {
        return SPEC;
    }

    @Override
    public SkillResult run(SkillInput input, SkillContext context) {
        context.cancellation().throwIfCancelled();
        JsonValue json = input.value();
        String mode = json.get("mode").findText().orElse("text");
        String query = json.get("query").text();
        if (query.isEmpty() || query.indexOf('\0') >= 0) {
            return SkillResult.failed("The query is empty or holds a NUL. Say what to search for.");
        }
        int usual = mode.equals("ranked") ? USUAL_RANKED : USUAL;
        var request = new SearchRequest(query, json.get("regex").asBoolean(false),
                json.get("ignore_case").asBoolean(false),
                glob(json.get("glob").text(), context.workspace()), Math.clamp(json.get("limit").asInt(usual), 1, MOST),
                Math.max(0, json.get("offset").asInt(0)));
        try {
            Path root = context.workspace().toRealPath();
            Hits hits = find(mode, request, root, context);
            String output = Listing.of(root, mode, request, hits, Math.clamp(json.get("context").asInt(0), 0, 20));
            return SkillResult.ok(output).withData(data(hits));
        } catch (Git.Refused e) {
            return SkillResult.failed("The search was refused: " + e.getMessage());
        } catch (Git.Missing | IOException e) {
            return SkillResult.failed("The search failed: " + e.getMessage());
        }
    }

    private Hits find(String mode, SearchRequest request, Path root, SkillContext context)
            throws Git.Refused, Git.Missing, IOException {
        var text = new TextSearch(root, context.cancellation());
        var plain = new PlainFiles(root, context.cancellation());
        try {
            return switch (mode) {
                case "text" -> text.find(request);
                case "symbol" -> new DefinitionSearch(root, text::files, context.cancellation()).symbol(request);
                case "ranked" -> ranked(request, root, text::files, context);
                default -> throw new Git.Refused("mode is '" + mode + "'. Expected text, symbol or ranked.");
            };
        } catch (Git.Missing e) {
            return switch (mode) {
                case "symbol" -> new DefinitionSearch(root, plain::files, context.cancellation()).symbol(request);
                case "ranked" -> ranked(request, root, plain::files, context);
                default -> plain.find(request);
            };
        }
    }

    private Hits ranked(SearchRequest request, Path root, DefinitionSearch.FileFinder files, SkillContext context)
            throws Git.Refused, Git.Missing, IOException {
        // Each task has a clone of its own, and all of one repository share what is known of its files.
        String name = context.hasCheckout() ? context.checkout().repo() : root.toString();
        try (var store = host == null ? IndexStore.NONE : IndexStore.open(host.dataDirectory(), name)) {
            return new DefinitionSearch(root, files, context.cancellation(), store).ranked(request);
        }
    }

    /** Paths may be absolute inside the workspace, globs too. */
    private static String glob(String glob, Path workspace) {
        String root = workspace.toAbsolutePath().normalize() + "/";
        return glob.startsWith(root) ? glob.substring(root.length() - 1) : glob;
    }

    private static JsonValue data(Hits hits) {
        List<JsonValue> list = hits.hits().stream().map(hit -> JsonValue.object()
                .put("path", hit.path()).put("line", hit.line()).put("column", hit.column()).put("text", hit.text())
                .put("symbol", hit.symbol()).put("kind", hit.kind()).put("score", hit.score()).build()).toList();
        return JsonValue.object().put("hits", list).put("total", hits.total()).put("truncated", hits.truncated())
                .build();
    }
}
