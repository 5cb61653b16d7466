package dev.telecoder.platform.repo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.Secret;
import dev.telecoder.testkit.TestRepository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.eclipse.jgit.lib.Repository;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpRemoteTest {

    private static final String TOKEN = "s3cr3t-t0ken";

    @TempDir private Path temp;

    private TestRepository remote;
    private GitHttpServer server;

    @BeforeEach
    void start() throws IOException {
        remote = TestRepository.in(Files.createDirectory(temp.resolve("owner")));
        server = GitHttpServer.start(temp, TOKEN);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void clonesCommitsAndPushesWithATokenThatIsWrittenNowhere() throws Exception {
        Repos repos = repos(TOKEN);

        TaskCheckout checkout = repos.open("t1", server.url("owner/remote.git"), "", PushPolicy.ALLOW);
        Files.writeString(checkout.directory().resolve("README.md"), "mine\n");
        checkout.createBranch("telecoder/x", "");
        var commit = checkout.commit("Mine", List.of());
        boolean first = checkout.push("telecoder/x", false).already();
        boolean second = checkout.push("telecoder/x", false).already();

        assertThat(checkout.repo()).isEqualTo("owner/remote");
        assertThat(checkout.defaultBranch()).isEqualTo("main");
        assertThat(remote.head("telecoder/x")).contains(commit.id());
        assertThat(first).isFalse();
        assertThat(second).isTrue();
        assertThat(checkout.remoteHead("telecoder/x")).contains(commit.id());
        assertThat(server.authorizations()).isNotEmpty();
        try (Stream<Path> files = Files.walk(temp.resolve("workspaces"))) {
            assertThat(files.filter(Files::isRegularFile)).allSatisfy(file -> assertThat(
                    new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)).doesNotContain(TOKEN));
        }
    }

    @Test
    void refusesWhenTheRemoteMoved() throws Exception {
        TaskCheckout checkout = repos(TOKEN).open("t1", server.url("owner/remote.git"), "", PushPolicy.ALLOW);
        remote.commit("Other");
        remote.push("main");
        Files.writeString(checkout.directory().resolve("README.md"), "mine\n");
        checkout.commit("Mine", List.of());

        expect(Failure.REJECTED, "rebase", () -> checkout.push("main", false));
        checkout.push("main", true);

        assertThat(remote.head("main")).isEqualTo(checkout.head());
    }

    @Test
    void tellsMissingWrongAndWeakCredentialsApart() throws Exception {
        String url = server.url("owner/remote.git");

        expect(Failure.AUTHENTICATION, "github.token", () -> repos("").open("t1", url, "", PushPolicy.ALLOW));
        expect(Failure.AUTHENTICATION, "refused our credentials",
                () -> repos("wrong").open("t1", url, "", PushPolicy.ALLOW));
        TaskCheckout checkout = repos(TOKEN).open("t1", url, "", PushPolicy.ALLOW);
        server.refusePushes();
        Files.writeString(checkout.directory().resolve("README.md"), "mine\n");
        checkout.commit("Mine", List.of());
        expect(Failure.AUTHENTICATION, "right to write", () -> checkout.push("main", false));
    }

    @Test
    void tellsAMissingRepositoryFromAServerThatIsAway() throws Exception {
        expect(Failure.REJECTED, "no git repository", () -> repos(TOKEN).open("t1", server.url("owner/none.git"), "",
                PushPolicy.ALLOW));
        TaskCheckout checkout = repos(TOKEN).open("t1", server.url("owner/remote.git"), "", PushPolicy.ALLOW);
        server.close();
        expect(Failure.UNAVAILABLE, "could not be reached", () -> checkout.remoteHead("main"));

        TaskCheckout offline = repos(TOKEN).open("t2", checkout.url(), "", PushPolicy.ALLOW);

        assertThat(offline.head()).isEqualTo(checkout.head());
    }

    @Test
    void startsNoTaskFromARepositoryThatDidNotCome() throws Exception {
        server.sends(0);
        String url = server.url("owner/remote.git");

        expect(Failure.UNAVAILABLE, "could not be reached", () -> repos(TOKEN).open("t1", url, "", PushPolicy.ALLOW));
        expect(Failure.UNAVAILABLE, "could not be reached", () -> repos(TOKEN).open("t1", url, "", PushPolicy.ALLOW));
        server.sends(100);

        assertThat(repos(TOKEN).open("t1", url, "", PushPolicy.ALLOW).head()).isEqualTo(remote.head("main"));
    }

    @Test
    void keepsTheDefaultBranchWhereTheRestDoesNotCome() throws Exception {
        remote.git("checkout", "-q", "-b", "other");
        remote.write("large.txt", "x".repeat(10_000));
        remote.commit("Large");
        remote.push("other");
        remote.git("tag", "v1");
        remote.git("push", "-q", "origin", "v1");
        String url = server.url("owner/remote.git");
        server.sends(1);

        TaskCheckout checkout = repos(TOKEN).open("t1", url, "", PushPolicy.ALLOW);

        assertThat(checkout.head()).isEqualTo(remote.head("main"));
        assertThat(checkout.resolve("origin/other")).isEmpty();
        expect(Failure.UNAVAILABLE, "could not be reached",
                () -> repos(TOKEN).open("t2", url, "other", PushPolicy.ALLOW));
        server.sends(100);
        TaskCheckout other = repos(TOKEN).open("t2", url, "other", PushPolicy.ALLOW);
        assertThat(other.head()).isEqualTo(remote.head("other"));
        assertThat(other.resolve("v1")).isEqualTo(remote.head("other"));
    }

    @Test
    void bringsTheTagsThatDidNotComeTheFirstTime() throws Exception {
        remote.git("checkout", "-q", "--detach");
        remote.commit("On no branch");
        remote.git("tag", "v1");
        remote.git("push", "-q", "origin", "v1");
        String url = server.url("owner/remote.git");
        server.sends(1);
        assertThat(repos(TOKEN).open("t1", url, "", PushPolicy.ALLOW).resolve("v1")).isEmpty();

        server.sends(100);

        assertThat(repos(TOKEN).open("t2", url, "", PushPolicy.ALLOW).resolve("v1")).isPresent();
    }

    @Test
    void tellsARepositoryThatTakesTooLongFromAServerThatIsAway() throws Exception {
        HttpRemote slow = new HttpRemote(GitAddress.parse(server.url("owner/remote.git")), "owner/remote",
                address -> Optional.of(new Credentials.Login("x", new Secret(TOKEN))), Duration.ZERO);
        try (Repository mirror = new Mirror(temp.resolve("m.git"), slow, new ReentrantLock()).open()) {
            mirror.create(true);

            expect(Failure.UNAVAILABLE, "did not send all of owner/remote within 0 minutes",
                    () -> slow.mirrorTo(mirror));
        }
    }

    @Test
    void pushesFromAGivenFolder() throws Exception {
        remote.git("remote", "set-url", "origin", server.url("owner/remote.git"));
        FolderCheckout folder = repos(TOKEN).folder(remote.directory(), PushPolicy.ALLOW);
        remote.write("new.txt", "new");

        folder.commit("New", List.of());
        folder.push("main", false);

        assertThat(remote.head("main")).isEqualTo(folder.head());
    }

    private Repos repos(String token) {
        Credentials credentials = address -> token.isEmpty() ? Optional.empty()
                : Optional.of(new Credentials.Login("x", new Secret(token)));
        return new Repos(temp.resolve("workspaces"), List::of, credentials, () -> PushRules.DEFAULT, Clock.systemUTC());
    }

    private static void expect(Failure failure, String text, ThrowingCallable call) {
        assertThatThrownBy(call).asInstanceOf(type(PluginException.class)).satisfies(e -> {
            assertThat(e.failure()).as(e.getMessage()).isEqualTo(failure);
            assertThat(e).hasMessageContaining(text).hasMessageNotContaining(TOKEN);
        });
    }
}
