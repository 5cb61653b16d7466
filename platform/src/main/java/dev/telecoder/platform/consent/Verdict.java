package dev.telecoder.platform.consent;

import dev.telecoder.platform.config.Decision;

/**
 * What the gate decided.
 *
 * @param decision what happens
 * @param by the rule, plan, default or right that decided; for the journal and for people
 * @param always whether a stored rule may be offered
 */
public record Verdict(Decision decision, String by, boolean always) {}
