package dev.telecoder.platform.config;

import dev.telecoder.api.Setting;
import java.util.List;
import java.util.Map;

/**
 * One key of {@code access}: who may talk to the bot on a channel.
 *
 * @param dmPolicy what happens to direct messages of senders who are not known
 * @param allowFrom the accounts that may talk directly; {@code *} for anyone, with the policy {@code open} only
 * @param groups the groups in which the bot answers, by chat
 */
@Setting("Who may talk to it on a channel. Nobody, unless you say so.")
public record AccessConfig(
        @Setting("What happens to direct messages of senders who are not known: pairing gives them a code for the owner to approve, allowlist lets in those of allow_from only, open anyone (allow_from must then hold *), disabled nobody.") DmPolicy dmPolicy,
        @Setting(value = "The accounts that may talk directly; * for anyone, with dm_policy open only.",
                examples = "[\"12345\"]") List<String> allowFrom,
        @Setting(value = "The groups in which it answers, by the id of the chat. Pairing never opens a group.",
                examples = "{\"-100987\": {mention: true}}") Map<String, Group> groups) {

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
    @Setting("A group in which it answers.")
    public record Group(@Setting("Whether it answers only when mentioned.") Boolean mention,
            @Setting(value = "The accounts that may talk there; * for anyone in it.",
                    examples = "[\"*\"]") List<String> allowFrom) {

        /** Sets what is left out. */
        public Group {
            mention = mention == null ? Boolean.TRUE : mention;
            allowFrom = allowFrom.isEmpty() ? List.of("*") : List.copyOf(allowFrom);
        }
    }
}
