package dev.telecoder.platform.web;

import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.identity.Role;
import org.jspecify.annotations.Nullable;

/**
 * Who makes a request.
 *
 * @param person the person
 * @param key the hash of what they showed; names the login, gives nothing away
 * @param csrf what must come with each write of a browser; {@code null} for a client that sends a token itself
 */
record Caller(Person person, String key, @Nullable String csrf) {

    boolean browser() {
        return csrf != null;
    }

    boolean admin() {
        return person.role().covers(Role.ADMIN);
    }
}
