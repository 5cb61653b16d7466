package dev.telecoder.platform.agent;

import dev.telecoder.platform.model.Account;
import dev.telecoder.platform.task.Turn;
import org.jspecify.annotations.Nullable;

/**
 * On whose account a turn asks the model. Nothing begins a turn for a monitor here: whoever does asks with an {@link Account}
 * that names the monitor, and reports by monitor follow.
 */
final class Accounts {

    private Accounts() {}

    static Account of(Turn turn, @Nullable String repo) {
        return new Account(turn.conversation(), turn.id(), turn.task(), turn.person(), repo, null);
    }
}
