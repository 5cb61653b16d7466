package dev.telecoder.plugin.openai;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/** Ids of calls. OpenAI takes at most 40 characters, and a conversation may have been begun with a provider of longer ones. */
final class CallIds {

    private static final int LONGEST = 40;

    private CallIds() {}

    /** For a server that gives none. */
    static String make() {
        return "call_" + UUID.randomUUID().toString().replace("-", "");
    }

    /** The same for the same id, each time. */
    static String fitting(String id) {
        if (id.length() <= LONGEST) {
            return id;
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
            return "call_" + HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256.", impossible);
        }
    }
}
