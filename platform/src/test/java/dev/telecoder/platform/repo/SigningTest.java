package dev.telecoder.platform.repo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.telecoder.testkit.TestRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commits are signed with a real key, and git itself says whether the signature is good. */
class SigningTest {

    @TempDir private Path temp;

    private Path home;
    private TestRepository remote;
    private FolderCheckout folder;

    @BeforeEach
    void make() throws Exception {
        assumeTrue(installed("ssh-keygen"), "ssh-keygen is not installed");
        home = Files.createDirectory(temp.resolve("home"));
        remote = TestRepository.in(temp);
        Repos repos = new Repos(temp.resolve("workspaces"), List::of, Credentials.NONE, () -> PushRules.DEFAULT,
                Clock.systemUTC());
        repos.sign(
                Signing.of(Map.of("HOME", home.toString(), "PATH", System.getenv("PATH"), "GIT_CONFIG_NOSYSTEM", "1")));
        folder = repos.folder(remote.directory(), PushPolicy.ALLOW);
        remote.write("new.txt", "new\n");
    }

    @Test
    void signsWithTheSshKeyOfTheUsersConfiguration() throws Exception {
        Path key = key("");
        configure("[commit]\n\tgpgsign\n[gpg]\n\tformat = ssh\n[user]\n\tsigningkey = ~/key.pub\n");

        String commit = folder.commit("New", List.of()).id();

        assertThat(verified(key, commit)).contains("Good \"git\" signature for anna@example.org");
        assertThat(folder.signed(commit)).isTrue();
        assertThat(folder.signed(commit + "~1")).isFalse();
    }

    @Test
    void leavesCommitsUnsignedWhereTheUserDoesNotAskForIt() throws Exception {
        key("");
        configure("[gpg]\n\tformat = ssh\n[user]\n\tsigningkey = ~/key.pub\n");

        assertThat(folder.signed(folder.commit("New", List.of()).id())).isFalse();
    }

    @Test
    void commitsNothingWhereTheUsersConfigurationCannotBeRead() throws Exception {
        configure("[commit\n\tgpgsign = true\n");

        assertThatThrownBy(() -> folder.commit("New", List.of())).hasMessageContaining("Nothing was committed")
                .hasMessageContaining("cannot be read");
    }

