package dev.telecoder.platform.repo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telecoder.api.PluginException;
import dev.telecoder.testkit.TestRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each row is something code in the sandbox may leave behind; none of it may run or lead out when the host works on it. */
class HostileGitTest {

    @TempDir private Path temp;

    private TestRepository remote;
    private Repos repos;
    private TaskCheckout checkout;
    private Path marker;

    @BeforeEach
    void open() throws IOException {
        remote = TestRepository.in(Files.createDirectory(temp.resolve("remote")), Map.of("README.md", "# Test\n",
                "src/A.java", "class A {}\n"));
        repos = new Repos(temp.resolve("workspaces"), List::of, Credentials.NONE, () -> PushRules.DEFAULT,
                Clock.systemUTC());
        checkout = repos.open("t1", remote.url().toString(), "", PushPolicy.ALLOW);
        marker = temp.resolve("marker");
    }

    static Stream<String> programs() {
        return Stream.of(
                // hooks of all kinds
                "for h in pre-commit commit-msg prepare-commit-msg post-commit pre-push post-checkout post-index-change "
                        + "reference-transaction pre-receive post-receive update; do printf '#!/bin/sh\\ntouch MARKER\\n' "
                        + "> .git/hooks/$h; chmod +x .git/hooks/$h; done",
                "mkdir -p h; printf '#!/bin/sh\\ntouch MARKER\\n' > h/pre-commit; for h in pre-push post-commit commit-msg; do cp h/pre-commit h/$h; done; chmod +x h/*; "
                        + "git config core.hooksPath \"$PWD/h\"",
                "git config core.fsmonitor 'touch MARKER;'",
                "git config filter.x.clean 'touch MARKER; cat'; git config filter.x.smudge 'touch MARKER; cat'; "
                        + "git config filter.x.process 'touch MARKER'; git config filter.x.required true; "
                        + "echo '* filter=x' > .gitattributes",
                "git config diff.external 'touch MARKER'; git config diff.x.textconv 'touch MARKER; cat'; "
                        + "git config diff.x.command 'touch MARKER'; echo '* diff=x' > .gitattributes",
                "git config merge.x.driver 'touch MARKER'; echo '* merge=x' > .gitattributes",
                "git config core.sshCommand 'touch MARKER;'; git config remote.origin.url ssh://x.invalid/y",
                "git config remote.origin.url 'ext::sh -c touch% MARKER'; git config protocol.ext.allow always",
                "git config remote.origin.receivepack 'touch MARKER; git-receive-pack'; "
                        + "git config remote.origin.uploadpack 'touch MARKER; git-upload-pack'",
                "git config remote.origin.vcs 'x'; git config remote.origin.pushurl 'ext::sh -c touch% MARKER'",
                "git config credential.helper '!touch MARKER;'",
                "git config url.'ext::sh -c touch% MARKER #'.insteadOf file://",
                "git config commit.gpgSign true; printf '#!/bin/sh\\ntouch MARKER\\n' > gpg.sh; chmod +x gpg.sh; "
                        + "git config gpg.program \"$PWD/gpg.sh\"; git config push.gpgSign true",
                "git config core.editor 'touch MARKER;'; git config sequence.editor 'touch MARKER;'; "
                        + "git config core.pager 'touch MARKER;'; git config core.askPass 'touch MARKER;'",
                "printf '[core]\\n\\tfsmonitor = touch MARKER;\\n\\thooksPath = .git/evil\\n' > evil.config; "
                        + "git config include.path \"$PWD/evil.config\"; git config includeIf.gitdir:/.path \"$PWD/evil.config\"",
                "git config core.alternateRefsCommand 'touch MARKER;'; git config uploadpack.packObjectsHook 'touch MARKER;'",
                "git config extensions.worktreeConfig true; printf '[core]\\n\\tfsmonitor = touch MARKER;\\n' > .git/config.worktree");
    }

    @ParameterizedTest
    @MethodSource("programs")
    void runsNoProgramTheCloneNames(String attack) throws Exception {
        Sh.run(checkout.directory(), "sh", "-c", "mkdir -p .git/hooks; " + attack.replace("MARKER", marker.toString()));
        Files.deleteIfExists(marker);

        useAll();

        assertThat(marker).doesNotExist();
        assertThat(remote.head("telecoder/x")).isEqualTo(checkout.head());
        assertThat(Files.readString(checkout.directory().resolve(".git/config"))).doesNotContain(marker.toString());
    }

