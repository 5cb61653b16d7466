package dev.telecoder.platform.repo;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.GpgConfig;
import org.eclipse.jgit.lib.GpgSignature;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.Signer;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.jspecify.annotations.Nullable;

/**
 * Signs commits as the user's own git configuration says: {@code commit.gpgsign}, {@code gpg.format},
 * {@code user.signingkey} and the programs under {@code gpg}. Nothing of a repository is read for it, so what is in one can
 * neither choose a key nor start a program. The configuration is read anew for each commit. Safe for many threads.
 */
public final class Signing {

    /** Signs nothing. */
    public static final Signing NONE = new Signing(Map.of());

    private static final String SETTINGS = "^(commit\\.gpgsign|user\\.(signingkey|name|email)|gpg\\..*)$";

    private final Map<String, String> environment;

    private Signing(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * Signs as the user of this process would.
     *
     * @param environment the process's environment: where the user's home, configuration, and agents are
     * @return what signs
     */
    public static Signing of(Map<String, String> environment) {
        return new Signing(Map.copyOf(environment));
    }

    /** {@return what signs the next commit, if the user wants it signed} */
    Optional<Signer> signer() {
        Map<String, String> settings = settings();
        if (!List.of("true", "yes", "on", "1")
                .contains(settings.getOrDefault("commit.gpgsign", "").toLowerCase(Locale.ROOT))) {
            return Optional.empty();
        }
        return Optional.of(new ByProgram(settings));
    }

    /** What git asks for beside the signer; it says nothing that could be taken from a repository. */
    static GpgConfig nothing() {
        return new GpgConfig(new Config());
    }

    private Map<String, String> settings() {
        if (!environment.containsKey("HOME") && !environment.containsKey("GIT_CONFIG_GLOBAL")) {
            return Map.of();
        }
        Map<String, String> settings = new HashMap<>();
        try {
            // Outside of any repository: only what the machine and the user set.
            HostProgram.Answer answer = program(Map.of("GIT_DIR", "/dev/null"))
                    .run(List.of("git", "config", "--includes", "-z", "--get-regexp", SETTINGS), new byte[0]);
            if (answer.exit() > 1) { // 1 is for nothing set
                throw unread(answer.brief());
            }
            for (String entry : answer.exit() == 0 ? answer.text().split("\0") : new String[0]) {
                int end = entry.indexOf('\n');
                // A key without a value is true.
                settings.put(end < 0 ? entry : entry.substring(0, end), end < 0 ? "true" : entry.substring(end + 1));
            }
        } catch (InterruptedIOException e) {
            throw unread(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return Map.of(); // where no git is installed, nobody configured it
        }
        return settings;
    }

    private static PluginException unread(String why) {
        return PluginException.of(Failure.REJECTED, "Nothing was committed: the user's git configuration, which says"
                + " whether commits are signed, cannot be read (" + why + "). Put it right.");
    }

    private static PluginException refused(String why) {
        return PluginException.of(Failure.REJECTED,
                "Nothing was committed: commit.gpgsign of the user's git configuration "
                        + "asks for a signature, but " + why + ". Put it right there, or set commit.gpgsign to false.");
    }

    private HostProgram program(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(environment);
        all.keySet().removeIf(name -> name.startsWith("GIT_") && !name.startsWith("GIT_CONFIG_"));
        all.putAll(more);
        return new HostProgram(all);
    }

    /** Has gpg or ssh-keygen sign, as the settings name them. */
    private final class ByProgram implements Signer {

        private final Map<String, String> settings;

        ByProgram(Map<String, String> settings) {
            this.settings = settings;
        }

        @Override
        public GpgSignature sign(@Nullable Repository repository, @Nullable GpgConfig config, byte[] data,
                PersonIdent committer, @Nullable String key, @Nullable CredentialsProvider credentials)
                throws IOException {
            String format = settings.getOrDefault("gpg.format", "openpgp").toLowerCase(Locale.ROOT);
            byte[] signature = switch (format) {
                case "ssh" -> ssh(data);
                case "openpgp" -> gpg(settings.getOrDefault("gpg.openpgp.program",
                        settings.getOrDefault("gpg.program", "gpg")), data);
                case "x509" -> gpg(settings.getOrDefault("gpg.x509.program", "gpgsm"), data);
                default -> throw refused("gpg.format is \"" + format + "\"; git knows openpgp, x509 and ssh");
            };
            return new GpgSignature(signature);
        }

        @Override
        public boolean canLocateSigningKey(@Nullable Repository repository, @Nullable GpgConfig config,
                PersonIdent committer, @Nullable String key, @Nullable CredentialsProvider credentials) {
            return true;
        }

        private byte[] gpg(String program, byte[] data) throws IOException {
            String key = settings.getOrDefault("user.signingkey", settings.getOrDefault("user.email", ""));
            if (key.isBlank()) {
                throw refused("neither user.signingkey nor user.email says with which key");
            }
            List<String> command = List.of(home(program), "--batch", "--no-tty", "--status-fd=2", "-bsau", key);
            HostProgram.Answer answer = run(command, data, Map.of());
            if (answer.exit() != 0 || !answer.errors().contains("[GNUPG:] SIG_CREATED ")) {
                throw refused(program + " does not sign with user.signingkey \"" + key + "\": " + answer.brief());
            }
            return answer.output();
        }

        private byte[] ssh(byte[] data) throws IOException {
            String key = settings.getOrDefault("user.signingkey", "").strip();
            if (key.isEmpty()) {
                throw refused("gpg.format is ssh, and user.signingkey names no key file or public key");
            }
            String program = settings.getOrDefault("gpg.ssh.program", "ssh-keygen");
            boolean literal = key.startsWith("key::") || key.startsWith("ssh-");
            Path file = literal ? Files.createTempFile("telecoder-key", ".pub") : Path.of(home(key));
            try {
                List<String> command = new ArrayList<>(List.of(home(program), "-Y", "sign", "-n", "git", "-f",
                        file.toString()));
                if (literal) {
                    Files.writeString(file, key.replaceFirst("^key::", "") + "\n");
                    command.add("-U"); // its private half is with the agent
                }
                // There is nobody who could type a passphrase; an agent has it, or it fails at once.
                HostProgram.Answer answer =
                        run(command, data, Map.of("SSH_ASKPASS", "/bin/false", "SSH_ASKPASS_REQUIRE", "force"));
                if (answer.exit() != 0 || !answer.text().startsWith("-----BEGIN SSH SIGNATURE-----")) {
                    throw refused(program + " does not sign with user.signingkey: " + answer.brief());
                }
                return answer.output();
            } finally {
                if (literal) {
                    Files.deleteIfExists(file);
                }
            }
        }

        private HostProgram.Answer run(List<String> command, byte[] data, Map<String, String> more) {
            try {
                return program(more).run(command, data);
            } catch (IOException e) {
                throw refused(command.getFirst() + " could not be run: " + e.getMessage());
            }
        }

        private String home(String path) {
            return path.startsWith("~/") ? environment.getOrDefault("HOME", "") + path.substring(1) : path;
        }
    }
}
