package dev.telecoder.platform.consent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.Effect;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.platform.config.Decision;
import dev.telecoder.platform.config.PermissionsConfig;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.identity.Role;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyTest {

    private static final Policy.StoredRule ALWAYS =
            new Policy.StoredRule("r1", "git.commit", "myorg/api", "developer", "Anna", "2026-11-22T10:00:00Z");
    private static final Policy.Plan PLAN =
            new Policy.Plan("PL4N", "task", "myorg/api", "", List.of("push", "pull-request"));

    @ParameterizedTest(name = "{0} {1} outside={2} plan={3} always={4} rule={5}: {6}")
    @CsvSource({
            // risk, role, outside, plan, always, rule, decision, offered
            "READ,       developer, false, false, false, '',    ALLOW, false",
            "READ,       viewer,    true,  false, false, '',    ALLOW, false",
            "READ,       guest,     false, false, false, '',    DENY,  false",
            "READ,       developer, false, false, false, DENY,  DENY,  false",
            "READ,       developer, false, false, false, ASK,   ASK,   false",
            "WRITE,      developer, false, false, false, '',    ALLOW, false",
            "WRITE,      developer, true,  false, false, '',    ALLOW, false",
            "WRITE,      viewer,    false, false, false, '',    DENY,  false",
            "EXTERNAL,   developer, false, false, false, '',    ASK,   true",
            "EXTERNAL,   owner,     false, false, false, '',    ASK,   true",
            "EXTERNAL,   viewer,    false, true,  true,  ALLOW, DENY,  false",
            "EXTERNAL,   developer, true,  false, false, '',    ASK,   false",
            "EXTERNAL,   developer, false, true,  false, '',    ALLOW, false",
            "EXTERNAL,   developer, true,  true,  false, '',    ALLOW, false",
            "EXTERNAL,   developer, false, false, true,  '',    ALLOW, false",
            "EXTERNAL,   owner,     false, false, true,  '',    ALLOW, false",
            "EXTERNAL,   developer, true,  false, true,  '',    ASK,   false",
            "EXTERNAL,   developer, false, false, false, ALLOW, ALLOW, false",
            "EXTERNAL,   developer, true,  false, false, ALLOW, ASK,   false",
            "EXTERNAL,   developer, true,  true,  false, ALLOW, ALLOW, false",
            "EXTERNAL,   developer, false, false, true,  ASK,   ASK,   false",
            "EXTERNAL,   developer, false, true,  true,  DENY,  DENY,  false",
            "DANGEROUS,  owner,     false, false, false, '',    ASK,   false",
            "DANGEROUS,  owner,     false, true,  true,  ALLOW, ASK,   false",
            "DANGEROUS,  owner,     false, true,  true,  DENY,  DENY,  false",
    })
    void decides(Risk risk, String role, boolean outside, boolean plan, boolean always, String rule, Decision decision,
            boolean offered) {
        Action action = new Builder(risk).role(role).outside(outside).build();

        Verdict verdict = Policy.decide(action, rule(rule), always ? List.of(ALWAYS) : List.of(),
                plan ? List.of(PLAN) : List.of());

        assertThat(verdict.decision()).as(verdict.by()).isEqualTo(decision);
        assertThat(verdict.always()).isEqualTo(offered);
    }

    @ParameterizedTest(name = "{0} in a turn={1} presumed={2} outside={3} protected={4} asks={5}: {6}")
    @CsvSource({
            // What a person types by itself names the run; --yes of a turn names none.
            "EXTERNAL,  false, EXTERNAL,  false, false, false, ALLOW",
            "EXTERNAL,  false, EXTERNAL,  false, true,  true,  ALLOW",
            "DANGEROUS, false, EXTERNAL,  false, false, false, ASK",
            "DANGEROUS, false, DANGEROUS, false, false, false, ALLOW",
            "EXTERNAL,  true,  EXTERNAL,  false, false, false, ALLOW",
            "EXTERNAL,  true,  EXTERNAL,  true,  false, false, ASK",
            "WRITE,     true,  EXTERNAL,  true,  false, false, ALLOW",
            "EXTERNAL,  true,  EXTERNAL,  false, true,  false, ASK",
            "EXTERNAL,  true,  EXTERNAL,  false, false, true,  ASK",
            "DANGEROUS, true,  EXTERNAL,  false, false, false, ASK",
    })
    void whatWasTypedCountsForWhatItNamed(Risk risk, boolean turn, Risk presumed, boolean outside,
            boolean protectedBranch, boolean askPaths, Decision decision) {
        Action action = new Builder(risk).turn(turn ? "turn" : null).presumed(presumed).outside(outside)
                .protectedBranch(protectedBranch).askPaths(askPaths).build();

        assertThat(Policy.decide(action, PermissionsConfig.DEFAULTS, List.of(), List.of()).decision())
                .isEqualTo(decision);
    }

    @Test
    void typingDoesNotOverrideADefaultThatDenies() {
        PermissionsConfig none = new PermissionsConfig(Map.of(Risk.EXTERNAL, Decision.DENY), List.of(), List.of(),
                List.of(), 4_000, PermissionsConfig.DEFAULTS.askTimeout());

        Verdict verdict = Policy.decide(new Builder(Risk.EXTERNAL).turn(null).presumed(Risk.EXTERNAL).build(), none,
                List.of(), List.of());

        assertThat(verdict.decision()).isEqualTo(Decision.DENY);
    }

    @Test
    void noCombinationGetsPastWhatHolds() {
        int seen = 0;
        for (Risk risk : Risk.values()) {
            for (Role role : Role.values()) {
                for (String rule : List.of("", "ALLOW", "ASK", "DENY")) {
                    for (int bits = 0; bits < 64; bits++) {
                        Action action = new Builder(risk).role(role.word()).outside(bit(bits, 0))
                                .protectedBranch(bit(bits, 1)).askPaths(bit(bits, 2))
                                .presumed(bit(bits, 3) ? Risk.EXTERNAL : null).build();
                        boolean plan = bit(bits, 4);
                        Verdict verdict = Policy.decide(action, rule(rule), bit(bits, 5) ? List.of(ALWAYS) : List.of(),
                                plan ? List.of(PLAN) : List.of());
                        holds(action, rule, plan, verdict);
                        seen++;
                    }
                }
            }
        }
        assertThat(seen).isEqualTo(4 * 5 * 4 * 64);
    }

    private static void holds(Action action, String rule, boolean plan, Verdict verdict) {
        String what = action + " " + rule + " " + verdict;
        boolean mayNot = action.person().role() == Role.GUEST
                || action.person().role() == Role.VIEWER && action.risk() != Risk.READ;
        if (mayNot || rule.equals("DENY")) {
            assertThat(verdict.decision()).as(what).isEqualTo(Decision.DENY);
            return;
        }
        assertThat(verdict.decision()).as(what).isNotEqualTo(Decision.DENY);
        if (action.risk() == Risk.DANGEROUS || action.protectedBranch() || !action.askPaths().isEmpty()) {
            assertThat(verdict.decision()).as(what).isEqualTo(Decision.ASK);
            assertThat(verdict.always()).as(what).isFalse();
        }
        if (action.outside() && action.risk() == Risk.EXTERNAL && verdict.decision() == Decision.ALLOW) {
            assertThat(plan).as(what).isTrue();
        }
        if (verdict.always()) {
            assertThat(action.outside() || !rule.isEmpty() || verdict.decision() != Decision.ASK).as(what).isFalse();
        }
    }

    @ParameterizedTest(name = "{0} to {1} of {2} in {3}: {4}")
    @CsvSource({
            "push,         telecoder/fix, myorg/api, task,  true",
            "pull-request, telecoder/fix, myorg/api, task,  true",
            "comment,      telecoder/fix, myorg/api, task,  false",
            "push,         feature/x,     myorg/api, task,  false",
            "push,         telecoder,     myorg/api, task,  false",
            "push,         telecoder/fix, myorg/web, task,  false",
            "push,         telecoder/fix, myorg/api, other, false",
            "deploy,       telecoder/fix, myorg/api, task,  false",
    })
    void aPlanCoversItsEffectsOnItsRepositoryAndOurBranches(String effect, String branch, String repo, String task,
            boolean covered) {
        Action action = new Builder(Risk.EXTERNAL).effects(List.of(new Effect(effect, branch))).repo(repo).task(task)
                .build();

        assertThat(PLAN.covers(action)).isEqualTo(covered);
    }

    @Test
    void aPlanCoversNothingThatNamesNoEffectAndNoPartOfSeveral() {
        assertThat(PLAN.covers(new Builder(Risk.EXTERNAL).effects(List.of()).build())).isFalse();
        assertThat(PLAN.covers(new Builder(Risk.EXTERNAL).effects(
                List.of(new Effect("push", "telecoder/a"), new Effect("push", "main"))).build())).isFalse();
        assertThat(PLAN.covers(new Builder(Risk.DANGEROUS).build())).isFalse();
    }

    @ParameterizedTest(name = "{0} matches {1}: {2}")
    @CsvSource({"git.*, git.pr, true", "git.*, code.edit, false", "*, anything.at/all, true",
            "myorg/*, myorg/api, true",
            "myorg/*, myorg/a/b, false", "myorg/**, myorg/a/b, true", "g.t, git, false"})
    void starsMatchWithinAName(String pattern, String value, boolean matches) {
        assertThat(Policy.glob(pattern, value)).isEqualTo(matches);
    }

    @Test
    void denyBeatsAskBeatsAllowAmongTheRulesThatMatch() {
        PermissionsConfig.Rule allow = new PermissionsConfig.Rule("*", "*", "*", Decision.ALLOW);
        PermissionsConfig.Rule ask = new PermissionsConfig.Rule("git.*", "myorg/*", "developer", Decision.ASK);
        PermissionsConfig.Rule deny = new PermissionsConfig.Rule("*", "other", "*", Decision.DENY);

        Verdict verdict = Policy.decide(new Builder(Risk.WRITE).build(), rules(allow, ask, deny), List.of(), List.of());

        assertThat(verdict.decision()).isEqualTo(Decision.ASK);
        assertThat(Policy.decide(new Builder(Risk.WRITE).repo("other").build(), rules(allow, ask, deny), List.of(),
                List.of()).decision()).isEqualTo(Decision.DENY);
    }

    private static boolean bit(int bits, int place) {
        return (bits >> place & 1) != 0;
    }

    private static PermissionsConfig rule(String decision) {
        return decision.isEmpty() ? PermissionsConfig.DEFAULTS
                : rules(new PermissionsConfig.Rule("git.*", "myorg/*", "*", Decision.valueOf(decision)));
    }

    private static PermissionsConfig rules(PermissionsConfig.Rule... rules) {
        return new PermissionsConfig(Map.of(), List.of(rules), List.of(), List.of(), 4_000,
                PermissionsConfig.DEFAULTS.askTimeout());
    }

    /** An action, by default a push of a developer in a turn. */
    static final class Builder {

        private final Risk risk;
        private String role = "developer";
        private boolean outside;
        private boolean protectedBranch;
        private boolean askPaths;
        private @Nullable Risk presumed;
        private @Nullable String turn = "turn";
        private String task = "task";
        private String repo = "myorg/api";
        private String run = "run";
        private String binds = "binds";
        private String skill = "git.commit";
        private List<Effect> effects = List.of(new Effect("push", "telecoder/fix"));

        Builder(Risk risk) {
            this.risk = risk;
        }

        Builder role(String word) {
            this.role = word;
            return this;
        }

        Builder outside(boolean read) {
            this.outside = read;
            return this;
        }

        Builder protectedBranch(boolean is) {
            this.protectedBranch = is;
            return this;
        }

        Builder askPaths(boolean changed) {
            this.askPaths = changed;
            return this;
        }

        Builder presumed(@Nullable Risk upTo) {
            this.presumed = upTo;
            return this;
        }

        Builder turn(@Nullable String id) {
            this.turn = id;
            return this;
        }

        Builder task(String id) {
            this.task = id;
            return this;
        }

        Builder repo(String name) {
            this.repo = name;
            return this;
        }

        Builder run(String id) {
            this.run = id;
            return this;
        }

        Builder binds(String digest) {
            this.binds = digest;
            return this;
        }

        Builder skill(String name) {
            this.skill = name;
            return this;
        }

        Builder effects(List<Effect> all) {
            this.effects = all;
            return this;
        }

        Action build() {
            return build(new Person("p1", "Anna", Role.valueOf(role.toUpperCase(java.util.Locale.ROOT))));
        }

        Action build(Person person) {
            return new Action(skill, JsonValue.object().put("message", "fix").build(), risk, person, repo,
                    "telecoder/fix", effects, protectedBranch, askPaths ? List.of("CODEOWNERS") : List.of(), outside,
                    presumed, "c1", turn, task, run, binds, "push `telecoder/fix`");
        }
    }
}
