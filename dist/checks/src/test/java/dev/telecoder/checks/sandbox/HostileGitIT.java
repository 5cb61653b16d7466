package dev.telecoder.checks.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.sandbox.Sandbox;
import dev.telecoder.api.sandbox.Sandbox.Command;
import dev.telecoder.api.sandbox.SandboxRuntime;
import dev.telecoder.platform.repo.Credentials;
import dev.telecoder.platform.repo.PushPolicy;
import dev.telecoder.platform.repo.PushRules;
import dev.telecoder.platform.repo.Repos;
import dev.telecoder.platform.repo.TaskCheckout;
import dev.telecoder.plugins.sandbox.bubblewrap.BubblewrapRuntime;
import dev.telecoder.plugins.sandbox.docker.DockerRuntime;
import dev.telecoder.testkit.ManualCancellation;
import dev.telecoder.testkit.SandboxSpec;
import dev.telecoder.testkit.TestContext;
import dev.telecoder.testkit.TestRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The row "hostile .git" of the table of abuses, on each runtime: code in the sandbox writes what it likes into the clone of its
 * task, and the host works on that clone at once. Nothing may run on the host, nothing of the host may come into the repository,
 * no file outside of the clone may change, and the host may not hang.
 */
@EnabledOnOs(OS.LINUX)
class HostileGitIT {

    private static final String IMAGE = System.getProperty("telecoder.test.image", "telecoder-test:busybox");
    private static final String SECRET = "secret-of-the-host";

    @TempDir Path temp;

    /** What is written inside, by a shell alone: MARKER is a file of the host to make, OUT a folder of the host. */
    private record Attack(String name, String script) {}

