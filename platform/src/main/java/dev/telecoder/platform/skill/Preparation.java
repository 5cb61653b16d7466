package dev.telecoder.platform.skill;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.repo.Checkout;
import dev.telecoder.api.skill.Effect;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.api.skill.SkillInput;
import dev.telecoder.platform.consent.Action;
import dev.telecoder.platform.task.Entry;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks at a call before anything is decided: is there such a skill, does the input fit, how risky is it here. */
final class Preparation {

    private final Catalog catalog;
    private final Json json;

    Preparation(Catalog catalog, Json json) {
        this.catalog = catalog;
        this.json = json;
    }

    Prepared prepare(Call call, String run) {
        Optional<CatalogEntry> found = catalog.find(call.skill());
        if (found.isEmpty()) {
            return Prepared.problem(call, "INPUT", "There is no skill " + call.skill() + "."
                    + catalog.nearest(call.skill()).map(name -> " Did you mean " + name + "?").orElse("")
                    + " skills.find lists them.");
        }
        CatalogEntry entry = found.get();
        String name = entry.spec().name();
        if (!entry.ready()) {
            return Prepared.problem(call, "CONFIGURATION", name + " is unavailable: " + entry.reason());
        }
        JsonValue value = entry.takesRepo() ? without(call.input(), CatalogEntry.REPO) : call.input();
        List<String> wrong = Schemas.check(entry.spec().inputSchemaJson(), value);
        if (!wrong.isEmpty()) {
            return Prepared.problem(call, "INPUT", "The input of " + name + " does not fit: "
                    + String.join("; ", wrong) + ". Its schema is " + entry.spec().inputSchemaJson().strip());
        }
        try {
            Call placed = entry.takesRepo() ? placed(call) : call;
            if (entry.spec().needsRepository() && placed.workplace().checkout().isEmpty()) {
                return Prepared.problem(call, "INPUT",
                        name + " works on a repository, and none is in focus. Open one with repo.setup first.");
            }
            SkillInput input = new SkillRun.Input(value, json);
            Risk told = entry.skill().risk(input);
            Risk risk = told.compareTo(entry.spec().risk()) > 0 ? entry.spec().risk() : told;
            if (risk == Risk.WRITE && entry.spec().runsCode() && !placed.workplace().isolating()) {
                risk = Risk.EXTERNAL;
            }
            List<Effect> effects = risk.compareTo(Risk.EXTERNAL) < 0 ? List.of() : entry.skill().effects(input);
            return new Prepared(placed, value, entry, risk, effects, action(placed, entry, risk, effects, run), null);
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
            return Prepared.problem(call, SkillThread.kind(e), name + ": " + SkillThread.message(e));
        }
    }

    /** What the gate decides about, as things are now. */
    Action action(Prepared prepared) {
        return action(prepared.call(), prepared.entry(), prepared.risk(), prepared.effects(), prepared.action().run());
    }

    private static Action action(Call call, CatalogEntry entry, Risk risk, List<Effect> effects, String run) {
        boolean pushes = effects.stream().anyMatch(effect -> !effect.kind().equals("comment"));
        Optional<Checkout> checkout = checkout(call.workplace(), pushes || entry.spec().needsRepository());
        Workplace.@Nullable Reach reach = pushes ? reach(call.workplace(), effects) : null;
        String named = effects.stream().map(Effect::branch).filter(branch -> branch != null).findFirst().orElse(null);
        // What was typed named the skill, not what it asks for after it has read what others wrote.
        Risk presumed = call.entry() == Entry.SKILL && call.outside() ? null : call.presumed();
        return new Action(entry.spec().name(), call.input(), risk, call.person(),
                checkout.map(Checkout::repo).orElse(null), reach == null ? named : reach.branch(), effects,
                reach != null && reach.protectedBranch(), reach == null ? List.of() : reach.askPaths(),
                call.outside(), presumed, call.conversation(), call.turn(), call.task(), run,
                Canonical.digest(call.input(), reach == null ? "" : reach.binds()),
                Summaries.of(entry.spec().name(), call.input(), effects, reach));
    }

    /** A repository that cannot be had is no reason to refuse a skill that needs none, such as the one that sets it up. */
    static Optional<Checkout> checkout(Workplace place, boolean needed) {
        try {
            return place.checkout();
        } catch (PluginException e) {
            if (needed || e.failure() == Failure.CANCELLED) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /** What all pushes of a run would do together; the branch is that of the first. */
    private static Workplace.@Nullable Reach reach(Workplace place, List<Effect> effects) {
        Set<@Nullable String> branches = new LinkedHashSet<>();
        effects.stream().filter(effect -> !effect.kind().equals("comment")).forEach(e -> branches.add(e.branch()));
        Workplace.Reach all = null;
        for (String branch : branches) {
            Workplace.Reach one = place.reach(branch).orElse(null);
            all = all == null ? one : one == null ? all : all.and(one);
        }
        return all;
    }

    private static Call placed(Call call) {
        JsonValue repo = call.input().get(CatalogEntry.REPO);
        if (repo.isNull()) {
            return call;
        }
        String name = repo.findText().map(String::strip).filter(text -> !text.isEmpty())
                .orElseThrow(() -> PluginException.of(Failure.REJECTED, "\"repo\" is the name of a repository."));
        return call.at(call.workplace().in(name));
    }

    static JsonValue without(JsonValue input, String name) {
        if (input.get(name).isNull() && !input.members().containsKey(name)) {
            return input;
        }
        Map<String, JsonValue> members = new LinkedHashMap<>(input.members());
        members.remove(name);
        return new JsonValue.JsonObject(members);
    }

    /** The input as a skill sees it, of a run in the journal. */
    JsonValue seen(JsonValue recorded, CatalogEntry entry) {
        return entry.takesRepo() ? without(recorded, CatalogEntry.REPO) : recorded;
    }
}
