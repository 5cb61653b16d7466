package dev.telecoder.platform.repo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.telecoder.testkit.TestRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {

    private static final Instant NOW = Instant.now().plus(Duration.ofDays(100));

    @TempDir private Path temp;

    private final Map<String, Instant> used = new HashMap<>();
    private final Set<String> open = new HashSet<>();
    private final List<String> closed = new ArrayList<>();
    private Retention.Limits limits = new Retention.Limits(Duration.ofDays(30), 1L << 40);
    private TestRepository remote;
    private Repos repos;
    private Retention retention;

    @BeforeEach
    void make() throws IOException {
        remote = TestRepository.in(Files.createDirectory(temp.resolve("remote")), Map.of("README.md", "# Test\n"));
        repos = new Repos(temp.resolve("workspaces"),
                () -> List.of(new RepoSettings("myorg/api", remote.url().toString())),
                Credentials.NONE, () -> PushRules.DEFAULT, Clock.systemUTC());
        retention = new Retention(repos, new Retention.Tasks() {

            @Override
            public boolean isOpen(String task) {
                return open.contains(task);
            }

            @Override
            public Optional<Instant> usedAt(String task) {
                return Optional.ofNullable(used.get(task));
            }

            @Override
            public void close(String task) {
                closed.add(task);
            }
        }, () -> limits, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @Test
    void removesWhatNobodyUsedForLongAndNothingElse() {
        clone("old", 31);
        clone("recent", 29);
        clone("open", 99);
        open.add("open");

        retention.start();

        assertThat(tasks()).containsExactly("open", "recent");
        assertThat(closed).containsExactly("old");
        assertThat(temp.resolve("workspaces/shadow/tasks/old")).doesNotExist();
        assertThat(temp.resolve("workspaces/removed")).doesNotExist();
    }

    @Test
    void ofWhatIsTooMuchTheLongestUnusedGoesFirstAndWorkOfItsOwnStays() throws Exception {
        TaskCheckout changed = clone("changed", 20);
        Files.writeString(changed.directory().resolve("README.md"), "mine\n");
        TaskCheckout committed = clone("committed", 19);
        committed.createBranch("mine", "");
        Files.writeString(committed.directory().resolve("a.txt"), "mine\n");
        committed.commit("Mine", List.of());
        TaskCheckout pushed = clone("pushed", 18);
        pushed.createBranch("theirs", "");
        Files.writeString(pushed.directory().resolve("a.txt"), "theirs\n");
        pushed.commit("Theirs", List.of());
        pushed.push("theirs", false);
        Files.writeString(repos.scratch("notes").resolve("notes.txt"), "mine\n");
        used.put("notes", NOW.minus(Duration.ofDays(17)));
        clone("cached", 16);
        Path cache = Files.createDirectories(repos.scratch("cached").resolve(".home/.npm"));
        Files.writeString(cache.resolve("x"), "x".repeat(100_000));
        clone("newer", 15);
        Files.write(Files.createDirectories(repos.scratch("newer").resolve(".home")).resolve("big"), new byte[300_000]);
        long all = repos.tasks().stream().mapToLong(TaskFolder::bytes).sum();
        limits = new Retention.Limits(Duration.ofDays(30), all - repos.folders().measure("cached").bytes());

        retention.start();

        assertThat(tasks()).contains("changed", "committed", "notes").doesNotContain("pushed", "cached");
        assertThat(retention.use().orElseThrow().tooMuch()).isFalse();
        assertThat(tasks()).as("enough was gone").contains("newer");
    }

    @Test
    void saysThatItIsTooMuchWhereNothingMayGo() throws Exception {
        TaskCheckout changed = clone("changed", 20);
        Files.writeString(changed.directory().resolve("README.md"), "mine\n");
        clone("justnow", 0);
        limits = new Retention.Limits(Duration.ofDays(30), 1);

        assertThat(retention.use()).isEmpty();
        retention.start();

        assertThat(tasks()).containsExactly("changed", "justnow");
        assertThat(retention.use()).hasValueSatisfying(use -> {
            assertThat(use.tooMuch()).isTrue();
            assertThat(use.tasks()).isEqualTo(2);
        });
    }

    @Test
    void anEndedTaskIsMeasuredAnew() throws Exception {
        clone("t", 20);
        retention.start();
        long before = retention.use().orElseThrow().bytes();
        Files.write(repos.scratch("t").resolve("more"), new byte[50_000]);

        retention.changed("t");

        assertThat(retention.use().orElseThrow().bytes()).isEqualTo(before + 50_000);
    }

    @Test
    void aTaskThatBeginsAtThisMomentKeepsWhatItHas() throws Exception {
        clone("t", 99);

        assertThat(repos.folders().removeUnless("t", () -> true)).isFalse();

        assertThat(repos.checkouts("t", PushPolicy.ALLOW)).hasSize(1);
        assertThat(repos.checkouts("t", PushPolicy.ALLOW).getFirst().changes()).isEmpty();
    }

    @Test
    void manyEndAtOnceAndNoneIsInTheWayOfAnother() throws Exception {
        List<Callable<Void>> ends = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String task = "t" + i;
            Files.writeString(Files.createDirectories(temp.resolve("workspaces/tasks/" + task)).resolve("f"), "x");
            ends.add(() -> {
                repos.folders().remove(task);
                return null;
            });
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<Void> end : threads.invokeAll(ends)) {
                end.get();
            }
        }

        assertThat(tasks()).isEmpty();
        assertThat(temp.resolve("workspaces/removed")).doesNotExist();
    }

    @Test
    void whatAHostWasRemovingWhenItWasKilledIsGoneAfterTheNextStart() throws Exception {
        Files.writeString(Files.createDirectories(temp.resolve("workspaces/removed/1/scratch")).resolve("f"), "x");

        retention.start();

        assertThat(temp.resolve("workspaces/removed")).doesNotExist();
    }

    @Test
    void gitDataThatCannotBeReadCountsAsWork() throws Exception {
        TaskCheckout broken = clone("broken", 20);
        Sh.run(broken.directory(), "rm", "-rf", ".git");
        Files.writeString(broken.directory().resolve(".git"), "gitdir: /etc\n");
        limits = new Retention.Limits(Duration.ofDays(30), 1);

        retention.start();

        assertThat(tasks()).containsExactly("broken");
    }

    /** As another user than root, since root is stopped by no mode. */
    @Test
    void closedFoldersLinksAndEndlessDepthDoNotKeepItFromBeingRemoved() throws Exception {
        Path outside = Files.createDirectory(temp.resolve("outside"));
        Files.writeString(outside.resolve("kept"), "kept");
        Path folder = Files.createDirectory(temp.resolve("hostile"));
        Sh.run(folder, "sh", "-c", """
                mkdir -p a/b c/d 'new
                line' && echo x > a/b/f && echo x > c/d/f && mkfifo fifo
                ln -s ../outside link && ln -s / a/root && ln "$PWD/c/d/f" hard
                printf 'x' > "$(printf 'not\\377utf8')"
                perl -e 'for (1..60) { mkdir "d" x 200 or die; chdir "d" x 200 or die } open F, ">deep"; print F "x"'
                """);
        Sh.run(folder, "chmod", "000", "a/b", "a");
        Sh.run(folder, "chmod", "0555", "c/d", "c");
        Sh.run(folder, "chmod", "0000", "c/d/f");

        removeAsNobody(folder);

        assertThat(folder).doesNotExist();
        assertThat(outside.resolve("kept")).hasContent("kept");
    }

    /** Removes it in a process without root's rights, where this one has them. */
    private void removeAsNobody(Path folder) throws Exception {
        if (!"root".equals(System.getProperty("user.name"))) {
            Removal.of(folder);
            return;
        }
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "setpriv is missing");
        Process process = new ProcessBuilder("setpriv", "--bounding-set=-all", "--inh-caps=-all",
                Path.of(System.getProperty("java.home"), "bin/java").toString(), "-Xshare:auto", "-cp",
                System.getProperty("java.class.path"), Remove.class.getName(), folder.toString())
                .redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(said).isZero();
    }

    /** Removes a folder. */
    static final class Remove {

        private Remove() {}

        public static void main(String[] words) throws IOException {
            Folders.size(Path.of(words[0]));
            Removal.of(Path.of(words[0]));
        }
    }

    private TaskCheckout clone(String task, int days) {
        used.put(task, NOW.minus(Duration.ofDays(days)));
        return repos.open(task, "myorg/api", "", PushPolicy.ALLOW);
    }

    private List<String> tasks() {
        return repos.tasks().stream().map(TaskFolder::taskId).toList();
    }
}
