package dev.telecoder.bench.channel;

/**
 * The section {@code channels.bench}.
 *
 * @param url where the platform is
 */
public record BenchConfig(String url) {}
