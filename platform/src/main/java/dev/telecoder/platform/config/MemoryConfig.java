package dev.telecoder.platform.config;

import dev.telecoder.api.Setting;

/**
 * The section {@code memory}.
 *
 * @param enabled whether earlier conversations may be recalled
 * @param embedder the embedder's id, or {@code none} to recall by words alone
 */
@Setting("What it remembers of past conversations.")
public record MemoryConfig(
        @Setting("Whether earlier conversations may be recalled; if not, memory.recall says so.") Boolean enabled,
        @Setting(value = "Which embedder finds what is alike in meaning; none recalls by words alone. "
                + "Not yet: nothing acts on it in this version.",
                examples = {
                        "none", "openai", "local"}) String embedder) {

    /** What holds where the section is wrong. */
    public static final MemoryConfig OFF = new MemoryConfig(false, "none");

    /** Sets what is left out. */
    public MemoryConfig {
        enabled = enabled == null ? Boolean.TRUE : enabled;
        embedder = embedder == null ? "none" : embedder;
    }
}
