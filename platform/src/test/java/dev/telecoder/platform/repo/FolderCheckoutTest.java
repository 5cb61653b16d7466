package dev.telecoder.platform.repo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telecoder.api.repo.Checkout.Branch;
import dev.telecoder.api.repo.Checkout.Change;
import dev.telecoder.testkit.TestRepository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderCheckoutTest {

    @TempDir private Path temp;

    private Repos repos;

    @BeforeEach
    void make() {
        repos = new Repos(temp.resolve("workspaces"), List::of, Credentials.NONE, () -> PushRules.DEFAULT,
                Clock.systemUTC());
    }

    @Test
    void worksOnTheFolderItself() throws Exception {
        TestRepository remote = TestRepository.in(temp);
        remote.git("config", "user.name", "Anna");
        remote.git("config", "user.email", "anna@example.org");
        FolderCheckout folder = repos.folder(remote.directory(), PushPolicy.ALLOW);
        remote.write("new.txt", "new\n");

        List<Change> changes = folder.changes();
        folder.createBranch("telecoder/x", "");
        var commit = folder.commit("New", List.of());
        folder.push("telecoder/x", false);

        assertThat(changes).containsExactly(new Change("new.txt", Change.Kind.ADDED, 1, 0));
        assertThat(remote.head("telecoder/x")).contains(commit.id());
        assertThat(remote.git("status", "--porcelain")).isEmpty();
        assertThat(remote.git("show", "-s", "--format=%an <%ae>")).isEqualTo("Anna <anna@example.org>");
        assertThat(folder.defaultBranch()).isEqualTo("main");
        assertThat(folder.isRepository()).isTrue();
    }

    @Test
    void fetchesAndFollowsTheRemote() throws Exception {
        TestRepository remote = TestRepository.in(temp);
        Sh.run(temp, "git", "clone", "-q", remote.remote().toString(), "mine");
        remote.git("checkout", "-q", "-b", "topic");
        remote.write("topic.txt", "t");
        remote.commit("Topic");
        remote.push("topic");
        FolderCheckout folder = repos.folder(temp.resolve("mine"), PushPolicy.ALLOW);

        folder.switchTo("topic");

        assertThat(folder.head()).isEqualTo(remote.head("topic"));
        assertThat(Sh.run(temp.resolve("mine"), "git", "status", "--porcelain")).isEmpty();
        assertThat(folder.branches()).extracting(Branch::name).containsExactly("main", "topic");
    }

    @Test
    void worksInALinkedWorktree() throws Exception {
        TestRepository remote = TestRepository.in(temp);
        remote.git("worktree", "add", "-q", "-b", "side", temp.resolve("side").toString());
        FolderCheckout folder = repos.folder(temp.resolve("side"), PushPolicy.ALLOW);
        Files.writeString(temp.resolve("side/new.txt"), "new\n");

        folder.commit("New", List.of());
        folder.push("side", false);

        assertThat(folder.branch()).contains("side");
        assertThat(remote.head("side")).isEqualTo(folder.head());
        assertThat(Sh.run(temp.resolve("side"), "git", "status", "--porcelain")).isEmpty();
    }

    @Test
    void keepsSnapshotsOfAFolderThatIsNoRepository() throws Exception {
        Path plain = Files.createDirectory(temp.resolve("plain"));
        Files.writeString(plain.resolve("a.txt"), "a\n");
        FolderCheckout folder = repos.folder(plain, PushPolicy.ALLOW);
        String id = folder.snapshot();
        Files.writeString(plain.resolve("a.txt"), "changed\n");
        Files.writeString(plain.resolve("b.txt"), "b\n");

        folder.restore(id);

        assertThat(plain.resolve("a.txt")).hasContent("a\n");
        assertThat(plain.resolve("b.txt")).doesNotExist();
        assertThat(plain.resolve(".git")).doesNotExist();
        assertThat(folder.isRepository()).isFalse();
        assertThat(folder.binding().base()).isEmpty();
        assertThatThrownBy(() -> folder.commit("No", List.of())).hasMessageContaining("git init");
        assertThatThrownBy(() -> folder.restore("0".repeat(40))).hasMessageContaining("no snapshot");
    }

    @Test
    void makesTheFirstCommitOfARepositoryWithoutARemote() throws Exception {
        Path fresh = Files.createDirectory(temp.resolve("fresh"));
        Sh.run(fresh, "git", "init", "-q", "-b", "trunk");
        Files.writeString(fresh.resolve("a.txt"), "a\n");
        FolderCheckout folder = repos.folder(fresh, PushPolicy.ALLOW);
        String empty = folder.snapshot();

        var commit = folder.commit("First", List.of());

        assertThat(Sh.run(fresh, "git", "log", "--format=%s")).isEqualTo("First");
        assertThat(folder.head()).contains(commit.id());
        assertThatThrownBy(() -> folder.push("trunk", false)).hasMessageContaining("no remote");
        folder.restore(empty);
        assertThat(folder.head()).isEmpty();
        assertThat(fresh.resolve("a.txt")).hasContent("a\n");
    }

    @Test
    void isQuickWhereNothingChangedAmongTenThousandFiles() throws Exception {
        Path big = Files.createDirectory(temp.resolve("big"));
        Sh.run(big, "git", "init", "-q");
        for (int i = 0; i < 10_000; i++) {
            Path file = big.resolve("d" + i % 100 + "/f" + i + ".txt");
            Files.createDirectories(file.getParent());
            Files.writeString(file, "file " + i + "\n");
        }
        Sh.run(big, "sh", "-c", "git add -A; git -c user.name=x -c user.email=x commit -qm all; "
                + "find . -name '*.txt' -exec touch -d '2020-01-01' {} +");
        FolderCheckout folder = repos.folder(big, PushPolicy.ALLOW);

        long first = millis(folder::snapshot);
        long deadline = System.nanoTime() + 2_500_000_000L;
        while (System.nanoTime() < deadline) {
            folder.snapshot();
        }
        String id = folder.snapshot();
        long again = millis(folder::snapshot);
        long changes = millis(() -> folder.changes().toString());

        assertThat(folder.snapshot()).isEqualTo(id);
        assertThat(again).as("unchanged; the first took %s ms", first).isLessThan(5_000);
        assertThat(changes).isLessThan(5_000);
    }

    private static long millis(java.util.function.Supplier<String> work) {
        long start = System.nanoTime();
        work.get();
        return (System.nanoTime() - start) / 1_000_000;
    }
}
