package dev.telecoder.platform.plugin;

import dev.telecoder.api.llm.LlmProvider;
import dev.telecoder.api.sandbox.Sandbox;
import dev.telecoder.api.skill.Skill;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * How long the host waits for a plugin. What takes longer is interrupted, and abandoned if it does not heed that.
 *
 * @param word to say something about itself: an id, a spec, a risk
 * @param answer to answer a request, or to look something up
 * @param work to do something
 * @param load to be loaded and started, and to make all its extensions
 * @param stop to stop
 * @param drain how long calls that run in a version that was replaced may go on
 * @param quiet how long nothing must call a version that was replaced before it ends
 */
record Limits(Duration word, Duration answer, Duration work, Duration load, Duration stop, Duration drain,
        Duration quiet) {

    static final Limits USUAL = new Limits(Duration.ofSeconds(3), Duration.ofSeconds(60), Duration.ofMinutes(10),
            Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofMinutes(15), Duration.ofSeconds(1));

    /** How long something that was interrupted has to end. */
    static final Duration GRACE = Duration.ofSeconds(1);

    private static final Set<String> WORDS =
            Set.of("risk", "effects", "ability", "render", "identify", "onChange", "inside", "detect");
    private static final Set<String> ANSWERS =
            Set.of("handle", "resource", "probe", "models", "skills", "removeLeftovers", "start", "kill", "close");

    /** How long this call may take; none for what has a limit of its own that its caller keeps. */
    Optional<Duration> of(Method method) {
        String name = method.getName();
        Class<?> type = method.getDeclaringClass();
        if (type == Skill.class && (name.equals("run") || name.equals("reconcile"))
                || type == LlmProvider.class && name.equals("generate")
                || type == Sandbox.class && name.equals("run")) {
            return Optional.empty();
        }
        if (ANSWERS.contains(name)) {
            return Optional.of(answer);
        }
        if (name.equals("stop")) {
            return Optional.of(stop);
        }
        boolean saysWhatItIs = method.getParameterCount() == 0 && method.getReturnType() != void.class;
        return Optional.of(WORDS.contains(name) || saysWhatItIs ? word : work);
    }
}
