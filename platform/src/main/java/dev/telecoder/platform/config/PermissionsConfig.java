package dev.telecoder.platform.config;

import dev.telecoder.api.Setting;
import dev.telecoder.api.skill.Risk;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The section {@code permissions}: what needs a person.
 *
 * @param defaults the decision for each risk where no rule matches
 * @param rules the rules; of those that match, deny beats ask beats allow
 * @param askPaths files whose change always asks
 * @param protectedBranches branches that are never pushed to unasked
 * @param largestDiff how many changed lines may be pushed without being asked for
 * @param askTimeout how long a question to a person stays open
 */
@Setting("What it may do by itself and what needs a person.")
public record PermissionsConfig(
        @Setting(value = "What holds for each risk where no rule matches.",
                examples = "{EXTERNAL: deny}") Map<Risk, Decision> defaults,
        @Setting("Of the rules that match, deny beats ask beats allow.") List<Rule> rules,
        @Setting(value = "Files whose change always asks, as patterns.",
                examples = "[\".github/workflows/**\", CODEOWNERS]") List<String> askPaths,
        @Setting(value = "Branches to which a push always asks, as patterns.",
                examples = "[main, \"release/*\"]") List<String> protectedBranches,
        @Setting(value = "How many lines a push may change; a larger one always asks.", min = 0, byDefault = "4000",
                examples = "2000") Integer largestDiff,
        @Setting(value = "How long a question to a person stays open; then it is a no.",
                examples = "30m") Duration askTimeout) {

    private static final int USUAL_DIFF = 4_000;

    private static final Map<Risk, Decision> USUAL = Map.of(
            Risk.READ, Decision.ALLOW,
            Risk.WRITE, Decision.ALLOW,
            Risk.EXTERNAL, Decision.ASK,
            Risk.DANGEROUS, Decision.ASK);

    /** What holds without the section. */
    public static final PermissionsConfig DEFAULTS =
            new PermissionsConfig(Map.of(), List.of(), List.of(), List.of(), USUAL_DIFF, Duration.ofHours(8));

    /** What holds where the section is wrong: its rules are unknown, so everything that changes something asks. */
    public static final PermissionsConfig STRICT =
            new PermissionsConfig(Map.of(Risk.WRITE, Decision.ASK), List.of(), List.of("**"), List.of("**"), 0,
                    Duration.ofHours(8));

    /** Sets what is left out. */
    public PermissionsConfig {
        var all = new EnumMap<Risk, Decision>(USUAL);
        all.putAll(defaults);
        defaults = Map.copyOf(all);
        askTimeout = askTimeout == null ? Duration.ofHours(8) : askTimeout;
        largestDiff = largestDiff == null ? USUAL_DIFF : largestDiff;
        rules = List.copyOf(rules);
        askPaths = askPaths.isEmpty() ? List.of(".github/workflows/**", "CODEOWNERS") : List.copyOf(askPaths);
        protectedBranches = protectedBranches.isEmpty()
                ? List.of("main", "master", "release/*")
                : List.copyOf(protectedBranches);
    }

    /**
     * A rule.
     *
     * @param skill the skill it is about; {@code *} stands for any part of a name
     * @param repo the repository it is about, likewise
     * @param role the role of the person, or {@code *}
     * @param decision what holds
     */
    @Setting("A rule about skills, repositories and roles; * stands for any part of a name, ** also for slashes.")
    public record Rule(
            @Setting(value = "The skill it is about.", byDefault = "\"*\"", examples = "git.commit") String skill,
            @Setting(value = "The repository it is about.", byDefault = "\"*\"", examples = "myorg/*") String repo,
            @Setting(value = "The role of the person: owner, admin, developer or viewer.", byDefault = "\"*\"",
                    examples = "developer") String role,
            @Setting(value = "What holds.", required = true) Decision decision) {

        /** Sets what is left out, and checks that something is decided. */
        public Rule {
            skill = skill == null ? "*" : skill;
            repo = repo == null ? "*" : repo;
            role = role == null ? "*" : role;
            if (decision == null) {
                throw new IllegalArgumentException("it has no decision, expected one of allow, ask, deny");
            }
        }
    }
}
