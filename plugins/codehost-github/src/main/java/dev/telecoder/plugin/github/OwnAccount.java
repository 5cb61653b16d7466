package dev.telecoder.plugin.github;

import dev.telecoder.api.PluginException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Knows who we are without letting a webhook wait for it: GitHub is asked beside, when the first one comes. Any number of
 * threads may use it.
 */
final class OwnAccount {

    private final GithubApi api;
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile String account = "";

    OwnAccount(GithubApi api) {
        this.api = api;
    }

    /** The account; empty while it is not known. */
    String account() {
        if (account.isEmpty() && api.login().known() && asking.compareAndSet(false, true)) {
            Thread.ofVirtual().name("github-account").start(this::ask);
        }
        return account;
    }

    String app() {
        return api.login().app();
    }

    private void ask() {
        try {
            account = api.account().orElse("");
        } catch (PluginException notNow) {
            asking.set(false); // the next webhook asks again
        }
    }
}
