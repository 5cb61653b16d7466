package dev.telecoder.platform.skill;

import dev.telecoder.api.skill.Effect;
import dev.telecoder.api.skill.Reconciled;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.api.skill.RunRecord;
import dev.telecoder.api.skill.Skill;
import dev.telecoder.api.skill.SkillContext;
import dev.telecoder.api.skill.SkillInput;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.api.skill.SkillSpec;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A skill of lambdas that counts its runs. Safe for many threads. */
public final class FakeSkill implements Skill {

    /** A schema that takes anything. */
    public static final String ANY = "{\"type\":\"object\"}";

    /** How often it was run. */
    public final AtomicInteger runs = new AtomicInteger();

    private final SkillSpec spec;
    private volatile BiFunction<SkillInput, SkillContext, SkillResult> work = (i, c) -> SkillResult.ok("done");
    private volatile BiFunction<RunRecord, SkillContext, Reconciled> reconciles = (r, c) -> Reconciled.unknown();
    private volatile Function<SkillInput, Risk> risk;
    private volatile Function<SkillInput, List<Effect>> effects = i -> List.of();

    private FakeSkill(SkillSpec spec) {
        this.spec = spec;
        this.risk = i -> spec.risk();
    }

    /** Makes a skill whose output is not outside text, unless the spec is changed to say so. */
    public static FakeSkill of(String name, Risk risk, String schema, UnaryOperator<SkillSpec.Builder> more) {
        return new FakeSkill(more.apply(SkillSpec.builder(name, "Does " + name, schema, risk).outsideText(false))
                .build());
    }

    public static FakeSkill of(String name, Risk risk) {
        return of(name, risk, ANY, b -> b);
    }

    public FakeSkill does(BiFunction<SkillInput, SkillContext, SkillResult> what) {
        this.work = what;
        return this;
    }

    public FakeSkill finds(BiFunction<RunRecord, SkillContext, Reconciled> what) {
        this.reconciles = what;
        return this;
    }

    public FakeSkill tells(Function<SkillInput, Risk> what) {
        this.risk = what;
        return this;
    }

    public FakeSkill shows(Effect... what) {
        this.effects = i -> List.of(what);
        return this;
    }

    @Override
    public SkillSpec spec() {
        return spec;
    }

    @Override
    public Risk risk(SkillInput input) {
        return risk.apply(input);
    }

    @Override
    public List<Effect> effects(SkillInput input) {
        return effects.apply(input);
    }

    @Override
    public SkillResult run(SkillInput input, SkillContext context) {
        runs.incrementAndGet();
        return work.apply(input, context);
    }

    @Override
    public Reconciled reconcile(RunRecord run, SkillContext context) {
        return reconciles.apply(run, context);
    }
}
