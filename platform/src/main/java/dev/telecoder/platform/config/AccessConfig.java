package dev.telecoder.platform.config;

import java.util.List;
import java.util.Map;

/**
 * One key of {@code access}: who may talk to the bot on a channel.
 *
 * @param dmPolicy what happens to direct messages of senders who are not known
 * @param allowFrom the accounts that may talk directly; {@code *} for anyone, with the policy {@code open} only
 * @param groups the groups in which the bot answers, by chat
 */
public record AccessConfig(DmPolicy dmPolicy, List<String> allowFrom, Map<String, Group> groups) {

    /** What holds without the key: who wants to talk must be paired. */
    public static final AccessConfig DEFAULTS = new AccessConfig(DmPolicy.PAIRING, List.of(), Map.of());

    /** What holds where the key is wrong: nobody gets in. */
    public static final AccessConfig CLOSED = new AccessConfig(DmPolicy.DISABLED, List.of(), Map.of());

    /** What happens to direct messages. */
    public enum DmPolicy {
        /** An unknown sender gets a code for the owner to approve. */
        PAIRING,
        /** Only who is listed. */
        ALLOWLIST,
        /** Anyone; needs {@code "*"} in the list, so that it is meant. */
        OPEN,
        /** Nobody. */
        DISABLED
    }

    /** Sets what is left out, and checks that opening the bot to anyone is meant. */
    public AccessConfig {
        dmPolicy = dmPolicy == null ? DmPolicy.PAIRING : dmPolicy;
        allowFrom = List.copyOf(allowFrom);
        groups = Map.copyOf(groups);
        if (dmPolicy == DmPolicy.OPEN && !allowFrom.contains("*")) {
            throw new IllegalArgumentException(
                    "dm_policy is open, which lets anyone give orders to the bot; if you mean it, add allow_from: [\"*\"]");
        }
    }

    /**
     * A group.
     *
     * @param mention whether the bot answers only when mentioned
     * @param allowFrom the accounts that may talk there; {@code *} for anyone in it
     */
    public record Group(Boolean mention, List<String> allowFrom) {

        /** Sets what is left out. */
        public Group {
            mention = mention == null ? Boolean.TRUE : mention;
            allowFrom = allowFrom.isEmpty() ? List.of("*") : List.copyOf(allowFrom);
        }
    }
}
