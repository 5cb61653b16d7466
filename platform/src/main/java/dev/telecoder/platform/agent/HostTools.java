package dev.telecoder.platform.agent;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.llm.LlmRequest;
import dev.telecoder.api.repo.Checkout;
import dev.telecoder.platform.consent.Consent;
import dev.telecoder.platform.consent.Offers;
import dev.telecoder.platform.consent.Question;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.skill.Catalog;
import dev.telecoder.platform.skill.CatalogEntry;
import dev.telecoder.platform.skill.Workplace;
import dev.telecoder.platform.task.Run;
import dev.telecoder.platform.task.RunResult;
import dev.telecoder.platform.task.Runs;
import dev.telecoder.platform.task.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The tools of the host's own: finding skills, reading on in a long result, asking the person, proposing a plan. */
final class HostTools {

    static final List<LlmRequest.Tool> TOOLS = List.of(
            new LlmRequest.Tool("skills_find",
                    "Finds skills that are not in your list, by words. Gives name, description and input "
                            + "schema; run them with skills_call.",
                    """
                    {"type":"object","properties":{"query":{"type":"string"}},"required":["query"]}"""),
            new LlmRequest.Tool("skills_call", "Runs any skill by name.",
                    """
                    {"type":"object","properties":{"name":{"type":"string"},"input":{"type":"object"}},"required":["name","input"]}"""),
            new LlmRequest.Tool("ask_user",
                    "Asks the person a question only they can answer, with choices or for free text, and "
                            + "waits. Not for permission.",
                    """
                    {"type":"object","properties":{"question":{"type":"string"},"choices":{"type":"array","items":{"type":"string"},\
                    "maxItems":6}},"required":["question"]}"""),
            new LlmRequest.Tool("plan_propose",
                    "Proposes a plan for larger work and waits for Go or Not now. Go allows its effects "
                            + "on branches telecoder/* without asking again.",
                    """
                    {"type":"object","properties":{"summary":{"type":"string"},"repo":{"type":"string"},\
                    "branch":{"type":"string"},"steps":{"type":"array",\
                    "items":{"type":"string"}},"effects":{"type":"array","items":{"enum":["push","pull-request","comment"]}}},\
                    "required":["summary","steps","effects"]}"""));

    /** What a plan can allow; anything else is no effect, however it is worded. */
    private static final Set<String> EFFECTS = Set.of("push", "pull-request", "comment");

    private static final List<String> NAMES = List.of("skills.find", "result.read", "ask.user", "plan.propose");

    private static final int FOUND = 8;

    private final Catalog catalog;
    private final Consent consent;
    private final Runs runs;

    HostTools(Catalog catalog, Consent consent, Runs runs) {
        this.catalog = catalog;
        this.consent = consent;
        this.runs = runs;
    }

    /**
     * Runs a tool of the host's own.
     *
     * @return what came of it; empty if the name is none of them
     */
    Optional<RunResult> run(String name, JsonValue input, String run, Turn turn, Person person, Workplace place,
            CancellationToken cancellation) {
        return switch (name) {
            case "skills.find" -> Optional.of(find(input.get("query").text()));
            case "result.read" -> Optional.of(read(input, turn));
            case "ask.user" -> Optional.of(ask(input, run, turn, person, cancellation));
            case "plan.propose" -> Optional.of(propose(input, run, turn, person, place, cancellation));
            default -> Optional.empty();
        };
    }

    static boolean knows(String name) {
        return NAMES.contains(name);
    }

    /** Whether a tool waits for a person. */
    static boolean asks(String name) {
        return name.equals("ask.user") || name.equals("plan.propose");
    }

    /** The name behind the one at the model, if it is one of the host's own tools. */
    static Optional<String> named(String wire) {
        return NAMES.stream().filter(name -> name.equals(wire) || CatalogEntry.wireName(name).equals(wire)).findFirst();
    }

    private RunResult find(String query) {
        List<String> words = List.of(query.toLowerCase(Locale.ROOT).split("[^\\p{Alnum}]+"));
        List<CatalogEntry> found = catalog.all().values().stream().filter(CatalogEntry::ready)
                .map(entry -> Map.entry(entry, score(entry, words))).filter(scored -> scored.getValue() > 0)
                .sorted((a, b) -> b.getValue() - a.getValue()).limit(FOUND).map(Map.Entry::getKey).toList();
        JsonValue list = JsonValue.array(found.stream().map(entry -> JsonValue.object().put("name", entry.spec().name())
                .put("description", entry.spec().description()).put("risk", entry.spec().risk().name())
                .put("input_schema", entry.inputSchemaJson()).build()).toList());
        return ok(found.isEmpty() ? "No skill fits. All skills: " + String.join(", ", catalog.all().keySet()) + "."
                : list.toString(), JsonValue.object().put("skills", list).build());
    }

