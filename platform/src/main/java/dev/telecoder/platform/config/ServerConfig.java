package dev.telecoder.platform.config;

import dev.telecoder.api.Setting;
import java.net.URI;
import java.util.Optional;

/**
 * The section {@code server}: where the host listens.
 *
 * @param host the address to listen on; loopback unless set
 * @param port the port; 0 takes any that is free
 * @param publicUrl the address behind a proxy, whose Host is then accepted
 * @param openaiApi whether the OpenAI-compatible routes are on
 */
@Setting("Where TeleCoder listens. A change holds from the next start on.")
public record ServerConfig(@Setting(
        value = "The address to listen on. Every request but the checks of health needs a login, wherever it comes from.",
        examples = {
                "0.0.0.0", "::1"}) String host,
        @Setting(value = "The port; 0 takes any that is free.", min = 0, max = 65_535, examples = "8080") Integer port,
        @Setting(
                value = "The address people use behind a proxy, whose Host is then accepted; with https the cookie is sent over https only.",
                examples = "https://bot.example.com") Optional<URI> publicUrl,
        @Setting("Whether other programs may use /v1/chat/completions and /v1/models, with a token. A change holds from the next start on.") boolean openaiApi) {

    /** What holds without the section. */
    public static final ServerConfig DEFAULTS = new ServerConfig("127.0.0.1", 7080, Optional.empty(), false);

    /** Sets what is left out, and checks the port and the address. */
    public ServerConfig {
        host = host == null ? "127.0.0.1" : host;
        port = port == null ? Integer.valueOf(7080) : port;
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port is " + port + ", expected 0 to 65535");
        }
        publicUrl.ifPresent(url -> {
            if (url.getHost() == null || url.getScheme() == null || !url.getScheme().startsWith("http")) {
                throw new IllegalArgumentException(
                        "public_url must be a whole address such as https://bot.example.com");
            }
        });
    }

    /** {@return whether only this machine can connect} */
    public boolean loopback() {
        return host.equals("localhost") || host.equals("::1") || host.startsWith("127.");
    }
}
