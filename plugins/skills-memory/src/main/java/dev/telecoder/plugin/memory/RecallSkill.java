package dev.telecoder.plugin.memory;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.memory.Recall;
import dev.telecoder.api.memory.Recall.Hit;
import dev.telecoder.api.skill.Origin;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.api.skill.Skill;
import dev.telecoder.api.skill.SkillContext;
import dev.telecoder.api.skill.SkillInput;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.api.skill.SkillSpec;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pf4j.Extension;

/**
 * {@code memory.recall}: finds single messages of earlier conversations that everybody present was part of, and shows them with
 * what was said right before and after. Keeps nothing; any number may run at once.
 */
@Extension
public final class RecallSkill implements Skill {

    private static final int MOST = 100;
    private static final int SHOWN_WITH_NEIGHBOURS = 10;
    private static final int LONGEST = 600;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("EEE d MMM uuuu HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private static final SkillSpec SPEC = SkillSpec.builder("memory.recall", """
            Finds what was said in earlier conversations, by the words of a question; names and dates in it count. Gives single \
            messages, best first, with those around them. Ask again in other words if nothing fits.""", """
            {"type":"object","additionalProperties":false,"properties":{
            "query":{"type":"string","description":"a question or words, such as: what did Anna say about the release in May 2026"},
            "limit":{"type":"integer","minimum":1,"maximum":100,"description":"default 10"},
            "repo":{"type":"string","description":"only conversations about this repository"},
            "since":{"type":"string","description":"only messages of this day or later, such as 2026-05-01"}},
            "required":["query"]}""", Risk.READ)
            .keywords("remember", "earlier", "before", "history", "conversation", "who said", "last time", "past")
            .examples("""
                    {"query": "which database did we choose for the shop"}""", """
                    {"query": "when does Anna deploy", "since": "2026-05-01", "limit": 5}""").build();

    /** Made by the host, once. */
    public RecallSkill() {}

    /** What the model passes. */
    record Input(String query, @Nullable Integer limit, @Nullable String repo, @Nullable String since) {}

    @Override
    public SkillSpec spec() {
        return SPEC;
    }

    @Override
    public SkillResult run(SkillInput skillInput, SkillContext context) {
        Input input = skillInput.as(Input.class);
        if (input.query().isBlank()) {
            return SkillResult.failed("The query is empty. Give a question, or words that were said.");
        }
        Optional<Instant> since;
        try {
            since = Optional.ofNullable(input.since()).filter(text -> !text.isBlank()).map(RecallSkill::time);
        } catch (DateTimeException e) {
            return SkillResult.failed("\"since\" is \"" + input.since()
                    + "\". Expected a day such as 2026-05-01, or a time such as 2026-05-01T10:00:00Z.");
        }
        int limit = Math.clamp(input.limit() == null ? 10 : input.limit(), 1, MOST);
        Recall recall = context.recall();
        List<Hit> hits = recall.search(new Recall.Query(input.query(), limit, since,
                Optional.ofNullable(input.repo()).filter(repo -> !repo.isBlank())));
        boolean[] outside = {hits.stream().anyMatch(Hit::outside)};
        String text = hits.isEmpty()
                ? "Nothing that was said before fits. Ask again in other words, or leave out since and repo."
                : text(hits, recall, context, outside);
        JsonValue data = JsonValue.object().put("hits", hits.stream().map(RecallSkill::toJson).toList()).build();
        return SkillResult.ok(text).withData(data).withOrigin(outside[0] ? Origin.OUTSIDE : Origin.PERSON);
    }

    private static Instant time(String text) {
        String plain = text.strip();
        return plain.length() <= 10 ? LocalDate.parse(plain).atStartOfDay(ZoneOffset.UTC).toInstant()
                : OffsetDateTime.parse(plain).toInstant();
    }

    private static JsonValue toJson(Hit hit) {
        return JsonValue.object().put("id", hit.id()).put("conversation", hit.conversation())
                .put("sent_at", hit.sentAt().toString()).put("sender", hit.sender()).put("text", hit.text())
                .put("score", Math.round(hit.score() * 10_000) / 10_000.0).build();
    }

    private static String text(List<Hit> hits, Recall recall, SkillContext context, boolean[] outside) {
        List<String> lines = new ArrayList<>();
        Set<String> shown = new HashSet<>();
        for (int i = 0; i < hits.size(); i++) {
            Hit hit = hits.get(i);
            context.cancellation().throwIfCancelled();
            lines.add((i + 1) + ". " + line(hit));
            shown.add(hit.id());
            for (Hit near : i < SHOWN_WITH_NEIGHBOURS ? recall.around(hit.id(), 1) : List.<Hit>of()) {
                if (shown.add(near.id())) {
                    outside[0] |= near.outside();
                    lines.add("   " + (near.sentAt().isBefore(hit.sentAt()) ? "before: " : "near: ") + line(near));
                }
            }
        }
        return String.join("\n", lines);
    }

    private static String line(Hit hit) {
        String text = hit.text().strip().replaceAll("\\s+", " ");
        return TIME.format(hit.sentAt()) + " " + hit.sender() + ": "
                + (text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text);
    }
}
