package dev.telecoder.platform.sandbox;

import dev.telecoder.api.sandbox.SandboxRuntime.Spec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What of the host a task's commands see.
 *
 * @param task the id of the task
 * @param workspace the checkout in focus, or an empty folder
 * @param scratch the task's scratch folder
 * @param mounts further folders, such as the objects the clone borrows
 * @param environment variables for every command; never a secret
 * @param outside whether its turn has read outside text, after which package registries are reached at most
 */
public record TaskPlace(String task, Path workspace, Path scratch, List<Spec.Mount> mounts,
        Map<String, String> environment, boolean outside) {

    /**
     * Makes a place whose turn has read no outside text.
     *
     * @param task the id of the task
     * @param workspace the checkout in focus, or an empty folder
     * @param scratch the task's scratch folder
     * @param mounts further folders
     * @param environment variables for every command
     */
    public TaskPlace(String task, Path workspace, Path scratch, List<Spec.Mount> mounts,
            Map<String, String> environment) {
        this(task, workspace, scratch, mounts, environment, false);
    }

    /** The same for a turn that may have read outside text. */
    TaskPlace with(boolean outsideText) {
        return new TaskPlace(task, workspace, scratch, mounts, environment, outsideText);
    }

    /** Copies the collections. */
    public TaskPlace {
        mounts = List.copyOf(mounts);
        environment = Map.copyOf(environment);
    }
}
