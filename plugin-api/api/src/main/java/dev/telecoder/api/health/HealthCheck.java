package dev.telecoder.api.health;

import dev.telecoder.api.HostProvided;
import java.util.List;
import java.util.Objects;
import org.pf4j.ExtensionPoint;

/**
 * Looks whether what a plugin needs is there, for {@code telecoder doctor}: a program, a right, a key, a service. An extension
 * of its own, or an ability of another extension, such as a {@code Channel} that implements this too.
 *
 * <p>Called on one thread at a time, beside a running host too. It changes nothing. It has a few seconds, then its thread is
 * interrupted and the check itself is reported as failed, as it is if it throws. What does not concern this home, such as a
 * provider that is not chosen, is left out.
 *
 * @since 1.0
 */
public interface HealthCheck extends ExtensionPoint {

    /**
     * Looks.
     *
     * @param scope what may be done for it
     * @return what was found, what is well too; empty if nothing of this concerns this home
     */
    List<Finding> check(Scope scope);

    /** What may be done for a check. */
    @HostProvided
    interface Scope {

        /** {@return whether services outside of this machine may be asked; else only such on loopback} */
        boolean online();
    }

    /** How something is. */
    enum State {
        /** It is as it should be. */
        OK,
        /** It works, but not all of it, or not for long. */
        WARN,
        /** Something that was asked for cannot work. */
        FAIL
    }

    /**
     * Something that was found. Made with {@link #ok}, {@link #warn} and {@link #fail}. Never put a secret into it.
     *
     * @param name what was looked at in a word or two, such as {@code key}; the same each time
     * @param state how it is
     * @param what what was found, in one sentence
     * @param why what follows from it; empty where all is well
     * @param fix what the person can do: a command or a setting; empty where all is well
     */
    record Finding(String name, State state, String what, String why, String fix) {

        /** Checks that nothing is missing. */
        public Finding {
            Objects.requireNonNull(state, "state");
            if (name.isBlank() || what.isBlank() || state != State.OK && (why.isBlank() || fix.isBlank())) {
                throw new IllegalArgumentException(
                        "A finding says what was looked at and what was found, and one that is"
                                + " not well also why that matters and what to do; this is [" + name + "] [" + what
                                + "] [" + why
                                + "] [" + fix + "].");
            }
        }

        /**
         * Makes one of something that is well.
         *
         * @param name what was looked at
         * @param what what was found
         * @return the finding
         */
        public static Finding ok(String name, String what) {
            return new Finding(name, State.OK, what, "", "");
        }

        /**
         * Makes one of something that works in part.
         *
         * @param name what was looked at
         * @param what what was found
         * @param why what follows from it
         * @param fix what the person can do
         * @return the finding
         */
        public static Finding warn(String name, String what, String why, String fix) {
            return new Finding(name, State.WARN, what, why, fix);
        }

        /**
         * Makes one of something that cannot work.
         *
         * @param name what was looked at
         * @param what what was found
         * @param why what follows from it
         * @param fix what the person can do
         * @return the finding
         */
        public static Finding fail(String name, String what, String why, String fix) {
            return new Finding(name, State.FAIL, what, why, fix);
        }
    }
}
