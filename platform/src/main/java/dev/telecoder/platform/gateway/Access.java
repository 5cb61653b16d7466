package dev.telecoder.platform.gateway;

import dev.telecoder.api.channel.InboundMessage;
import dev.telecoder.platform.config.AccessConfig;
import java.util.function.BooleanSupplier;

/** Who may talk to us. Unknown senders are refused unless the owner said otherwise. */
final class Access {

    private Access() {}

    /** What to do with a message. */
    enum Verdict {
        /** Take it. */
        ALLOW,
        /** Offer a pairing code. */
        PAIR,
        /** Leave it, without a word. */
        IGNORE
    }

    /**
     * Decides about a message.
     *
     * @param policy what config.yaml says of the channel
     * @param message the message
     * @param paired tells whether its sender was let in by a code; asked only where that matters
     */
    static Verdict decide(AccessConfig policy, InboundMessage message, BooleanSupplier paired) {
        String sender = message.sender().id();
        if (!message.direct()) {
            AccessConfig.Group group = policy.groups().getOrDefault(message.address().chat(), policy.groups().get("*"));
            if (policy.groups().isEmpty() && message.vouched()) {
                return message.addressedToBot() ? Verdict.ALLOW : Verdict.IGNORE; // nothing is said of it: the platform decides
            }
            boolean allowed = group != null && (group.allowFrom().contains("*") || group.allowFrom().contains(sender));
            return allowed && (message.addressedToBot() || !group.mention()) ? Verdict.ALLOW : Verdict.IGNORE;
        }
        boolean listed = policy.allowFrom().contains(sender);
        return switch (policy.dmPolicy()) {
            case DISABLED -> Verdict.IGNORE;
            case OPEN -> listed || policy.allowFrom().contains("*") ? Verdict.ALLOW : Verdict.IGNORE;
            case ALLOWLIST -> listed ? Verdict.ALLOW : Verdict.IGNORE;
            case PAIRING -> listed || paired.getAsBoolean() ? Verdict.ALLOW : Verdict.PAIR;
        };
    }
}
