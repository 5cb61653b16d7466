package dev.telecoder.plugin.gitlab;

import dev.telecoder.api.PluginException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Knows who we are without letting a webhook wait for it: GitLab is asked beside, when the first one comes. Any number of
 * threads may use it.
 */
final class OwnAccount {

    private final GitlabApi api;
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile String account = "";

    OwnAccount(GitlabApi api) {
        this.api = api;
    }

    /** The account; empty while it is not known. */
    String account() {
        if (account.isEmpty() && api.config().token() != null && asking.compareAndSet(false, true)) {
            Thread.ofVirtual().name("gitlab-account").start(this::ask);
        }
        return account;
    }

    private void ask() {
        try {
            account = api.account().orElse("");
        } catch (PluginException notNow) {
            asking.set(false); // the next webhook asks again
        }
    }
}
