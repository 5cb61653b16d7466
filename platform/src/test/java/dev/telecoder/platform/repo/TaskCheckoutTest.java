package dev.telecoder.platform.repo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.repo.Checkout.Branch;
import dev.telecoder.api.repo.Checkout.Change;
import dev.telecoder.api.repo.Checkout.Pushed;
import dev.telecoder.testkit.TestRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskCheckoutTest {

    @TempDir private Path temp;

    private TestRepository remote;
    private Repos repos;
    private TaskCheckout checkout;
    private final List<PushRequest> asked = new ArrayList<>();

    @BeforeEach
    void open() throws IOException {
        remote = TestRepository.in(Files.createDirectory(temp.resolve("remote")),
                Map.of("README.md", "# Test\n", "src/A.java", "class A {\n}\n"));
        repos = new Repos(temp.resolve("workspaces"),
                () -> List.of(new RepoSettings("myorg/api", remote.url().toString())),
                Credentials.NONE, () -> PushRules.DEFAULT, Clock.systemUTC());
        checkout = repos.open("t1", "myorg/api", "", asked::add);
    }

    @Test
    void isACloneOfItsOwnThatBorrowsTheMirrorsObjects() throws Exception {
        Path directory = checkout.directory();

        assertThat(directory).isEqualTo(temp.resolve("workspaces/tasks/t1/repo"));
        assertThat(directory.resolve(".git")).isDirectory();
        assertThat(Files.readString(directory.resolve(".git/objects/info/alternates")).strip())
                .isEqualTo(checkout.borrowedObjects().getFirst().toString());
        assertThat(checkout.branch()).contains("main");
        assertThat(checkout.head()).isEqualTo(remote.head("main"));
        assertThat(checkout.changes()).isEmpty();
        assertThat(checkout.isConfigured()).isTrue();
        assertThat(Sh.run(directory, "git", "status", "--porcelain")).isEmpty();
        assertThat(Sh.run(directory, "git", "log", "--format=%s", "origin/main")).isEqualTo("Begin");
        assertThat(Sh.run(directory, "git", "fsck", "--full")).doesNotContain("missing", "broken");
    }

    @Test
    void listsWhatChanged() throws Exception {
        Files.writeString(checkout.directory().resolve("README.md"), "# Test\nmore\n");
        Files.writeString(checkout.directory().resolve("new.txt"), "one\ntwo\n");
        Files.delete(checkout.directory().resolve("src/A.java"));
        Files.writeString(checkout.directory().resolve(".gitignore"), "target/\n");
        Files.createDirectories(checkout.directory().resolve("target"));
        Files.writeString(checkout.directory().resolve("target/x"), "x");

        List<Change> changes = checkout.changes();

        assertThat(changes).containsExactly(new Change(".gitignore", Change.Kind.ADDED, 1, 0),
                new Change("README.md", Change.Kind.MODIFIED, 1, 0), new Change("new.txt", Change.Kind.ADDED, 2, 0),
                new Change("src/A.java", Change.Kind.DELETED, 0, 2));
        assertThat(checkout.diff("", "", List.of("new.txt")).text()).contains("+one", "new file mode");
        assertThat(checkout.diff("", "", List.of("src")).changes()).hasSize(1);
    }

    @Test
    void commitsAndPushesABranch() throws Exception {
        checkout.createBranch("telecoder/fix", "");
        Files.writeString(checkout.directory().resolve("src/A.java"), "class A { int x; }\n");

        var commit = checkout.commit("Fix A\n\nTeleCoder-Run: r1\n", List.of());
        Pushed pushed = checkout.push("telecoder/fix", false);
        Pushed again = checkout.push("telecoder/fix", false);

        assertThat(commit.subject()).isEqualTo("Fix A");
        assertThat(remote.head("telecoder/fix")).contains(commit.id());
        assertThat(pushed).isEqualTo(
                new Pushed("telecoder/fix", commit.id(), "file://" + remote.remote(), false));
        assertThat(again.already()).isTrue();
        assertThat(remote.reflog("telecoder/fix")).hasSize(1);
        assertThat(asked).hasSize(1).first().satisfies(request -> {
            assertThat(request.paths()).containsExactly("src/A.java");
            assertThat(request.protectedBranch()).isFalse();
            assertThat(request.force()).isFalse();
            assertThat(request.oldCommit()).isEmpty();
        });
        assertThat(checkout.resolve(":/TeleCoder-Run: r1")).contains(commit.id());
        assertThat(checkout.resolve("origin/telecoder/fix")).contains(commit.id());
        assertThat(checkout.branches()).extracting(Branch::name, Branch::current, Branch::merged)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("main", false, true),
                        org.assertj.core.groups.Tuple.tuple("telecoder/fix", true, true));
        assertThat(remote.remoteGit("show", "-s", "--format=%an <%ae>", "telecoder/fix"))
                .isEqualTo("TeleCoder <telecoder@localhost>");
    }

    @Test
    void commitsOnlyTheNamedPaths() throws Exception {
        Files.writeString(checkout.directory().resolve("README.md"), "changed\n");
        Files.writeString(checkout.directory().resolve("src/New.java"), "class New {}\n");

        var commit = checkout.commit("Only src", List.of("src"));

        assertThat(checkout.diff(commit.id() + "~1", commit.id(), List.of()).changes()).extracting(Change::path)
                .containsExactly("src/New.java");
        assertThat(checkout.changes()).extracting(Change::path).containsExactly("README.md");
        assertThatThrownBy(() -> checkout.commit("Nothing", List.of("src"))).isInstanceOf(PluginException.class)
                .hasMessageContaining("nothing to commit").hasMessageContaining("README.md");
    }

    @Test
    void refusesAPushWhenTheRemoteMoved() throws Exception {
        remote.write("other.txt", "other");
        remote.commit("Other");
        remote.push("main");
        Files.writeString(checkout.directory().resolve("README.md"), "mine\n");
        checkout.commit("Mine", List.of());

        assertThatThrownBy(() -> checkout.push("main", false)).asInstanceOf(type(PluginException.class))
                .satisfies(e -> assertThat(e.failure()).isEqualTo(Failure.REJECTED)).extracting(Throwable::getMessage)
                .asString()
                .contains("rebase");
        assertThat(asked).isEmpty();

        checkout.push("main", true);

        assertThat(remote.head("main")).isEqualTo(checkout.head());
        assertThat(asked).hasSize(1).first().satisfies(request -> {
            assertThat(request.force()).isTrue();
            assertThat(request.protectedBranch()).isTrue();
        });
    }

    @Test
    void pushesNothingThePolicyRefuses() throws Exception {
        TaskCheckout guarded = repos.open("t1", "myorg/api", "", request -> {
            throw PluginException.of(Failure.REJECTED, "no");
        });
        Files.createDirectories(guarded.directory().resolve(".github/workflows"));
        Files.writeString(guarded.directory().resolve(".github/workflows/ci.yml"), "on: push\n");
        guarded.commit("CI", List.of());

        assertThatThrownBy(() -> guarded.push("main", false)).hasMessage("no");

        assertThat(remote.reflog("main")).hasSize(1);
        assertThat(guarded.preview("main", false)).hasValueSatisfying(
                request -> assertThat(request.askPaths()).containsExactly(".github/workflows/ci.yml"));
    }

    @Test
    void tellsWhenTheRemoteItselfRefuses() throws Exception {
        Path hook = remote.remote().resolve("hooks/pre-receive");
        Files.writeString(hook, "#!/bin/sh\necho 'no pushes on Sundays' >&2\nexit 1\n");
        hook.toFile().setExecutable(true);
        Files.writeString(checkout.directory().resolve("README.md"), "mine\n");
        checkout.commit("Mine", List.of());

        assertThatThrownBy(() -> checkout.push("main", false)).isInstanceOf(PluginException.class)
                .hasMessageContaining("pre-receive hook declined").hasMessageContaining("no pushes on Sundays");
    }

    @Test
    void bringsBackASnapshot() throws Exception {
        Files.writeString(checkout.directory().resolve("new.txt"), "new\n");
        Files.writeString(checkout.directory().resolve("README.md"), "changed\r\n");
        Sh.run(checkout.directory(), "git", "add", "README.md");
        String status = Sh.run(checkout.directory(), "git", "status", "--porcelain");
        String head = checkout.head().orElseThrow();
        String id = checkout.snapshot();
        Binding binding = checkout.binding();

        checkout.createBranch("other", "");
        checkout.commit("All", List.of());
        Files.delete(checkout.directory().resolve("src/A.java"));
        Files.delete(checkout.directory().resolve("src"));
        Files.createSymbolicLink(checkout.directory().resolve("src"), temp);
        Files.writeString(checkout.directory().resolve("later.txt"), "later");
        assertThat(checkout.binding()).isNotEqualTo(binding);
        checkout.restore(id);

        assertThat(Sh.run(checkout.directory(), "git", "status", "--porcelain")).isEqualTo(status);
        assertThat(checkout.branch()).contains("main");
        assertThat(checkout.head()).contains(head);
        assertThat(checkout.branches()).extracting(Branch::name).containsExactly("main");
        assertThat(checkout.directory().resolve("README.md")).hasContent("changed\r\n");
        assertThat(checkout.directory().resolve("src/A.java")).exists();
        assertThat(temp.resolve("A.java")).doesNotExist();
        assertThat(checkout.directory().resolve("later.txt")).doesNotExist();
        assertThat(checkout.binding()).isEqualTo(binding);
        assertThat(checkout.snapshot()).isEqualTo(id);
    }

    @Test
    void bringsBackASnapshotWhoseCommitsWereDestroyed() throws Exception {
        Files.writeString(checkout.directory().resolve("README.md"), "mine\n");
        var commit = checkout.commit("Mine", List.of());
        String id = checkout.snapshot();

        Sh.run(checkout.directory(), "sh", "-c", "rm -rf .git/objects/?? .git/refs/heads/main README.md");
        checkout.restore(id);

        assertThat(checkout.head()).contains(commit.id());
        assertThat(checkout.changes()).isEmpty();
        assertThat(Sh.run(checkout.directory(), "git", "fsck")).doesNotContain("missing");
    }

    @Test
    void seesAChangeThatKeepsSizeAndTime() throws Exception {
        Path file = checkout.directory().resolve("README.md");
        Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.fromMillis(1_000_000_000_000L));
        String before = checkout.treeOf();

        Files.writeString(file, "# Tesk\n");
        Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.fromMillis(1_000_000_000_000L));

        assertThat(checkout.treeOf()).isNotEqualTo(before);
    }

    @Test
    void opensTheSameCloneAgainAndFurtherOnesBesideIt() throws Exception {
        Files.writeString(checkout.directory().resolve("README.md"), "mine\n");
        TestRepository second = TestRepository.in(Files.createDirectory(temp.resolve("second")));

        TaskCheckout again = repos.open("t1", remote.url().toString(), "", PushPolicy.ALLOW);
        TaskCheckout other = repos.open("t1", second.remote().toString(), "", PushPolicy.ALLOW);

        assertThat(again.directory()).isEqualTo(checkout.directory());
        assertThat(again.changes()).hasSize(1);
        assertThat(other.repo()).isEqualTo("second/remote");
        assertThat(other.isConfigured()).isFalse();
        assertThat(other.directory()).startsWith(temp.resolve("workspaces/tasks/t1/repos"));
        assertThat(repos.checkouts("t1", PushPolicy.ALLOW)).extracting(TaskCheckout::repo)
                .containsExactly("myorg/api", "second/remote");
        assertThat(repos.tasks()).singleElement().satisfies(task -> assertThat(task.bytes()).isPositive());

        repos.remove("t1");

        assertThat(repos.tasks()).isEmpty();
        assertThat(repos.checkouts("t1", PushPolicy.ALLOW)).isEmpty();
    }

    @Test
    void switchesAndDeletesBranches() throws Exception {
        remote.git("checkout", "-q", "-b", "topic");
        remote.write("topic.txt", "t");
        remote.commit("Topic");
        remote.push("topic");

        checkout.switchTo("topic");
        assertThat(checkout.directory().resolve("topic.txt")).exists();
        Files.writeString(checkout.directory().resolve("topic.txt"), "mine");

        assertThatThrownBy(() -> checkout.switchTo("main")).hasMessageContaining("topic.txt");
        assertThatThrownBy(() -> checkout.deleteBranch("topic")).hasMessageContaining("checked out");
        assertThatThrownBy(() -> checkout.createBranch("topic", "")).hasMessageContaining("already");
        assertThatThrownBy(() -> checkout.createBranch("a..b", "")).hasMessageContaining("no valid name");
        assertThatThrownBy(() -> checkout.switchTo("nowhere")).hasMessageContaining("no branch nowhere");
        checkout.commit("More", List.of());
        checkout.switchTo("main");
        assertThat(checkout.branches()).filteredOn(branch -> branch.name().equals("topic")).singleElement()
                .extracting(Branch::merged).isEqualTo(false);
        checkout.deleteBranch("topic");
        assertThat(checkout.branches()).hasSize(1);
    }

    @Test
    void saysWhatIsNoRepository() {
        assertThatThrownBy(() -> repos.open("t2", "no/such", "", PushPolicy.ALLOW)).hasMessageContaining("myorg/api");
        assertThatThrownBy(() -> repos.open("t2", "file://" + temp + "/nowhere.git", "", PushPolicy.ALLOW))
                .asInstanceOf(type(PluginException.class))
                .satisfies(e -> assertThat(e.failure()).isEqualTo(Failure.REJECTED))
                .extracting(Throwable::getMessage).asString().contains("There is no git repository at");
        assertThatThrownBy(() -> repos.open("t2", temp.toString(), "", PushPolicy.ALLOW))
                .hasMessageContaining("There is no git repository at");
        assertThatThrownBy(() -> repos.open("t2", "myorg/api", "nope", PushPolicy.ALLOW))
                .hasMessageContaining("no branch nope");
        for (String bad : List.of("ext::sh -c touch% x", "--upload-pack=touch x", "https://me:secret@host/a/b.git",
                "ssh://-oProxyCommand=x/y", "javascript://x/y")) {
            assertThatThrownBy(() -> repos.open("t2", bad, "", PushPolicy.ALLOW)).isInstanceOf(PluginException.class)
                    .hasMessageNotContaining("secret");
        }
    }

    @Test
    void startsFromTheMirrorWhenTheRemoteIsAway() throws Exception {
        Files.move(remote.remote(), temp.resolve("away.git"));
        Files.createDirectory(remote.remote());

        assertThatThrownBy(() -> checkout.remoteHead("main")).isInstanceOf(PluginException.class);
        assertThat(checkout.log("", 5)).hasSize(1);
    }
}