    @Test
    void runsNoProgramAGivenFolderNames() throws Exception {
        List<String> attacks = programs().filter(attack -> !attack.contains("remote.origin.")).toList();
        for (String attack : attacks) {
            Sh.run(remote.directory(), "sh", "-c",
                    "mkdir -p .git/hooks; " + attack.replace("MARKER", marker.toString()));
        }
        Files.deleteIfExists(marker);
        String config = Files.readString(remote.directory().resolve(".git/config"));
        FolderCheckout folder = repos.folder(remote.directory(), PushPolicy.ALLOW);

        folder.createBranch("telecoder/y", "");
        folder.commit("All", List.of());
        folder.push("telecoder/y", false);
        folder.fetch();
        folder.restore(folder.snapshot());

        assertThat(marker).doesNotExist();
        assertThat(remote.head("telecoder/y")).isEqualTo(folder.head());
        assertThat(remote.directory().resolve(".git/config")).hasContent(config);
    }

    @Test
    void refusesAGitFolderThatIsALinkOrFile() throws Exception {
        Path outside = Files.createDirectory(temp.resolve("outside"));
        Sh.run(checkout.directory(), "sh", "-c", "mv .git " + outside + "/git; ln -s " + outside + "/git .git");

        assertThatThrownBy(() -> checkout.changes()).isInstanceOf(PluginException.class)
                .hasMessageContaining("replaced by a link");

        Sh.run(checkout.directory(), "sh", "-c", "rm .git; echo 'gitdir: " + outside + "/git' > .git");

        assertThatThrownBy(() -> checkout.head()).isInstanceOf(PluginException.class)
                .hasMessageContaining("replaced by a link");
    }

    @Test
    void readsNoObjectsFromElsewhere() throws Exception {
        Path secret = Files.createDirectory(temp.resolve("secret"));
        TestRepository other = TestRepository.in(secret, Map.of("secret.txt", "secret"));
        String commit = other.head("main").orElseThrow();
        Sh.run(checkout.directory(), "sh", "-c",
                "echo " + other.directory() + "/.git/objects >> .git/objects/info/alternates");

        assertThat(checkout.resolve(commit)).isEmpty();
        assertThat(Files.readString(checkout.directory().resolve(".git/objects/info/alternates")))
                .doesNotContain("secret");

        Sh.run(checkout.directory(), "sh", "-c",
                "ln -s " + other.directory() + "/.git/refs/heads .git/refs/heads/evil; "
                        + "ln -s " + other.directory()
                        + "/.git/objects/pack .git/objects/aa; ln -sf /etc/passwd .git/COMMIT_EDITMSG");

        assertThat(checkout.branches()).hasSize(1);
        assertThat(checkout.directory().resolve(".git/COMMIT_EDITMSG")).doesNotExist();
    }

    @Test
    @org.junit.jupiter.api.Timeout(value = 30, threadMode = org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD)
    void waitsAtNoPipe() throws Exception {
        Sh.run(checkout.directory(), "sh", "-c",
                "rm README.md; for f in README.md pipe src/pipe .gitattributes .gitignore"
                        + " .git/info/exclude .git/info/attributes .git/MERGE_MSG .git/FETCH_HEAD; do rm -f $f; mkfifo $f; done");

        useAll();

        assertThat(checkout.directory().resolve("pipe")).exists();
        assertThat(remote.head("telecoder/x")).isEqualTo(checkout.head());
        assertThat(Sh.run(checkout.directory(), "git", "ls-tree", "-r", "--name-only", "HEAD").lines())
                .containsExactly("new.txt", "src/A.java");
    }

    @Test
    void staysInItsWorkingTree() throws Exception {
        Path outside = Files.createDirectory(temp.resolve("outside"));
        Files.writeString(outside.resolve("A.java"), "outside\n");
        Sh.run(checkout.directory(), "sh", "-c",
                "git config core.worktree " + outside + "; echo " + outside + " > .git/commondir");

        useAll();

        assertThat(outside.resolve("A.java")).hasContent("outside\n");
        assertThat(outside).isDirectoryContaining(path -> path.endsWith("A.java"));
        assertThat(Files.list(outside)).hasSize(1);
    }

