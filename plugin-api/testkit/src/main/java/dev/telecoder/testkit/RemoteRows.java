package dev.telecoder.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What is asked of everything that asks a service over the network, whatever it asks for. */
final class RemoteRows {

    private static final Duration DELAY = Duration.ofSeconds(7);

    private RemoteRows() {}

    static void passesARateLimitOn(RemoteService service, Runnable question) {
        service.limit(DELAY);
        int before = service.requests();
        PluginException fast = failing(question::run);

        assertThat(fast.failure()).isEqualTo(Failure.RATE_LIMITED);
        assertThat(fast.retryAfter()).contains(DELAY);
        assertThat(service.requests() - before).as("requests until it gave up").isEqualTo(1);
        question.run();
    }

    static void tellsMissingFromForbidden(RemoteService service, Runnable question) {
        service.lose();
        PluginException missing = failing(question::run);
        service.forbid();
        PluginException forbidden = failing(question::run);

        assertThat(missing.failure()).as("what is not there").isEqualTo(Failure.REJECTED);
        assertThat(forbidden.failure()).as("what is not allowed").isEqualTo(Failure.AUTHENTICATION);
        assertThat(missing.getMessage()).as("the repository is named").contains(service.repo());
    }

    static void asksOnlyForWhatChanged(RemoteService service, Supplier<?> question) {
        Object first = question.get();
        int before = service.unchanged();
        Object second = question.get();

        assertThat(second).isEqualTo(first);
        assertThat(service.unchanged()).as("answers that nothing changed").isGreaterThan(before);
    }

    static void keepsSecrets(RemoteService service, Object plugin, Runnable question) {
        StringBuilder said = new StringBuilder(plugin.toString());
        List<Runnable> faults = List.of(() -> service.limit(DELAY), service::lose, service::forbid);
        for (Runnable fault : faults) {
            fault.run();
            for (Throwable cause = failing(question::run); cause != null; cause = cause.getCause()) {
                said.append('\n').append(cause);
            }
        }

        assertThat(service.secrets()).isNotEmpty()
                .allSatisfy(secret -> assertThat(said.toString()).doesNotContain(secret));
    }

    private static PluginException failing(ThrowingCallable call) {
        PluginException failed = catchThrowableOfType(PluginException.class, call);
        assertThat(failed).as("it fails").isNotNull();
        return failed;
    }
}
