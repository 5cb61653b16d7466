package dev.telecoder.plugin.discord;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/** Checks what Discord signs. */
final class Ed25519 {

    /** What stands before the 32 bytes of a key in the form that Java reads. */
    private static final String BEFORE = "302a300506032b6570032100";

    private Ed25519() {}

    /** Whether the time and the body were signed by whom the key belongs to. */
    static boolean isSigned(String publicKey, String time, byte[] body, String signature) {
        if (time.isEmpty() || !signature.matches("[0-9a-fA-F]{128}")) {
            return false;
        }
        try {
            Signature check = Signature.getInstance("Ed25519");
            check.initVerify(KeyFactory.getInstance("Ed25519")
                    .generatePublic(new X509EncodedKeySpec(HexFormat.of().parseHex(BEFORE + publicKey))));
            check.update(time.getBytes(StandardCharsets.UTF_8));
            check.update(body);
            return check.verify(HexFormat.of().parseHex(signature));
        } catch (GeneralSecurityException e) {
            return false; // a key or a signature that is none
        }
    }
}
