package dev.telecoder.platform.config;

/**
 * The section {@code memory}.
 *
 * @param enabled whether earlier conversations may be recalled
 * @param embedder the embedder's id, or {@code none} to recall by words alone
 */
public record MemoryConfig(Boolean enabled, String embedder) {

    /** What holds where the section is wrong. */
    public static final MemoryConfig OFF = new MemoryConfig(false, "none");

    /** Sets what is left out. */
    public MemoryConfig {
        enabled = enabled == null ? Boolean.TRUE : enabled;
        embedder = embedder == null ? "none" : embedder;
    }
}
