package dev.telecoder.platform.consent;

import dev.telecoder.api.skill.Effect;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.platform.config.Decision;
import dev.telecoder.platform.config.PermissionsConfig;
import dev.telecoder.platform.identity.Role;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Decides about a run from the policy, the stored rules and the plans alone; the same input, the same verdict. */
final class Policy {

    private Policy() {}

    static Verdict decide(Action action, PermissionsConfig permissions, List<StoredRule> stored, List<Plan> plans) {
        if (!mayAtAll(action)) {
            return new Verdict(Decision.DENY,
                    "right: a " + action.person().role().word() + " may not run " + action.skill()
                            + " (" + action.risk() + ")",
                    false);
        }
        Optional<PermissionsConfig.Rule> rule =
                permissions.rules().stream().filter(candidate -> matches(candidate, action))
                        .max((a, b) -> a.decision().compareTo(b.decision()));
        if (rule.isPresent() && rule.get().decision() == Decision.DENY) {
            return new Verdict(Decision.DENY, "rule: permissions.rules denies " + rule.get().skill(), false);
        }
        Verdict verdict = rule.map(found -> new Verdict(found.decision(),
                "rule: permissions.rules " + found.decision().word() + "s " + found.skill(), false))
                .or(() -> stored.stream().filter(candidate -> matches(candidate, action)).findFirst()
                        .map(found -> new Verdict(Decision.ALLOW, "always: rule " + found.id(), false)))
                .orElseGet(() -> new Verdict(permissions.defaults().get(action.risk()), "default: " + action.risk(),
                        false));
        if (verdict.decision() == Decision.DENY) {
            return verdict;
        }
        if (typed(action)) {
            return new Verdict(Decision.ALLOW, "typed: consent up to " + action.presumed(), false);
        }
        return afterRules(action, plans, verdict, rule.isEmpty());
    }

    /** Who types a command names the run, which is consent to it; who lets a whole turn go ahead has seen none of its runs. */
    private static boolean typed(Action action) {
        return action.presumed() != null && action.risk().compareTo(action.presumed()) <= 0
                && (action.turn() == null || !action.asksOnceAlways() && !seenByOthersAfterOutside(action));
    }

    private static boolean seenByOthersAfterOutside(Action action) {
        return action.outside() && action.risk().compareTo(Risk.EXTERNAL) >= 0;
    }

    private static Verdict afterRules(Action action, List<Plan> plans, Verdict verdict, boolean byDefault) {
        if (action.asksOnceAlways()) {
            return new Verdict(Decision.ASK, reason(action), false);
        }
        boolean unheard = seenByOthersAfterOutside(action) && verdict.decision() == Decision.ALLOW;
        if (verdict.decision() == Decision.ALLOW && !unheard) {
            return verdict;
        }
        Optional<Plan> plan = plans.stream().filter(candidate -> candidate.covers(action)).findFirst();
        if (plan.isPresent()) {
            return new Verdict(Decision.ALLOW, "plan: " + plan.get().id(), false);
        }
        if (unheard) {
            return new Verdict(Decision.ASK, "outside: the turn has read outside text", false);
        }
        // Where config.yaml says to ask, a stored rule would change nothing.
        return new Verdict(Decision.ASK, verdict.by(), byDefault && !action.outside());
    }

    private static String reason(Action action) {
        if (action.risk() == Risk.DANGEROUS) {
            return "default: DANGEROUS asks each time";
        }
        return action.protectedBranch() ? "protected: " + action.branch() + " is in permissions.protected_branches"
                : "ask_paths: " + String.join(", ", action.askPaths());
    }

    private static boolean mayAtAll(Action action) {
        return switch (action.person().role()) {
            case OWNER, ADMIN, DEVELOPER -> true;
            case VIEWER -> action.risk() == Risk.READ;
            case GUEST -> false;
        };
    }

    private static boolean matches(PermissionsConfig.Rule rule, Action action) {
        return glob(rule.skill(), action.skill())
                && (rule.repo().equals("*") || action.repo() != null && glob(rule.repo(), action.repo()))
                && (rule.role().equals("*") || rule.role().equalsIgnoreCase(action.person().role().word()));
    }

    /** A rule that a person made by "Always allow" holds for that skill, that repository, and roles that may as much. */
    private static boolean matches(StoredRule rule, Action action) {
        return rule.skill().equals(action.skill()) && rule.repo().equals(action.repo() == null ? "" : action.repo())
                && action.person().role().covers(Role.valueOf(rule.role().toUpperCase(java.util.Locale.ROOT)))
                && action.risk() != Risk.DANGEROUS;
    }

    /** A star matches within a name, two of them across slashes. */
    static boolean glob(String pattern, String value) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '*' && i + 1 < pattern.length() && pattern.charAt(i + 1) == '*') {
                regex.append(".*");
                i++;
            } else if (c == '*') {
                regex.append("[^/]*");
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return pattern.equals("*") || Pattern.matches(regex.toString(), value);
    }

    /**
     * A rule made by "Always allow".
     *
     * @param id its id
     * @param skill the skill
     * @param repo the repository; empty for work on none
     * @param role the role of who agreed
     * @param createdBy who agreed
     * @param createdAt when
     */
    record StoredRule(String id, String skill, String repo, String role, String createdBy, String createdAt) {}

    /**
     * A plan that a person agreed to and that still holds.
     *
     * @param id the question
     * @param task the task it was made in
     * @param repo the repository
     * @param branch the branch it names, or empty
     * @param effects the effects it allows
     * @param draft whether pull requests may be opened as drafts only
     */
    record Plan(String id, String task, String repo, String branch, List<String> effects, boolean draft) {

        Plan(String id, String task, String repo, String branch, List<String> effects) {
            this(id, task, repo, branch, effects, false);
        }

        boolean covers(Action action) {
            return task.equals(action.task()) && action.risk() == Risk.EXTERNAL && repo.equals(action.repo())
                    && !action.effects().isEmpty()
                    && action.effects().stream()
                            .allMatch(effect -> effects.contains(effect.kind()) && branchFits(effect, action)
                                    && (!draft || !effect.kind().equals("pull-request")
                                            || action.input().get("draft").asBoolean(false)));
        }

        private boolean branchFits(Effect effect, Action action) {
            String target = effect.branch() == null ? action.branch() : effect.branch();
            return effect.kind().equals("comment") || target != null && target.startsWith("telecoder/");
        }
    }
}
