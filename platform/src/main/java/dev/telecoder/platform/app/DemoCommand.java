package dev.telecoder.platform.app;

import dev.telecoder.api.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code demo}: a whole conversation on a sample repository, with everything real but the model's words. */
@CommandLine.Command(
        description = "Shows a whole conversation, from the message to the tested, pushed fix. Needs no key.")
final class DemoCommand extends Command {

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1",
            description = "which bug, 1 to 6 (default ${DEFAULT-VALUE})") private int number = 1;

    @Option(names = "--browser",
            description = "you are the person: opens the web page and waits") private boolean browser;

    @Option(names = "--deny", description = "refuse the push") private boolean deny;

    @Option(names = "--model-only", hidden = true,
            description = "serve the model and the remote, for tests, until killed") private boolean modelOnly;

    DemoCommand(Io io) {
        super(io);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<DemoSeed> seeds = DemoSeed.all(json);
        DemoSeed seed = seeds.stream().filter(one -> one.number() == number).findFirst().orElseThrow(
                () -> CommandFailure.usage("There is no seed " + number + ". There are 1 to " + seeds.size() + "."));
        check(seed, seeds);
        Path folder = Files.createTempDirectory("telecoder-demo").toRealPath();
        Thread clean = Thread.ofPlatform().unstarted(() -> Folders.delete(folder));
        Runtime.getRuntime().addShutdownHook(clean);
        try {
            return run(seed, folder);
        } finally {
            Folders.delete(folder);
        }
    }

    private int run(DemoSeed seed, Path folder) throws IOException, InterruptedException {
        DemoRemote remote = new DemoRemote(folder, io.environment(), json);
        remote.create(seed);
        if (modelOnly) {
            return serveModel(seed, remote);
        }
        // Meanwhile: on two processors the host starts in the time the tests take.
        FutureTask<String> before = new FutureTask<>(() -> remote.test(seed, "main"));
        Thread.ofVirtual().name("demo-before").start(before);
        // The demo is the same for everybody: no key, no setting of the person has a part in it.
        Map<String, String> environment = new HashMap<>(io.environment());
        environment.keySet().removeIf(name -> name.startsWith("TELECODER_") || name.endsWith("_API_KEY"));
        environment.put("TELECODER_HOME", folder.resolve("home").toString());
        Home home = Home.of(environment).prepare();
        io.tell("TeleCoder demo, seed " + seed.number() + ": " + seed.title() + " (" + seed.language() + ")");
        io.tell("The words of the model are scripted; its steps follow from what the tools tell it. Everything else is real:");
        io.tell("the host, the skills, the sandbox, the tests, the question, the commit and the push.");
        try (DemoModel model = new DemoModel(new DemoScript(seed, json), json, browser ? 30 : 0)) {
            try (Serving serving = DemoConfig.serve(io, home, environment, model.url(), remote.url())) {
                HostClient host = new HostClient(serving.url(), serving.token(), json);
                DemoPerson person = new DemoPerson(io, new RemoteTalk(host), deny);
                String status = browser ? watch(serving, host, person, seed) : person.converse(seed.message());
                return tell(seed, remote, outcome(before), status);
            }
        }
    }

    private static String outcome(FutureTask<String> test) throws IOException, InterruptedException {
        try {
            return test.get();
        } catch (ExecutionException e) {
            throw new IOException("The tests of the sample could not be run: " + e.getCause().getMessage(),
                    e.getCause());
        }
    }

    private int serveModel(DemoSeed seed, DemoRemote remote) throws IOException, InterruptedException {
        try (DemoModel model = new DemoModel(new DemoScript(seed, json), json, 0)) {
            io.line(JsonValue.object().put("base_url", model.url()).put("repo", remote.url())
                    .put("message", seed.message())
                    .build().toString());
            Thread.currentThread().join();
            return 0;
        }
    }

    private String watch(Serving serving, HostClient host, DemoPerson person, DemoSeed seed) {
        String link = serving.loginLink();
        io.tell("");
        io.tell("Open " + link);
        io.tell("and write: " + seed.message());
        io.tell("Press Allow or Deny when you are asked; this ends when the work has ended.");
        Browser.open(link, io.environment());
        return person.watch(host);
    }

    private int tell(DemoSeed seed, DemoRemote remote, String before, String status)
            throws IOException, InterruptedException {
        Map<String, String> pushed = remote.branches();
        io.tell("");
        if (pushed.isEmpty()) {
            result(before, null, null, null);
            io.tell(deny ? "The push was refused, and nothing was pushed."
                    : "Nothing was pushed (the turn ended " + status + ").");
            return CommandFailure.NO;
        }
        String branch = pushed.keySet().iterator().next();
        String after = remote.test(seed, branch);
        result(before, after, pushed.get(branch), branch);
        if (deny) {
            io.tell("The push was refused, and yet there is one. That must not be.");
            return CommandFailure.NO;
        }
        return after.matches("\\d+ passed") && status.equals("done") ? 0 : CommandFailure.NO;
    }

    private void result(String before, @org.jspecify.annotations.Nullable String after,
            @org.jspecify.annotations.Nullable String commit, @org.jspecify.annotations.Nullable String branch) {
        if (asJson) {
            io.line(JsonValue.object().put("seed", number).put("before", before).put("after", after)
                    .put("pushed",
                            commit == null ? null
                                    : JsonValue.object().put("commit", commit).put("branch", branch).build())
                    .build().toString());
            return;
        }
        io.line("before: " + before);
        if (after != null) {
            io.line("after: " + after);
            io.line("pushed: " + commit + " " + branch);
        }
    }

    private void check(DemoSeed seed, List<DemoSeed> seeds) {
        if (!DemoSeed.installed("git", io.environment())) {
            throw CommandFailure.usage("The demo needs git, which is not installed.");
        }
        List<String> missing = seed.missing(io.environment());
        if (!missing.isEmpty()) {
            String works = seeds.stream().filter(one -> one.missing(io.environment()).isEmpty())
                    .map(one -> one.number() + " (" + one.language() + ")").collect(Collectors.joining(", "));
            throw CommandFailure.usage("Seed " + number + " is written in " + seed.language() + " and needs "
                    + String.join(", ", missing) + ", which is not installed. "
                    + (works.isEmpty() ? "No seed works here." : "Seeds that work here: " + works + "."));
        }
    }
}
