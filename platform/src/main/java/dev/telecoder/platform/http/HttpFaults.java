package dev.telecoder.platform.http;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.http.HttpRequest;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** Explains why there was no answer, without showing more of the address than the host: a path may hold a token. */
final class HttpFaults {

    private HttpFaults() {}

    static PluginException of(HttpRequest request, IOException cause) {
        if (request.cancellation().map(CancellationToken::isCancelled).orElse(false)) {
            return PluginException.of(Failure.CANCELLED, "The call was cancelled.", cause);
        }
        if (Thread.currentThread().isInterrupted() || "interrupted".equals(cause.getMessage())) {
            // OkHttp clears the flag when it notices; whoever waits further up must see it too.
            Thread.currentThread().interrupt();
            return PluginException.of(Failure.CANCELLED, "The call was interrupted.", cause);
        }
        String who = who(request);
        String said = Redacted.text(String.valueOf(cause.getMessage()), request.headers());
        return switch (cause) {
            case AddressRefused _ ->
                    PluginException.of(Failure.REJECTED, said + " To allow it, name its address in config.yaml.");
            case UnknownHostException _ ->
                    unavailable(who + " was not found. Check the address, the network and DNS.", cause);
            case ConnectException _ ->
                    unavailable(who + " could not be reached: the connection was refused or timed out.", cause);
            case SSLException _ ->
                    unavailable(who + " could not be reached securely (" + said + "). Check the clock of this machine, "
                            + "and whether a proxy puts its own certificate in between.", cause);
            case InterruptedIOException _ when said.toLowerCase(Locale.ROOT).contains("connect") ->
                    unavailable(who + " could not be reached: the connection timed out.", cause);
            case InterruptedIOException _ ->
                    unavailable(who + " did not answer within " + request.timeout().toSeconds() + " s.", cause);
            default -> unavailable("The connection to " + who + " broke off"
                    + (cause.getMessage() == null ? "" : ": " + said) + ".", cause);
        };
    }

    static PluginException tooLarge(HttpRequest request) {
        return PluginException.of(
                Failure.REJECTED,
                "The answer of " + who(request) + " is larger than " + request.maxResponseBytes() + " bytes.");
    }

    static PluginException badAddress(HttpRequest request) {
        return PluginException.of(
                Failure.REJECTED,
                "An address of the scheme " + request.url().getScheme() + " on host " + who(request)
                        + " cannot be called. Expected http or https and a host.");
    }

    static String who(HttpRequest request) {
        String host = request.url().getHost();
        // A name with an underscore is no host to java.net.URI, but is one to Docker.
        String authority = request.url().getRawAuthority();
        return host != null ? host
                : authority == null ? "?" : authority.replaceFirst("^.*@", "").replaceFirst(":\\d+$", "");
    }

    private static PluginException unavailable(String message, IOException cause) {
        return PluginException.of(Failure.UNAVAILABLE, message, new IOException(Redacted.text(cause.toString())));
    }
}
