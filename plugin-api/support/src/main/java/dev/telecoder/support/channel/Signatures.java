package dev.telecoder.support.channel;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Checks what platforms sign with a shared secret. For any thread.
 *
 * @since 1.0
 */
public final class Signatures {

    private Signatures() {}

    /**
     * Computes an HMAC-SHA256.
     *
     * @param secret the secret
     * @param prefix what is signed before the body; may be empty
     * @param body the exact bytes
     * @return in lower-case hex
     */
    public static String hmacSha256(String secret, String prefix, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update(prefix.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java has no HmacSHA256.", e);
        }
    }

    /**
     * Compares two texts in a time that tells nothing about them.
     *
     * @param one a text
     * @param other a text
     * @return whether they are equal
     */
    public static boolean equal(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
