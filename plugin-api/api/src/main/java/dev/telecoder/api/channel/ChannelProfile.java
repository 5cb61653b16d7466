package dev.telecoder.api.channel;

import java.util.Objects;

/**
 * What the host must know of a platform to prepare a message for it. Made with {@link #builder}.
 *
 * @since 1.0
 */
public final class ChannelProfile {

    private final int maxLength;
    private final LengthUnit unit;
    private final boolean buttons;
    private final boolean threads;
    private final boolean files;

    private ChannelProfile(int maxLength, LengthUnit unit, boolean buttons, boolean threads, boolean files) {
        this.maxLength = maxLength;
        this.unit = unit;
        this.buttons = buttons;
        this.threads = threads;
        this.files = files;
    }

    /**
     * Begins a profile of a platform without buttons, threads and files.
     *
     * @param maxLength the longest text of one message
     * @param unit what the limit counts
     * @return a builder
     */
    public static Builder builder(int maxLength, LengthUnit unit) {
        if (maxLength < 16) {
            throw new IllegalArgumentException(
                    "A message must hold at least 16 units, but the limit is " + maxLength + ".");
        }
        return new Builder(maxLength, unit);
    }

    /** {@return the longest text of one message} */
    public int maxLength() {
        return maxLength;
    }

    /** {@return what the limit counts} */
    public LengthUnit unit() {
        return unit;
    }

    /** {@return whether a message can carry buttons} */
    public boolean buttons() {
        return buttons;
    }

    /** {@return whether a chat can have threads} */
    public boolean threads() {
        return threads;
    }

    /** {@return whether files can be sent} */
    public boolean files() {
        return files;
    }

    /** What a limit on length counts. */
    public enum LengthUnit {
        /** Java's chars: an emoji counts two. */
        UTF16,
        /** Unicode code points: an emoji counts one. */
        CODE_POINTS,
        /** Bytes of UTF-8. */
        UTF8_BYTES
    }

    /** Builds a profile. For one thread. */
    public static final class Builder {

        private final int maxLength;
        private final LengthUnit unit;
        private boolean buttons;
        private boolean threads;
        private boolean files;

        private Builder(int maxLength, LengthUnit unit) {
            this.maxLength = maxLength;
            this.unit = Objects.requireNonNull(unit, "unit");
        }

        /** {@return this builder, for a platform whose messages can carry buttons} */
        public Builder buttons() {
            this.buttons = true;
            return this;
        }

        /** {@return this builder, for a platform whose chats can have threads} */
        public Builder threads() {
            this.threads = true;
            return this;
        }

        /** {@return this builder, for a platform that takes files} */
        public Builder files() {
            this.files = true;
            return this;
        }

        /** {@return the profile} */
        public ChannelProfile build() {
            return new ChannelProfile(maxLength, unit, buttons, threads, files);
        }
    }
}
