package dev.telecoder.platform.repo;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All repositories on this machine: a mirror for each, and for each task clones of its own. Safe for many threads.
 *
 * <p>Under the folder of workspaces: {@code mirrors/} has what remotes have, {@code tasks/ID/} is a task's scratch folder
 * with its clone in {@code repo} (further ones in {@code repos/}), {@code shadow/} has snapshots and settings, which no
 * sandbox sees.
 */
public final class Repos {

    private static final Logger LOG = LoggerFactory.getLogger(Repos.class);
    private static final Pattern TASK = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,99}");

    /** Folders of a scratch folder that hold no work of their own. */
    private static final Set<String> NOT_WORK = Set.of(".home", "repos");

    private final Path workspaces;
    private final TaskFolders folders;
    private final Supplier<List<RepoSettings>> configured;
    private final Credentials credentials;
    private final Supplier<PushRules> rules;
    private final Clock clock;
    private volatile Signing signing = Signing.NONE;
    private final Map<Path, ReentrantLock> locks = new ConcurrentHashMap<>();

    /**
     * Makes them.
     *
     * @param workspaces the folder of workspaces; made when needed
     * @param configured the configured repositories, as of now
     * @param credentials what to log in with
     * @param rules what makes a push ask, as of now
     * @param clock the time of commits
     */
    public Repos(Path workspaces, Supplier<List<RepoSettings>> configured, Credentials credentials,
            Supplier<PushRules> rules,
            Clock clock) {
        NeutralReader.install();
        this.workspaces = workspaces.toAbsolutePath().normalize();
        this.folders = new TaskFolders(this.workspaces);
        this.configured = configured;
        this.credentials = credentials;
        this.rules = rules;
        this.clock = clock;
    }

    /**
     * Has commits signed; before this is called they are not.
     *
     * @param by what signs
     */
    public void sign(Signing by) {
        this.signing = by;
    }

    /** {@return the configured repositories} */
    public List<RepoSettings> configured() {
        return configured.get();
    }

    /**
     * Names a repository the way {@link #open} would.
     *
     * @param nameOrUrl a configured name, or a git URL
     * @return its settings; those of an unconfigured one have its address and a name made of it
     * @throws PluginException of kind {@code REJECTED} if it is neither
     */
    public RepoSettings settings(String nameOrUrl) {
        String text = nameOrUrl.strip();
        for (RepoSettings repo : configured.get()) {
            if (repo.name().equalsIgnoreCase(text)) {
                return repo;
            }
        }
        if (!GitAddress.looksLikeOne(text)) {
            List<String> names = configured.get().stream().map(RepoSettings::name).toList();
            throw Rejections.rejected("There is no repository '" + Texts.shortened(text, 200) + "'. "
                    + (names.isEmpty() ? "None is configured" : "Configured are " + String.join(", ", names))
                    + "; give a git URL, or add it under repos in config.yaml.");
        }
        GitAddress address = GitAddress.parse(text);
        for (RepoSettings repo : configured.get()) {
            if (GitAddress.looksLikeOne(repo.url())
                    && GitAddress.parse(repo.url()).identity().equals(address.identity())) {
                return repo;
            }
        }
        boolean taken = configured.get().stream().anyMatch(repo -> repo.name().equalsIgnoreCase(address.name()));
        return new RepoSettings(taken ? address.host() + "/" + address.name() : address.name(), address.url());
    }

    /**
     * Opens a repository for a task, with a clone of its own; one it has already is answered as it is.
     *
     * @param taskId the task
     * @param nameOrUrl a configured name, or a git URL
     * @param branch what to check out; empty for the default branch, or what is checked out
     * @param policy what decides about pushes
     * @return the clone
     * @throws PluginException of kind {@code REJECTED} if there is no such repository or branch, {@code AUTHENTICATION} if
     *     it wants credentials we do not have, {@code UNAVAILABLE} if it cannot be reached and was never fetched
     */
    public TaskCheckout open(String taskId, String nameOrUrl, String branch, PushPolicy policy) {
        RepoSettings settings = settings(nameOrUrl);
        GitAddress address = GitAddress.parse(settings.url());
        Path shadow = shadow(taskId).resolve(Folders.nameFor(settings.name(), address.identity()));
        ReentrantLock lock = lock(shadow);
        lock.lock();
        try {
            Optional<CloneRecord> known =
                    CloneRecord.find(shadow).filter(record -> Files.isDirectory(record.directory()));
            TaskCheckout checkout = known.isPresent() ? checkout(known.get(), shadow, policy)
                    : make(taskId, settings, address, shadow, branch, policy);
            if (known.isPresent()) {
                checkout.select(branch);
            }
            return checkout;
        } catch (IOException e) {
            throw disk(e);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Finds the clones a task has, without asking any remote.
     *
     * @param taskId the task
     * @param policy what decides about pushes
     * @return the clones, the one in {@code repo} first
     */
    public List<TaskCheckout> checkouts(String taskId, PushPolicy policy) {
        Path folder = shadow(taskId);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> shadows = Files.list(folder)) {
            List<TaskCheckout> found = new ArrayList<>();
            for (Path shadow : shadows.sorted().toList()) {
                CloneRecord.find(shadow).filter(record -> Files.isDirectory(record.directory()))
                        .ifPresent(record -> found.add(found.size(), checkout(record, shadow, policy)));
            }
            Path first = scratch(taskId).resolve("repo");
            found.sort(java.util.Comparator.comparing((TaskCheckout c) -> !c.directory().equals(first))
                    .thenComparing(TaskCheckout::repo));
            return found;
        } catch (IOException e) {
            throw disk(e);
        }
    }

    /**
     * Makes a checkout over an existing folder, which is worked on itself.
     *
     * @param folder any folder, a repository or not
     * @param policy what decides about pushes
     * @return the checkout
     * @throws PluginException of kind {@code REJECTED} if there is no such folder
     */
    public FolderCheckout folder(Path folder, PushPolicy policy) {
        return folder(String.valueOf(folder.getFileName()), folder, policy);
    }

    /**
     * Makes a checkout over an existing folder that is known by another name than its own.
     *
     * @param name what the repository is called
     * @param folder any folder, a repository or not
     * @param policy what decides about pushes
     * @return the checkout
     * @throws PluginException of kind {@code REJECTED} if there is no such folder
     */
    public FolderCheckout folder(String name, Path folder, PushPolicy policy) {
        try {
            if (!Files.isDirectory(folder)) {
                throw Rejections.rejected("There is no folder " + folder + ".");
            }
            Path real = folder.toRealPath();
            Path shadow = workspaces.resolve("shadow/folders").resolve(Folders.nameFor(
                    String.valueOf(real.getFileName()), real.toString()));
            Files.createDirectories(shadow);
            return new FolderCheckout(name,
                    new GivenFolder(real, shadow.resolve("clone.config")),
                    new Shadow(shadow), credentials, environment(shadow, policy));
        } catch (IOException e) {
            throw disk(e);
        }
    }

    /**
     * Finds a task's scratch folder, and makes it.
     *
     * @param taskId the task
     * @return the folder, seen in a sandbox as {@code /workspace}
     */
    public Path scratch(String taskId) {
        try {
            return Files.createDirectories(folders.scratch(checked(taskId)));
        } catch (IOException e) {
            throw disk(e);
        }
    }

    /**
     * Reads what a repository tells agents, from its own default branch as it was fetched last; asks no remote. Files of
     * repositories that the operator did not configure are words of others, and are not read.
     *
     * @param name the repository
     * @return its rules; empty if it has none, was never fetched or is not configured
     */
    public Optional<String> rules(String name) {
        return configured.get().stream().filter(repo -> repo.name().equalsIgnoreCase(name)).findFirst()
                .flatMap(settings -> {
                    Mirror mirror = mirror(settings, GitAddress.parse(settings.url()));
                    return mirror.exists() ? ProjectRules.of(settings, mirror) : Optional.empty();
                });
    }

    /** Does for nothing what the first task would wait for: loads git, and measures the disk. */
    public void warmUp() {
        Path folder = workspaces.resolve("warm-up");
        try {
            Folders.delete(folder);
            Path files = Files.createDirectories(folder.resolve("files"));
            Files.writeString(files.resolve("one.txt"), "content\n");
            Shadow shadow = new Shadow(Files.createDirectories(folder.resolve("shadow")));
            new FolderCheckout("warm-up", new GivenFolder(files, folder.resolve("clone.config")), shadow, credentials,
                    new GitCheckout.Environment(new ReentrantLock(), PushPolicy.ALLOW, rules.get(), clock,
                            Signing.NONE))
                    .snapshot();
        } catch (IOException | RuntimeException e) {
            LOG.debug("Git could not be made ready beforehand.", e);
        } finally {
            try {
                Folders.delete(folder);
            } catch (IOException e) {
                LOG.debug("The folder {} could not be removed.", folder, e);
            }
        }
    }

    /** {@return what each task has on disk, by task} */
    public List<TaskFolder> tasks() {
        try {
            List<TaskFolder> found = new ArrayList<>();
            for (String id : folders.ids()) {
                found.add(folders.measure(id));
            }
            return found;
        } catch (IOException e) {
            throw disk(e);
        }
    }

    /**
     * Removes what a task has on disk: clones, scratch files, snapshots.
     *
     * @param taskId the task
     */
    public void remove(String taskId) {
        try {
            folders.remove(checked(taskId));
        } catch (IOException e) {
            throw disk(e);
        }
    }

    /** {@return whether a task has files, changes or commits that no remote has} What cannot be read is told by an exception. */
    boolean hasOwnWork(String taskId) {
        List<TaskCheckout> clones = checkouts(taskId, PushPolicy.ALLOW);
        try (Stream<Path> inScratch = Files.list(folders.scratch(checked(taskId)))) {
            List<Path> known = clones.stream().map(TaskCheckout::directory).toList();
            return inScratch.anyMatch(one -> !NOT_WORK.contains(one.getFileName().toString()) && !known.contains(one)
                    && !(one.endsWith("repo") && Folders.isEmpty(one)))
                    || clones.stream().anyMatch(TaskCheckout::hasOwnWork);
        } catch (IOException e) {
            throw disk(e);
        }
    }

    TaskFolders folders() {
        return folders;
    }

    private TaskCheckout make(String taskId, RepoSettings settings, GitAddress address, Path shadow, String branch,
            PushPolicy policy) throws IOException {
        Mirror mirror = mirror(settings, address);
        Files.createDirectories(workspaces.resolve("mirrors"));
        try {
            mirror.refresh();
        } catch (PluginException e) {
            if (e.failure() != Failure.UNAVAILABLE || !mirror.has(branch)) {
                throw e;
            }
            LOG.warn("{} cannot be brought up to date; the task starts from what was fetched before. {}",
                    settings.name(), e.getMessage());
        }
        String said = mirror.defaultBranch();
        String defaultBranch = !settings.branch().isEmpty() ? settings.branch() : said == null ? "main" : said;
        Path scratch = scratch(taskId);
        Path first = scratch.resolve("repo");
        Path directory = isFree(taskId, first) ? first : scratch.resolve("repos").resolve(shadow.getFileName());
        CloneRecord record = new CloneRecord(settings.name(), address.url(), directory, defaultBranch,
                configured.get().contains(settings));
        Files.createDirectories(shadow);
        new CloneMaker(cloneFolder(record, shadow, mirror), mirror).make(address.url(), defaultBranch, branch);
        record.write(shadow);
        return checkout(record, shadow, policy);
    }

    private boolean isFree(String taskId, Path directory) throws IOException {
        if (!Files.isDirectory(shadow(taskId))) {
            return true;
        }
        try (Stream<Path> shadows = Files.list(shadow(taskId))) {
            for (Path shadow : shadows.toList()) {
                if (CloneRecord.find(shadow).filter(record -> record.directory().equals(directory)).isPresent()) {
                    return false;
                }
            }
            return true;
        }
    }

    private TaskCheckout checkout(CloneRecord record, Path shadow, PushPolicy policy) {
        Mirror mirror = mirror(new RepoSettings(record.repo(), record.url()), GitAddress.parse(record.url()));
        return new TaskCheckout(record, cloneFolder(record, shadow, mirror), new Shadow(shadow), mirror,
                environment(shadow, policy));
    }

    private static CloneFolder cloneFolder(CloneRecord record, Path shadow, Mirror mirror) {
        return new CloneFolder(record.repo(), record.directory(), shadow.resolve("clone.config"), mirror.objects());
    }

    private GitCheckout.Environment environment(Path shadow, PushPolicy policy) {
        return new GitCheckout.Environment(lock(shadow), policy, rules.get(), clock, signing);
    }

    private Mirror mirror(RepoSettings settings, GitAddress address) {
        Path directory =
                workspaces.resolve("mirrors").resolve(Folders.nameFor(address.name(), address.identity()) + ".git");
        return new Mirror(directory, Remote.of(address, settings.name(), credentials), lock(directory));
    }

    private ReentrantLock lock(Path path) {
        return locks.computeIfAbsent(path, key -> new ReentrantLock());
    }

    private Path shadow(String taskId) {
        return folders.shadow(checked(taskId));
    }

    private static String checked(String taskId) {
        if (!TASK.matcher(taskId).matches()) {
            throw new IllegalArgumentException(
                    "A task id is letters, digits, '.', '_' and '-', but this is '" + taskId + "'.");
        }
        return taskId;
    }

    private PluginException disk(IOException e) {
        return PluginException.of(Failure.UNAVAILABLE,
                "The workspaces in " + workspaces + " could not be read or written: "
                        + e.getMessage() + ". Check free space and rights.",
                e);
    }
}
