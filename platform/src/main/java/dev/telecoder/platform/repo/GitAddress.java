package dev.telecoder.platform.repo;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a repository is, checked: no credentials in it, no program named by it.
 *
 * @param url what git is given
 * @param kind how it is reached
 * @param host the server; empty for this machine
 * @param path the path on the server, without {@code .git}
 */
record GitAddress(String url, Kind kind, String host, String path) {

    enum Kind { HTTP, SSH, GIT, LOCAL }

    private static final Pattern SCP = Pattern.compile("(?:([\\w.-]+)@)?([\\w.-]+):(?!/?/)([^:]+)");
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://.*");

    /** Tells an address from a name such as {@code myorg/api}. */
    static boolean looksLikeOne(String text) {
        return SCHEME.matcher(text).matches() || text.contains("::") || text.startsWith("/") || text.startsWith("./")
                || text.startsWith("../") || text.startsWith("~/") || text.startsWith("-")
                || SCP.matcher(text).matches();
    }

    static GitAddress parse(String given) {
        String text = given.strip();
        if (text.isEmpty() || text.startsWith("-") || text.contains("::") || text.chars().anyMatch(c -> c < ' ')) {
            throw refused(text);
        }
        Matcher scheme = SCHEME.matcher(text);
        if (scheme.matches()) {
            return switch (scheme.group(1).toLowerCase(Locale.ROOT)) {
                case "http", "https" -> network(text, Kind.HTTP);
                case "ssh", "git+ssh", "ssh+git" -> network(text, Kind.SSH);
                case "git" -> network(text, Kind.GIT);
                case "file" -> local(filePath(text));
                default -> throw refused(text);
            };
        }
        if (text.startsWith("~/")) {
            return local(Path.of(System.getProperty("user.home"), text.substring(2)));
        }
        Matcher scp = SCP.matcher(text);
        if (!text.startsWith("/") && !text.startsWith(".") && scp.matches()) {
            if (scp.group(2).startsWith("-")) {
                throw refused(text);
            }
            return new GitAddress(text, Kind.SSH, scp.group(2).toLowerCase(Locale.ROOT), plain(scp.group(3)));
        }
        return local(Path.of(text));
    }

    /** {@return the last two parts of the path, as in {@code owner/repo}} */
    String name() {
        String[] parts = path.split("/");
        String last = parts[parts.length - 1];
        return parts.length > 1 && !parts[parts.length - 2].isEmpty() ? parts[parts.length - 2] + "/" + last : last;
    }

    /** {@return what two spellings of one repository have in common} */
    String identity() {
        return kind == Kind.LOCAL ? "local:" + path : (host + "/" + path).toLowerCase(Locale.ROOT);
    }

    /** {@return the address as a URI, for what is asked about servers} */
    URI uri() {
        return switch (kind) {
            case LOCAL -> Path.of(path).toUri();
            case HTTP -> URI.create(url); // with its port, which is another server's where it is another
            default -> URI.create("https://" + host + "/");
        };
    }

    private static GitAddress network(String text, Kind kind) {
        try {
            URI uri = new URI(text);
            String host = uri.getHost();
            if (host == null || host.startsWith("-") || uri.getPath() == null || uri.getPath().length() < 2) {
                throw refused(withoutUser(text));
            }
            String user = uri.getRawUserInfo();
            if (user != null && (kind == Kind.HTTP || user.contains(":") || user.startsWith("-"))) {
                throw PluginException.of(Failure.REJECTED, "The address " + withoutUser(text)
                        + " carries a user or password. Give it without, and put a token into config.yaml (github.token).");
            }
            return new GitAddress(text, kind, host.toLowerCase(Locale.ROOT), plain(uri.getPath()));
        } catch (URISyntaxException e) {
            throw refused(withoutUser(text));
        }
    }

    private static Path filePath(String text) {
        try {
            URI uri = new URI(text);
            if (uri.getHost() != null && !uri.getHost().equals("localhost")) {
                throw refused(text);
            }
            return Path.of(uri.getPath());
        } catch (URISyntaxException e) {
            return Path.of(text.substring("file://".length()));
        }
    }

    private static GitAddress local(Path path) {
        String absolute = path.toAbsolutePath().normalize().toString();
        return new GitAddress("file://" + absolute, Kind.LOCAL, "", plainLocal(absolute));
    }

    private static String plain(String path) {
        String plain = path.replaceAll("^/+|/+$", "");
        return plain.endsWith(".git") && plain.length() > 4 ? plain.substring(0, plain.length() - 4) : plain;
    }

    private static String plainLocal(String path) {
        String plain = path.replaceAll("/\\.git$", "");
        return plain.endsWith(".git") && plain.length() > 4 ? plain.substring(0, plain.length() - 4) : plain;
    }

    private static String withoutUser(String text) {
        return text.replaceAll("//[^/@]*@", "//");
    }

    private static PluginException refused(String text) {
        return PluginException.of(Failure.REJECTED,
                "'" + text + "' is no address of a git repository. Expected something like "
                        + "https://github.com/owner/repo.git, git@host:owner/repo.git or file:///path/to/repo.");
    }
}
