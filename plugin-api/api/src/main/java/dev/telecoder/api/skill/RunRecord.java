package dev.telecoder.api.skill;

import dev.telecoder.api.HostProvided;
import java.time.Instant;
import java.util.Optional;

/**
 * What was recorded when a run began, for {@link Skill#reconcile}.
 *
 * @since 1.0
 */
@HostProvided
public interface RunRecord {

    /** {@return the id of the run; a skill that can mark its effect with it finds it again} */
    String id();

    /** {@return what the model passed} */
    SkillInput input();

    /** {@return when the run began} */
    Instant startedAt();

    /** {@return the branch that was checked out then, if the run was about a repository} */
    Optional<String> branch();

    /** {@return the commit that was checked out then, if the run was about a repository and it had one} */
    Optional<String> head();
}
