package dev.telecoder.api.repo;

import java.util.Optional;
import org.pf4j.ExtensionPoint;

/**
 * A service that keeps repositories and the talk about them. What it can do are abilities of their own, such as {@link
 * PullRequests}.
 *
 * @since 1.0
 */
public interface CodeHost extends ExtensionPoint {

    /** {@return the id, the value of {@code repos[].host}} */
    String id();

    /**
     * Tells whether a repository is kept here.
     *
     * @param url its git URL
     * @return the name the service knows it by, such as {@code myorg/api}; empty if it is not kept here
     */
    Optional<String> identify(String url);

    /**
     * Tells whose credentials we have, so that our own doings are told from those of others. May ask the service.
     *
     * @return the account, without {@code @}; empty if there is none
     */
    default Optional<String> account() {
        return Optional.empty();
    }

    /**
     * Finds an ability.
     *
     * @param ability the interface of the ability
     * @param <A> the ability
     * @return the ability, or empty if this service has none
     */
    default <A> Optional<A> ability(Class<A> ability) {
        return ability.isInstance(this) ? Optional.of(ability.cast(this)) : Optional.empty();
    }
}