    @Test
    void writesThroughNoLinkWhenItSwitchesOrGoesBack() throws Exception {
        Path outside = Files.createDirectory(temp.resolve("outside"));
        remote.git("checkout", "-q", "-b", "topic");
        remote.write("lib/B.java", "class B {}\n");
        remote.write("src/A.java", "class A { int topic; }\n");
        remote.commit("Topic");
        remote.push("topic");
        String snapshot = checkout.snapshot();
        checkout.fetch();
        Files.createSymbolicLink(checkout.directory().resolve("lib"), outside);

        try {
            checkout.switchTo("topic");
        } catch (PluginException refused) {
            assertThat(refused).hasMessageContaining("lib");
        }
        assertThat(outside).isEmptyDirectory();

        Sh.run(checkout.directory(), "sh", "-c", "rm -rf src; ln -s " + outside + " src; echo src > .git/info/exclude");
        checkout.restore(snapshot);

        assertThat(outside).isEmptyDirectory();
        assertThat(checkout.directory().resolve("src/A.java")).hasContent("class A {}\n");
    }

    @Test
    void pushesNoTreeThatWouldWriteIntoAGitFolder() throws Exception {
        Sh.run(checkout.directory(), "sh", "-c", """
                blob=$(echo evil | git hash-object -w --stdin)
                evil=$(printf '100644 blob %s\\tconfig\\n' $blob | git mktree)
                tree=$(printf '040000 tree %s\\t.GIT\\n' $evil | git mktree)
                commit=$(git -c user.name=x -c user.email=x commit-tree -p HEAD -m evil $tree)
                git update-ref refs/heads/telecoder/evil $commit""");

        assertThatThrownBy(() -> checkout.push("telecoder/evil", false)).isInstanceOf(PluginException.class)
                .hasMessageContaining(".GIT");
        assertThatThrownBy(() -> checkout.switchTo("telecoder/evil")).isInstanceOf(PluginException.class);
        assertThat(remote.head("telecoder/evil")).isEmpty();
        assertThat(Files.readString(checkout.directory().resolve(".git/config"))).doesNotContain("evil");
    }

    @Test
    void goesBackToASnapshotWhenTheGitFolderIsGone() throws Exception {
        Files.writeString(checkout.directory().resolve("src/A.java"), "class A { int x; }\n");
        String head = checkout.commit("Mine", List.of()).id();
        Files.writeString(checkout.directory().resolve("new.txt"), "new\n");
        String snapshot = checkout.snapshot();
        Path outside = Files.createDirectory(temp.resolve("outside"));

        for (String damage : List.of("rm -rf .git", "rm -rf .git; ln -s " + outside + " .git", "echo x > .git/index",
                "echo garbage > .git/packed-refs; echo garbage > .git/HEAD",
                "rm -rf .git/objects; echo no > .git/objects")) {
            Sh.run(checkout.directory(), "sh", "-c", damage + "; rm -f README.md");
            checkout.restore(snapshot);

            assertThat(checkout.head()).as(damage).contains(head);
            assertThat(Sh.run(checkout.directory(), "git", "status", "--porcelain")).as(damage).isEqualTo("?? new.txt");
        }
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void saysThatAGitFolderIsDamaged() throws Exception {
        Sh.run(checkout.directory(), "sh", "-c",
                "echo garbage > .git/packed-refs; echo garbage > .git/HEAD; echo x > .git/index");

        assertThatThrownBy(() -> checkout.changes()).isInstanceOf(PluginException.class)
                .hasMessageContaining("git data");
    }

    private void useAll() throws IOException {
        checkout.createBranch("telecoder/x", "");
        Files.writeString(checkout.directory().resolve("src/A.java"), "class A { int x; }\n");
        Files.writeString(checkout.directory().resolve("new.txt"), "new\n");
        checkout.changes();
        checkout.diff("", "", List.of());
        String snapshot = checkout.snapshot();
        checkout.binding();
        checkout.commit("All", List.of());
        checkout.push("telecoder/x", false);
        checkout.fetch();
        checkout.remoteHead("main");
        checkout.log("", 5);
        checkout.branches();
        checkout.switchTo("main");
        checkout.restore(snapshot);
        checkout.commit("Again", List.of());
        checkout.push("telecoder/x", true);
    }
}
