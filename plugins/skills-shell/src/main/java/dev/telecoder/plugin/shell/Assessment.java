package dev.telecoder.plugin.shell;

import dev.telecoder.api.skill.Risk;

/**
 * How risky a script is, by its text.
 *
 * @param risk the worst it can do
 * @param reason what makes it so, for the person who is asked
 * @param network whether it may bring in what others wrote
 */
record Assessment(Risk risk, String reason, boolean network) {

    static final Assessment READS = new Assessment(Risk.READ, "only looks", false);

    static Assessment of(Risk risk, String reason) {
        return new Assessment(risk, reason, false);
    }

    static Assessment remote(Risk risk, String reason) {
        return new Assessment(risk, reason, true);
    }

    Assessment and(Assessment other) {
        Assessment worse = other.risk().compareTo(risk) > 0 ? other : this;
        return new Assessment(worse.risk(), worse.reason(), network || other.network());
    }

    Assessment atLeast(Risk least, String why) {
        return and(of(least, why));
    }
}
