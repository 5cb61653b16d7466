package dev.telecoder.plugin.github;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.Secret;
import dev.telecoder.api.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/**
 * The private key of a GitHub App, which signs the tokens it introduces itself with (RFC 7519, RS256). GitHub hands it out in
 * PKCS#1 form; PKCS#8 is read too. Any number of threads may use it.
 */
final class AppKey {

    /** What stands before the key in PKCS#8: version 0, and that it is one for RSA (RFC 8017, A.1). */
    private static final byte[] RSA = {2, 1, 0, 0x30, 0x0d, 6, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7,
            0x0d, 1, 1, 1, 5, 0};

    /** GitHub's clock may be a little behind, and it takes none that holds for more than ten minutes. */
    private static final Duration SKEW = Duration.ofSeconds(60);
    private static final Duration LIFE = Duration.ofMinutes(9);

    private final PrivateKey key;

    private AppKey(PrivateKey key) {
        this.key = key;
    }

    static AppKey read(String file) {
        String place = file.startsWith("~/") ? System.getProperty("user.home") + file.substring(1) : file;
        try {
            return of(Files.readString(Path.of(place), StandardCharsets.US_ASCII));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw PluginException.of(Failure.CONFIGURATION, "github.private_key_file is " + file
                    + ", which cannot be read as a private key. Expected the .pem file that GitHub made for the App.",
                    e);
        }
    }

    static AppKey of(String pem) throws GeneralSecurityException {
        byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[^-]+-----", "").strip());
        byte[] wrapped = pem.contains("BEGIN RSA PRIVATE KEY") ? wrap(der) : der;
        return new AppKey(KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(wrapped)));
    }

    private static byte[] wrap(byte[] pkcs1) {
        return tagged(0x30, joined(RSA, tagged(4, pkcs1)));
    }

    private static byte[] tagged(int tag, byte[] content) {
        int length = content.length;
        byte[] head = length < 0x80 ? new byte[]{(byte) tag, (byte) length}
                : length < 0x100 ? new byte[]{(byte) tag, (byte) 0x81, (byte) length}
                        : new byte[]{(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
        return joined(head, content);
    }

    private static byte[] joined(byte[] one, byte[] other) {
        var all = new ByteArrayOutputStream();
        all.writeBytes(one);
        all.writeBytes(other);
        return all.toByteArray();
    }

    /** Makes the token an App introduces itself with. */
    Secret token(String app, Instant now) {
        String text = part("{\"alg\":\"RS256\",\"typ\":\"JWT\"}") + "."
                + part(JsonValue.object().put("iat", now.minus(SKEW).getEpochSecond())
                        .put("exp", now.plus(LIFE).getEpochSecond()).put("iss", app).build().toString());
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return new Secret(text + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign()));
        } catch (GeneralSecurityException e) {
            throw PluginException.of(Failure.CONFIGURATION,
                    "The key in github.private_key_file cannot sign. Make a new one in the App's settings.", e);
        }
    }

    private static String part(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