    private static final List<Attack> ATTACKS = List.of(
            new Attack("hooks", """
                    mkdir -p .git/hooks h
                    for x in pre-commit commit-msg prepare-commit-msg post-commit pre-push post-checkout post-index-change \
                        reference-transaction post-merge pre-rebase push-to-checkout fsmonitor-watchman; do
                      for f in .git/hooks/$x h/$x; do printf '#!/bin/sh\\ntouch MARKER\\n' >$f; chmod +x $f; done
                    done
                    printf '[core]\\n\\thooksPath = h\\n' >>.git/config"""),
            new Attack("core.fsmonitor, sshCommand, editor, pager, askPass",
                    """
                    printf '[core]\\n\\tfsmonitor = touch MARKER;\\n\\tsshCommand = touch MARKER;\\n\\teditor = touch MARKER;\\n\
                    \\tpager = touch MARKER;\\n\\taskPass = touch MARKER;\\n\\tgitProxy = touch MARKER;\\n\
                    \\talternateRefsCommand = touch MARKER;\\n[sequence]\\n\\teditor = touch MARKER;\\n' >>.git/config"""),
            new Attack("filters, diff and merge drivers by attributes", """
                    printf '[filter "x"]\\n\\tclean = touch MARKER; cat\\n\\tsmudge = touch MARKER; cat\\n\\tprocess = touch MARKER\\n\
                    \\trequired = true\\n[diff]\\n\\texternal = touch MARKER\\n[diff "x"]\\n\\ttextconv = touch MARKER; cat\\n\
                    \\tcommand = touch MARKER\\n[merge "x"]\\n\\tdriver = touch MARKER\\n' >>.git/config
                    mkdir -p .git/info
                    echo '* filter=x diff=x merge=x' | tee .gitattributes >.git/info/attributes"""),
            new Attack("include and includeIf",
                    """
                    printf '[core]\\n\\tfsmonitor = touch MARKER;\\n\\thooksPath = .git/evil\\n' >evil.config
                    printf '[include]\\n\\tpath = ../evil.config\\n[includeIf "gitdir:/"]\\n\\tpath = ../evil.config\\n\
                    [includeIf "onbranch:**"]\\n\\tpath = ../evil.config\\n[include]\\n\\tpath = OUT/secret.txt\\n' >>.git/config"""),
            new Attack("remotes that run programs",
                    """
                    printf '[protocol "ext"]\\n\\tallow = always\\n[remote "origin"]\\n\\turl = ext::sh -c touch%% MARKER\\n\
                    \\tpushurl = ext::sh -c touch%% MARKER\\n\\treceivepack = touch MARKER;\\n\\tuploadpack = touch MARKER;\\n\
                    \\tvcs = x\\n[url "ext::sh -c touch%% MARKER #"]\\n\\tinsteadOf = file://\\n[credential]\\n\
                    \\thelper = !touch MARKER;\\n[uploadpack]\\n\\tpackObjectsHook = touch MARKER;\\n' >>.git/config"""),
            new Attack("signing", """
                    printf '#!/bin/sh\\ntouch MARKER\\n' >gpg.sh; chmod +x gpg.sh
                    printf '[commit]\\n\\tgpgSign = true\\n[push]\\n\\tgpgSign = true\\n[gpg]\\n\\tprogram = ./gpg.sh\\n\
                    [gpg "ssh"]\\n\\tdefaultKeyCommand = touch MARKER\\n' >>.git/config"""),
            new Attack("alternates",
                    """
                    mkdir -p .git/objects/info
                    echo OUT/other/.git/objects | tee -a .git/objects/info/alternates >.git/objects/info/http-alternates"""),
            new Attack("submodules", """
                    mkdir -p .git/modules/s/hooks s
                    printf '[submodule "s"]\\n\\tpath = s\\n\\turl = ext::sh -c touch%% MARKER\\n\\tupdate = !touch MARKER\\n' \
                    | tee -a .git/config >.gitmodules
                    printf '#!/bin/sh\\ntouch MARKER\\n' >.git/modules/s/hooks/post-checkout; chmod +x .git/modules/s/hooks/*
                    printf '[core]\\n\\tfsmonitor = touch MARKER;\\n\\tworktree = OUT\\n' >.git/modules/s/config
                    echo 'gitdir: ../.git/modules/s' >s/.git; cp .git/HEAD .git/modules/s/HEAD"""),
            new Attack("worktree settings, commondir, core.worktree", """
                    printf '[extensions]\\n\\tworktreeConfig = true\\n[core]\\n\\tworktree = OUT\\n\\tbare = true\\n' >>.git/config
                    printf '[core]\\n\\tfsmonitor = touch MARKER;\\n' >.git/config.worktree
                    echo OUT/other/.git >.git/commondir; echo OUT/other/.git >.git/gitdir"""),
            new Attack("links inside .git", """
                    rm -f .git/COMMIT_EDITMSG; ln -s OUT/secret.txt .git/COMMIT_EDITMSG
                    ln -s OUT/secret.txt .git/ORIG_HEAD; ln -s OUT .git/refs/heads/evil; ln -s OUT/other/.git/objects/pack .git/objects/aa
                    rm -rf .git/logs; ln -s OUT .git/logs; rm -f .git/index; ln -s OUT/secret.txt .git/index"""),
            new Attack("links and pipes in the working tree", """
                    ln -s OUT/secret.txt stolen; rm -rf src; ln -s OUT src; mkfifo pipe; mkfifo .gitattributes"""),
            new Attack("pipes and locks inside .git", """
                    rm -f .git/HEAD.lock; : >.git/HEAD.lock; : >.git/index.lock; mkfifo .git/MERGE_HEAD
                    rm -f .git/packed-refs; mkfifo .git/packed-refs; mkfifo .git/refs/heads/pipe"""),
            new Attack(".git as a file", "mv .git ../git; echo 'gitdir: OUT/other/.git' >.git"),
            new Attack(".git as a link", "mv .git ../git; ln -s OUT/other/.git .git"),
            new Attack("garbage",
                    """
                    echo garbage >.git/HEAD; echo garbage >.git/packed-refs; echo x >.git/index; echo '[[[' >.git/config"""));

