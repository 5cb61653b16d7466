package dev.telecoder.testkit;

import java.time.Duration;
import java.util.List;

/**
 * The other side of a {@code CodeHost} or a {@code CiProvider}, as the plugin's test plays it. It knows one repository, and
 * a page of its lists is as long as the real service's.
 *
 * @since 1.0
 */
public interface RemoteService {

    /** {@return the name of the repository, such as {@code myorg/api}} */
    String repo();

    /**
     * Refuses the next request as too fast.
     *
     * @param delay how long the plugin shall wait
     */
    void limit(Duration delay);

    /** Refuses each request from now on, because the credentials do not allow it. */
    void forbid();

    /** Answers each request from now on as if there were no such repository. */
    void lose();

    /** {@return how many requests it got} */
    int requests();

    /** {@return how many of them it answered with "not changed since you asked"} */
    int unchanged();

    /** {@return the secrets the plugin was given} */
    List<String> secrets();
}
