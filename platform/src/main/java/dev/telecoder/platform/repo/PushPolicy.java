package dev.telecoder.platform.repo;

/** Has the last word on a push, after everything about it is known and before anything leaves. */
public interface PushPolicy {

    /** Lets every push through, for callers that asked a person already. */
    PushPolicy ALLOW = request -> {};

    /**
     * Checks a push.
     *
     * @param request what would be pushed
     * @throws dev.telecoder.api.PluginException of kind {@code REJECTED} if it may not be
     */
    void check(PushRequest request);
}