    @Test
    void aRepositoryChoosesNeitherKeyNorProgram() throws Exception {
        Path key = key("");
        configure("[commit]\n\tgpgsign = true\n[gpg]\n\tformat = ssh\n[user]\n\tsigningkey = " + key + "\n");
        Path made = temp.resolve("made");
        Path program = Files.writeString(temp.resolve("evil.sh"), "#!/bin/sh\ntouch " + made + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        for (String name : List.of("gpg.program", "gpg.ssh.program", "gpg.openpgp.program",
                "gpg.ssh.defaultKeyCommand")) {
            remote.git("config", name, program.toString());
        }
        remote.git("config", "gpg.format", "openpgp");
        remote.git("config", "user.signingkey", "nobody");
        remote.git("config", "commit.gpgsign", "false");

        String commit = folder.commit("New", List.of()).id();

        assertThat(made).doesNotExist();
        for (String name : List.of("gpg.program", "gpg.ssh.program", "gpg.openpgp.program", "gpg.format")) {
            remote.git("config", "--unset", name);
        }
        assertThat(verified(key, commit)).contains("Good \"git\" signature");
    }

    @Test
    void commitsNothingWhereTheKeyCannotSign() throws Exception {
        key("a passphrase nobody types");
        configure("[commit]\n\tgpgsign = true\n[gpg]\n\tformat = ssh\n[user]\n\tsigningkey = ~/key\n");
        String before = folder.head().orElseThrow();

        assertThatThrownBy(() -> folder.commit("New", List.of())).hasMessageContaining("Nothing was committed")
                .hasMessageContaining("user.signingkey");
        configure("[commit]\n\tgpgsign = true\n[gpg]\n\tformat = ssh\n");
        assertThatThrownBy(() -> folder.commit("New", List.of())).hasMessageContaining("names no key");
        configure("[commit]\n\tgpgsign = true\n[gpg]\n\tformat = magic\n");
        assertThatThrownBy(() -> folder.commit("New", List.of())).hasMessageContaining("gpg.format is \"magic\"");

        assertThat(folder.head()).contains(before);
    }

    @Test
    void signsWithGpg() throws Exception {
        assumeTrue(installed("gpg"), "gpg is not installed");
        Path keys = keyring();
        try {
            Sh.run(home, "gpg", "--homedir", keys.toString(), "--batch", "--passphrase", "", "--quick-generate-key",
                    "Anna <anna@example.org>", "ed25519", "sign", "never");
            configure("[commit]\n\tgpgsign = true\n[user]\n\temail = anna@example.org\n");

            String commit = folder.commit("New", List.of()).id();

            assertThat(Sh.run(remote.directory(), "env", "GNUPGHOME=" + keys, "git", "verify-commit", commit))
                    .contains("Good signature from \"Anna <anna@example.org>\"");
        } finally {
            Sh.run(home, "gpgconf", "--homedir", keys.toString(), "--kill", "all");
        }
    }

    @Test
    void signsWithACertificate() throws Exception {
        assumeTrue(installed("gpg") && installed("gpgsm"), "gpg or gpgsm is not installed");
        Path keys = keyring();
        String at = "GNUPGHOME=" + keys;
        try {
            Sh.run(home, "gpg", "--homedir", keys.toString(), "--batch", "--passphrase", "", "--quick-generate-key",
                    "anna", "rsa2048", "sign", "never");
            String grip =
                    field(Sh.run(home, "env", at, "gpg", "--batch", "--with-colons", "--with-keygrip", "-K"), "grp");
            Path wish =
                    Files.writeString(keys.resolve("wish"), "Key-Type: RSA\nKey-Grip: " + grip + "\nKey-Usage: sign\n"
                            + "Serial: random\nName-DN: CN=Anna\nName-Email: anna@example.org\nHash-Algo: SHA256\n");
            Path certificate = keys.resolve("anna.pem");
            Sh.run(home, "env", at, "gpgsm", "--batch", "--gen-key", "--output", certificate.toString(),
                    wish.toString());
            Files.writeString(keys.resolve("gpgsm.conf"), "disable-crl-checks\n"); // they would be asked for over the network
            Sh.run(home, "env", at, "gpgsm", "--batch", "--import", certificate.toString());
            String print = field(Sh.run(home, "env", at, "gpgsm", "--batch", "--with-colons", "-K"), "fpr");
            configure("[commit]\n\tgpgsign = true\n[gpg]\n\tformat = x509\n[user]\n\tsigningkey = " + print + "\n");
            String before = folder.head().orElseThrow();
            assertThatThrownBy(() -> folder.commit("New", List.of())).as("nobody trusts the certificate yet")
                    .hasMessageContaining("Nothing was committed").hasMessageContaining("gpgsm does not sign");
            assertThat(folder.head()).contains(before);
            Files.writeString(keys.resolve("trustlist.txt"), print + " S relax\n");
            Sh.run(home, "gpgconf", "--homedir", keys.toString(), "--kill", "gpg-agent");

            String commit = folder.commit("New", List.of()).id();

            assertThat(folder.signed(commit)).isTrue();
            assertThat(Sh.run(remote.directory(), "env", at, "git", "-c", "gpg.format=x509", "verify-commit", commit))
                    .contains("Good signature from \"/CN=Anna\"");
        } finally {
            Sh.run(home, "gpgconf", "--homedir", keys.toString(), "--kill", "all");
        }
    }

    private Path keyring() throws IOException {
        return Files.createDirectory(home.resolve(".gnupg"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /** The tenth field of the first line of a kind, where gpg and gpgsm tell what identifies a key. */
    private static String field(String listing, String kind) {
        return listing.lines().filter(line -> line.startsWith(kind + ":")).findFirst().orElseThrow().split(":")[9];
    }

    private Path key(String passphrase) throws Exception {
        Path key = home.resolve("key");
        Sh.run(home, "ssh-keygen", "-q", "-t", "ed25519", "-N", passphrase, "-C", "anna", "-f", key.toString());
        return key;
    }

    private void configure(String text) throws IOException {
        Files.writeString(home.resolve(".gitconfig"), text);
    }

    private String verified(Path key, String commit) throws Exception {
        Path allowed = temp.resolve("allowed");
        Files.writeString(allowed, "anna@example.org " + Files.readString(key.resolveSibling("key.pub")));
        return Sh.run(remote.directory(), "git", "-c", "gpg.ssh.allowedSignersFile=" + allowed, "verify-commit",
                commit);
    }

    private static boolean installed(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
