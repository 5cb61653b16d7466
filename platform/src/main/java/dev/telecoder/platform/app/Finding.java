package dev.telecoder.platform.app;

import dev.telecoder.api.health.HealthCheck.State;
import dev.telecoder.api.json.JsonValue;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Something that {@code doctor} found.
 *
 * @param check what was looked at
 * @param state how it is
 * @param what what was found
 * @param why what follows from it; empty where all is well
 * @param fix what the person can do; empty where all is well
 * @param mend does it for them and says what it did, or {@code null} where only the person can
 */
record Finding(String check, State state, String what, String why, String fix, @Nullable Callable<String> mend) {

    static Finding ok(String check, String what) {
        return new Finding(check, State.OK, what, "", "", null);
    }

    static Finding warn(String check, String what, String why, String fix) {
        return new Finding(check, State.WARN, what, why, fix, null);
    }

    static Finding fail(String check, String what, String why, String fix) {
        return new Finding(check, State.FAIL, what, why, fix, null);
    }

    /** The same, with something that {@code --fix} can do about it. */
    Finding fixable(Callable<String> how) {
        return new Finding(check, state, what, why, fix, how);
    }

    boolean failed() {
        return state == State.FAIL;
    }

    /** Does what can be done about it; {@return what is left to find} */
    Finding mended() {
        if (mend == null || state == State.OK) {
            return this;
        }
        try {
            return ok(check, "Fixed: " + mend.call());
        } catch (Exception e) {
            return new Finding(check, state, what, why + " It could not be fixed: " + e.getMessage(), fix, null);
        }
    }

    JsonValue toJson() {
        return JsonValue.object().put("check", check).put("state", state.name().toLowerCase(Locale.ROOT))
                .put("what", what).put("why", why.isEmpty() ? null : why).put("fix", fix.isEmpty() ? null : fix)
                .put("fixable", mend != null && state != State.OK).build();
    }
}
