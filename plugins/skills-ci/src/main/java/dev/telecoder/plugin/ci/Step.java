package dev.telecoder.plugin.ci;

/**
 * A stretch of a log: what one step of one job wrote.
 *
 * @param job the job; empty if the log does not say
 * @param name the step; empty if the log does not say
 * @param from the index of its first line
 * @param to the index after its last line
 * @param cleaning whether it only cleans up after the others
 */
record Step(String job, String name, int from, int to, boolean cleaning) {}
