package dev.telecoder.support.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The small program that a sandbox without a network runs inside: it passes on what connects to {@value #PORT} of its own
 * loopback to the Unix socket of the host's egress gateway. It needs no library and no program of the image. Many threads may
 * use it.
 *
 * <p>Its arguments: seconds to live (0 for ever), then port and socket, then {@code detach} to return once it listens.
 */
public final class Forwarder {

    /** Where it listens inside. */
    public static final int PORT = 3128;

    private static final String URL = "http://127.0.0.1:" + PORT;
    private static final String HERE = "localhost,127.0.0.1,::1";

    private Forwarder() {}

    /**
     * Puts the program into a folder.
     *
     * @param folder where to
     * @param processor as {@code os.arch} or the kernel names it
     * @return the program, or nothing for a processor it was not made for
     * @throws IOException if it cannot be written
     */
    public static Optional<Path> install(Path folder, String processor) throws IOException {
        String name = switch (processor) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "aarch64";
            default -> "";
        };
        if (name.isEmpty()) {
            return Optional.empty();
        }
        byte[] program;
        try (InputStream in = Forwarder.class.getResourceAsStream("forward-" + name)) {
            if (in == null) {
                throw new IOException("the program forward-" + name + " is missing in the plugin API's jar");
            }
            program = in.readAllBytes();
        }
        Files.createDirectories(folder);
        Path file = folder.resolve("forward-" + name);
        if (!Files.isExecutable(file) || !Arrays.equals(Files.readAllBytes(file), program)) {
            Path fresh = Files.createTempFile(folder, "forward", ".new");
            Files.write(fresh, program);
            if (!fresh.toFile().setExecutable(true, false) || !fresh.toFile().setReadable(true, false)) {
                throw new IOException("the program " + fresh + " cannot be made executable");
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        return Optional.of(file);
    }

    /**
     * Writes the variables by which programs find the way out: the usual ones of proxies, and those of Maven and Gradle, which
     * do not read the usual ones.
     *
     * @return names and values
     */
    public static Map<String, String> environment() {
        String java = "-Dhttp.proxyHost=127.0.0.1 -Dhttp.proxyPort=" + PORT
                + " -Dhttps.proxyHost=127.0.0.1 -Dhttps.proxyPort="
                + PORT + " -Dhttp.nonProxyHosts=localhost|127.0.0.1|[::1]";
        var variables = new LinkedHashMap<String, String>();
        for (String name : new String[]{"HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"}) {
            variables.put(name, URL);
        }
        variables.put("NO_PROXY", HERE);
        variables.put("no_proxy", HERE);
        // The second is for the resolver of Maven 3.9, which else ignores what the first sets.
        variables.put("MAVEN_OPTS", java + " -Daether.connector.http.useSystemProperties=true");
        variables.put("GRADLE_OPTS", java);
        return variables;
    }
}