    @ParameterizedTest
    @ValueSource(strings = {"docker", "bubblewrap"})
    void theHostRunsNothingOfAHostileGitFolder(String id) throws Exception {
        var context = TestContext.withJson("{\"image\":\"" + IMAGE + "\"}").withDataDirectory(temp.resolve("plugin"));
        SandboxRuntime runtime = id.equals("docker") ? new DockerRuntime(context) : new BubblewrapRuntime(context);
        var probe = runtime.probe();
        assertThat(probe.available() || !Boolean.getBoolean("telecoder.require." + id)).as(probe.reason()).isTrue();
        assumeTrue(probe.available(), () -> id + ": " + probe.reason());
        List<String> wrong = new ArrayList<>();
        try {
            for (int i = 0; i < ATTACKS.size(); i++) {
                Attack attack = ATTACKS.get(i);
                String found = attempt(runtime, attack, Files.createDirectories(temp.resolve("a" + i)));
                System.out.printf("%-11s %-28s %s%n", id, "hostile .git", attack.name() + ": " + found);
                if (found.startsWith("GOT")) {
                    wrong.add(attack.name() + ": " + found);
                }
            }
        } finally {
            ((AutoCloseable) runtime).close();
        }
        assertThat(wrong).isEmpty();
    }

    private String attempt(SandboxRuntime runtime, Attack attack, Path folder) throws Exception {
        Path out = Files.createDirectories(folder.resolve("out"));
        Files.writeString(out.resolve("secret.txt"), SECRET + "\n");
        TestRepository other =
                TestRepository.in(Files.createDirectories(out.resolve("other")), Map.of("s.txt", SECRET));
        String foreign = other.head("main").orElseThrow();
        TestRepository remote = TestRepository.in(Files.createDirectories(folder.resolve("remote")),
                Map.of("README.md", "# Test\n", "src/A.java", "class A {}\n"));
        var repos = new Repos(folder.resolve("workspaces"), List::of, Credentials.NONE, () -> PushRules.DEFAULT,
                Clock.systemUTC());
        TaskCheckout checkout = repos.open("t", remote.url().toString(), "", PushPolicy.ALLOW);
        Path marker = folder.resolve("marker");
        List<Path> before = tree(out);
        var spec = new SandboxSpec("hostile", checkout.directory(), repos.scratch("t"), List.of(), Map.of(),
                java.util.Optional.empty(), false, 512L << 20, 100, Duration.ofMinutes(5));
        List<String> said = new ArrayList<>();
        String did;
        try (Sandbox sandbox = runtime.open(spec)) {
            Sandbox.Exit exit = sandbox.run(Command.of("/bin/sh", "-c",
                    attack.script().replace("MARKER", marker.toString()).replace("OUT", out.toString())), said::add,
                    new ManualCancellation());
            if (!exit.succeeded()) {
                return "GOT nowhere: the attack itself failed: " + said;
            }
            did = work(checkout, foreign);
        }
        return Files.exists(marker) ? "GOT a program run on the host"
                : !tree(out).equals(before) || !Files.readString(out.resolve("secret.txt")).equals(SECRET + "\n")
                        ? "GOT to write outside of the clone" : remote.git("log", "-p", "--all").contains(SECRET)
                                ? "GOT a file of the host into the repository" : did;
    }

    /** All that a task's work does on the host; what is refused is refused with a sentence. */
    private static String work(TaskCheckout checkout, String foreign) throws Exception {
        List<String> refused = new ArrayList<>();
        List<Runnable> steps = List.of(checkout::changes, () -> checkout.diff("", "", List.of()), checkout::branches,
                () -> checkout.log("", 5), checkout::snapshot, checkout::binding,
                () -> checkout.createBranch("telecoder/x", ""), () -> checkout.commit("All", List.of()),
                () -> checkout.push("telecoder/x", false), checkout::fetch, () -> checkout.switchTo("main"),
                () -> checkout.restore(checkout.snapshot()), checkout::treeOf, () -> {
                    if (checkout.resolve(foreign).isPresent()) {
                        throw new IllegalStateException("objects of another repository are read");
                    }
                });
        var all = new FutureTask<Void>(() -> {
            for (Runnable step : steps) {
                try {
                    step.run();
                } catch (PluginException e) {
                    refused.add(String.valueOf(e.getMessage()));
                }
            }
            return null;
        });
        Thread.ofPlatform().daemon().name("host-work").start(all);
        try {
            all.get(30, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return "GOT the host to hang";
        } catch (ExecutionException e) {
            return "GOT an error: " + e.getCause();
        }
        return refused.isEmpty() ? "nothing ran, all " + steps.size() + " steps of the host work"
                : "nothing ran, " + refused.size() + " of " + steps.size() + " steps refused: "
                        + refused.getFirst().replace('\n', ' ');
    }

    private static List<Path> tree(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
