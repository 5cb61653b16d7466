package dev.telecoder.platform.repo;

import java.nio.file.Path;
import java.time.Instant;

/**
 * What a task has on disk.
 *
 * @param taskId the task
 * @param folder its scratch folder
 * @param bytes how much it takes, its snapshots included
 * @param changedAt when something in it changed last
 */
public record TaskFolder(String taskId, Path folder, long bytes, Instant changedAt) {}
