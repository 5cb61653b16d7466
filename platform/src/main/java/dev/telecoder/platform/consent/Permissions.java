package dev.telecoder.platform.consent;

import dev.telecoder.api.skill.Risk;
import dev.telecoder.platform.identity.Role;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The owner's policy: section {@code permissions} of config.yaml.
 *
 * @param defaults what happens where no rule matches, for each risk
 * @param rules the owner's rules
 * @param askPaths globs of files whose change asks each time
 * @param protectedBranches globs of branches a push to which asks each time
 * @param askTimeout how long a question stays open
 */
public record Permissions(Map<Risk, Decision> defaults, List<Rule> rules, List<String> askPaths,
        List<String> protectedBranches, Duration askTimeout) {

    /** What the host is set to where config.yaml says nothing. */
    public static final Permissions DEFAULT = new Permissions(Map.of(), List.of(),
            List.of(".github/workflows/**", "CODEOWNERS"), List.of("main", "master", "release/*"), Duration.ofHours(8));

    /** Fills in the risks that are not named. */
    public Permissions {
        Map<Risk, Decision> all = new EnumMap<>(Risk.class);
        all.put(Risk.READ, Decision.ALLOW);
        all.put(Risk.WRITE, Decision.ALLOW);
        all.put(Risk.EXTERNAL, Decision.ASK);
        all.put(Risk.DANGEROUS, Decision.ASK);
        all.putAll(defaults);
        defaults = Map.copyOf(all);
        rules = List.copyOf(rules);
        askPaths = List.copyOf(askPaths);
        protectedBranches = List.copyOf(protectedBranches);
    }

    /**
     * One of the owner's rules. Of those that match, deny beats ask beats allow.
     *
     * @param skill a glob of skill names
     * @param repo a glob of repositories; {@code null} for all, and for work on none
     * @param role whom it is for; {@code null} for all
     * @param decision what happens
     */
    public record Rule(String skill, @Nullable String repo, @Nullable Role role, Decision decision) {}
}