    private static int score(CatalogEntry entry, List<String> words) {
        String name = entry.spec().name();
        String text =
                (entry.spec().description() + " " + String.join(" ", entry.spec().keywords())).toLowerCase(Locale.ROOT);
        int score = 0;
        for (String word : words) {
            score += word.isEmpty() ? 0 : name.contains(word) ? 3 : text.contains(word) ? 1 : 0;
        }
        return score;
    }

    private RunResult read(JsonValue input, Turn turn) {
        String id = input.get("run").text();
        Optional<Run> run = runs.find(id).filter(found -> turn.id().equals(found.turn()) && found.result() != null);
        if (run.isEmpty()) {
            return RunResult.fault("INPUT", "There is no result of a run " + id + " in this task.");
        }
        RunResult result = run.get().result();
        String page = ResultText.cut(id, result.output(), Math.max(1, input.get("line").asInt(1)));
        return new RunResult(true, page, null, List.of(), List.of(), result.origin(), null);
    }

    private RunResult ask(JsonValue input, String run, Turn turn, Person person, CancellationToken cancellation) {
        if (input.get("question").text().isBlank()) {
            return RunResult.fault("INPUT", "ask.user needs a \"question\".");
        }
        List<String> choices =
                input.get("choices").items().stream().map(JsonValue::text).filter(text -> !text.isBlank())
                        .limit(6).toList();
        Question question =
                consent.propose(Question.Kind.QUESTION, turn.conversation(), turn.id(), turn.task(), run, person,
                        input.get("question").text(), "", input, null, null, List.of(), choices);
        Question answer = consent.await(question.id(), cancellation);
        return switch (answer.state()) {
            case ALLOWED -> ok(answer.answeredBy() + " answered: " + answer.answer(),
                    JsonValue.object().put("answer", answer.answer()).build());
            case EXPIRED ->
                    RunResult.fault("TIMEOUT", "Nobody answered in time. Go on with what is most likely, and say so.");
            default -> RunResult.fault("CONSENT", "The person did not want to answer.");
        };
    }

    private RunResult propose(JsonValue input, String run, Turn turn, Person person, Workplace place,
            CancellationToken cancellation) {
        String summary = input.get("summary").text().strip().replaceAll("\\s+", " ");
        List<String> effects = input.get("effects").items().stream().map(JsonValue::text).distinct().toList();
        if (summary.isEmpty() || !EFFECTS.containsAll(effects)) {
            return RunResult.fault("INPUT", "plan.propose needs a \"summary\", \"steps\", and \"effects\" out of push, "
                    + "pull-request and comment; nothing else can be allowed beforehand.");
        }
        String repo;
        try {
            String wanted = input.get("repo").text().strip();
            repo = (wanted.isEmpty() ? place : place.in(wanted)).checkout().map(Checkout::repo).orElse(null);
        } catch (PluginException e) {
            return RunResult.fault("INPUT", e.getMessage());
        }
        if (repo == null) {
            return RunResult.fault("INPUT",
                    "A plan is about a repository, and none is in focus. Open one with repo.setup first.");
        }
        Optional<String> before = consent.grants().agreedBefore(turn.task(), repo, effects);
        if (before.isPresent()) {
            return ok("That was agreed to before this task began; the plan holds, begin.", JsonValue.object()
                    .put("plan", before.get()).build());
        }
        String branch = input.get("branch").text().startsWith("telecoder/") ? input.get("branch").text() : "";
        List<String> lines = new ArrayList<>();
        int number = 1;
        for (JsonValue step : input.get("steps").items()) {
            lines.add(number++ + ". " + step.text().strip().replaceAll("\\s+", " "));
        }
        // The line of effects is the host's: the model cannot word it away.
        lines.add("\n" + Offers.allows("Go", effects, repo));
        Question question =
                consent.propose(Question.Kind.PLAN, turn.conversation(), turn.id(), turn.task(), run, person,
                        summary, String.join("\n", lines), input, repo,
                        branch.isEmpty() ? null : branch, effects,
                        List.of());
        Question answer = consent.await(question.id(), cancellation);
        return switch (answer.state()) {
            case ALLOWED -> ok(answer.answeredBy() + " said Go. The plan holds; begin.", JsonValue.object()
                    .put("plan", answer.id()).build());
            case EXPIRED -> RunResult.fault("CONSENT", "Nobody answered the plan in time, which is a no.");
            default -> RunResult.fault("CONSENT",
                    "The person said: not now. Do not begin; ask what they would rather have.");
        };
    }

    private static RunResult ok(String output, JsonValue data) {
        return new RunResult(true, output, data, List.of(), List.of(), dev.telecoder.api.skill.Origin.PERSON, null);
    }
}
