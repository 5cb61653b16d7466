/** Tells when a repository gets worse: flaky tests, coverage, TODOs, a branch that stays red, slow builds. */
@NullMarked
package dev.telecoder.plugin.monitor.health;

import org.jspecify.annotations.NullMarked;
