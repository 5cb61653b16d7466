package dev.telecoder.platform.plugin;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.http.HttpRequest;
import dev.telecoder.platform.http.HostHttp;
import dev.telecoder.platform.plugin.InstallRefused.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file that somebody wants to install, brought here and checked against the checksum it must have.
 *
 * @param sha256 its checksum
 * @param from where it came from, without what may be a secret
 */
record Fetched(String sha256, String from) {

    private static final Pattern SHA256 = Pattern.compile("(?<![0-9a-fA-F])[0-9a-fA-F]{64}(?![0-9a-fA-F])");
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int SHORT_FILE = 64 * 1024;

    /** Brings the file to a place; what must be true of it before it is looked at is true then. */
    static Fetched to(Path place, InstallRequest wanted, HostHttp http) throws IOException {
        String given = wanted.sha256().strip().toLowerCase(Locale.ROOT).replaceFirst("^sha256:", "");
        if (!given.isEmpty() && !SHA256.matcher(given).matches()) {
            throw new InstallRefused(Kind.INVALID, "The checksum is \"" + wanted.sha256()
                    + "\". Expected SHA-256, 64 hexadecimal digits.");
        }
        String source = wanted.source().strip();
        boolean web = source.toLowerCase(Locale.ROOT).matches("https?://.*");
        if (!web && source.matches("[A-Za-z][A-Za-z0-9+.-]+://.*")) {
            throw new InstallRefused(Kind.INVALID, "A plugin is installed from a file or an http(s) address, not from "
                    + source + ".");
        }
        return web ? download(place, uri(source), given, wanted.insecure(), http) : copy(place, source, given);
    }

    private static Fetched copy(Path place, String source, String given) throws IOException {
        Path file = Path.of(source);
        if (!Files.isRegularFile(file)) {
            throw new InstallRefused(Kind.INVALID, "There is no file " + source
                    + ". Give the path of a plugin's jar or zip, or its http(s) address.");
        }
        if (Files.size(file) > InstallRequest.MAX_BYTES) {
            throw tooLarge(source);
        }
        Path beside = file.resolveSibling(file.getFileName() + ".sha256");
        String expected = given;
        if (expected.isEmpty() && Files.isRegularFile(beside) && Files.size(beside) < SHORT_FILE) {
            expected = checksumIn(Files.readString(beside)).orElse("");
        }
        MessageDigest digest = digester();
        try (InputStream in = Files.newInputStream(file);
                OutputStream out = new DigestOutputStream(Files.newOutputStream(place), digest)) {
            in.transferTo(out);
        }
        return checked(digest, expected, file.toString());
    }

    private static Fetched download(Path place, URI address, String given, boolean insecure, HostHttp http)
            throws IOException {
        String shown = shown(address);
        boolean trusted = address.getScheme().equalsIgnoreCase("https") || loopback(address);
        String expected = given.isEmpty() && trusted ? beside(address, http) : given;
        if (expected.isEmpty() && !insecure && !loopback(address)) {
            throw new InstallRefused(Kind.CONFLICT,
                    "Nothing says what " + shown + " must look like, so it is not taken."
                            + " Give its SHA-256 with --sha256, or publish it beside the file over https as "
                            + fileName(address) + ".sha256; --insecure takes it unchecked.");
        }
        MessageDigest digest = digester();
        int status;
        try (OutputStream out = new DigestOutputStream(Files.newOutputStream(place), digest)) {
            status = http.download(request(address, InstallRequest.MAX_BYTES), out);
        } catch (PluginException e) {
            throw e.failure() == Failure.REJECTED && Files.size(place) > InstallRequest.MAX_BYTES - 65_536
                    ? tooLarge(shown)
                    : new InstallRefused(Kind.UNAVAILABLE, shown + " could not be fetched: " + e.getMessage());
        }
        if (status / 100 != 2) {
            throw new InstallRefused(Kind.UNAVAILABLE, shown + " could not be fetched: the server answered " + status
                    + ". Check the address.");
        }
        return checked(digest, expected, shown);
    }

    private static String beside(URI address, HostHttp http) {
        URI at = URI.create(address.toString().replaceFirst("(?=[?#]|$)", ".sha256"));
        try {
            var answer = http.send(request(at, SHORT_FILE));
            return answer.succeeded() ? checksumIn(answer.text()).orElse("") : "";
        } catch (PluginException e) {
            return "";
        }
    }

    private static HttpRequest request(URI address, long limit) {
        return HttpRequest.get(address).withTimeout(PATIENCE).withMaxResponseBytes(limit);
    }

    private static Optional<String> checksumIn(String text) {
        Matcher found = SHA256.matcher(text);
        return found.find() ? Optional.of(found.group().toLowerCase(Locale.ROOT)) : Optional.empty();
    }

    private static Fetched checked(MessageDigest digest, String expected, String from) {
        String actual = HexFormat.of().formatHex(digest.digest());
        if (!expected.isEmpty() && !expected.equals(actual)) {
            throw new InstallRefused(Kind.CONFLICT, from + " has the SHA-256 " + actual + ", expected was " + expected
                    + ". It was changed on its way or is another version: it is not installed.");
        }
        return new Fetched(actual, from);
    }

    /** The checksum of a file. */
    static String checksumOf(Path file) throws IOException {
        MessageDigest digest = digester();
        try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            Files.copy(file, out);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest digester() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }

    private static URI uri(String source) {
        URI uri;
        try {
            uri = URI.create(source);
        } catch (IllegalArgumentException e) {
            throw new InstallRefused(Kind.INVALID, "That is no address: " + e.getMessage());
        }
        if (uri.getHost() == null) {
            throw new InstallRefused(Kind.INVALID, "The address " + shown(uri) + " names no host.");
        }
        return uri;
    }

    private static boolean loopback(URI address) {
        String host = address.getHost().replaceAll("^\\[|]$", "");
        try {
            return host.equals("localhost")
                    || host.matches("[0-9.]+|.*:.*") && InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static String fileName(URI address) {
        String path = address.getPath() == null ? "" : address.getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** User, password and query may be secrets. */
    private static String shown(URI address) {
        return address.getScheme() + "://" + address.getHost()
                + (address.getPort() < 0 ? "" : ":" + address.getPort()) + address.getPath();
    }

    private static InstallRefused tooLarge(String what) {
        return new InstallRefused(Kind.TOO_LARGE,
                what + " is larger than " + (InstallRequest.MAX_BYTES >> 20) + " MB, the most a plugin may have.");
    }
}
