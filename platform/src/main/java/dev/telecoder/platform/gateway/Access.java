package dev.telecoder.platform.gateway;

import dev.telecoder.api.channel.InboundMessage;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Who may talk to us on a channel: a section below {@code access} of config.yaml. Unknown senders are refused unless the
 * owner said otherwise.
 *
 * @param dmPolicy what happens to direct messages of unknown senders
 * @param allowFrom accounts that may write directly; {@code *} only together with an open policy
 * @param groups the groups we answer in, by id of the chat
 */
public record Access(DmPolicy dmPolicy, List<String> allowFrom, Map<String, Group> groups) {

    /** What holds for a channel that config.yaml says nothing about. */
    public static final Access DEFAULT = new Access(DmPolicy.PAIRING, List.of(), Map.of());

    /** Copies the collections. */
    public Access {
        allowFrom = List.copyOf(allowFrom);
        groups = Map.copyOf(groups);
    }

    /** What happens to direct messages of unknown senders. */
    public enum DmPolicy {
        /** They get a code, which the owner approves. */
        PAIRING,
        /** They are not answered. */
        ALLOWLIST,
        /** Everybody may write; needs {@code *} in {@code allow_from}. */
        OPEN,
        /** Nobody may write directly. */
        DISABLED;

        /** {@return the word in config.yaml} */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A group we answer in.
     *
     * @param mention whether we have to be mentioned
     * @param allowFrom accounts that may write there; {@code *} for all
     */
    public record Group(boolean mention, List<String> allowFrom) {

        /** Copies the list. */
        public Group {
            allowFrom = List.copyOf(allowFrom);
        }
    }

    /** What to do with a message. */
    enum Verdict {
        /** Take it. */
        ALLOW,
        /** Offer a pairing code. */
        PAIR,
        /** Leave it, without a word. */
        IGNORE
    }

    Verdict of(InboundMessage message, boolean paired) {
        String sender = message.sender().id();
        if (!message.direct()) {
            Group group = groups.getOrDefault(message.address().chat(), groups.get("*"));
            boolean allowed = group != null && (group.allowFrom().contains("*") || group.allowFrom().contains(sender));
            return allowed && (message.addressedToBot() || !group.mention()) ? Verdict.ALLOW : Verdict.IGNORE;
        }
        boolean listed = allowFrom.contains(sender) || dmPolicy == DmPolicy.OPEN && allowFrom.contains("*");
        return switch (dmPolicy) {
            case DISABLED -> Verdict.IGNORE;
            case OPEN, ALLOWLIST -> listed ? Verdict.ALLOW : Verdict.IGNORE;
            case PAIRING -> listed || paired ? Verdict.ALLOW : Verdict.PAIR;
        };
    }
}
