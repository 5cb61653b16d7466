package dev.telecoder.checks.crash;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One task in one fresh home, from the message to the answer, through as many lives of the host as it takes: it
 * reads, edits,
 * has two effects outside, hears a second message, and pushes after it was allowed to.
 */
final class Trial implements AutoCloseable {

    private static final String TASK = "Please do the whole job.";
    private static final String STEER = "Also mind the gap.";
    private static final String DONE = "All of it is done";
    private static final Duration LIMIT = Duration.ofSeconds(Integer.getInteger("crash.limit", 60));

    private final String name;
    private final Path home;
    private final Path remote;
    private final Map<String, String> environment = new HashMap<>();
    private final FakePlatform platform;
    private final ScriptedModel model;
    private final AtomicReference<List<String>> heard = new AtomicReference<>(List.of());
    private final AtomicInteger requests = new AtomicInteger();
    private final List<String> rows = new ArrayList<>();

    Trial(String name, Path folder, Path plugin, Path cache, boolean presses) throws IOException, InterruptedException {
        this.name = name;
        this.home = Files.createDirectories(folder.resolve("home"));
        Path outside = Files.createDirectories(folder.resolve("outside"));
        this.remote = Git.remote(folder);
        this.platform = new FakePlatform(outside, presses);
        this.model = ScriptedModel.start(this::script);
        Files.createDirectories(home.resolve("plugins"));
        Files.copy(plugin, home.resolve("plugins").resolve(plugin.getFileName()));
        Files.writeString(home.resolve("config.yaml"), """
                server: {port: 0}
                llm: {provider: openai, model: pattern-1, api_key: none, base_url: "%s"}
                repos: [{name: demo/notes, url: "file://%s", host: none}]
                channels: {fake: {}}
                access: {fake: {dm_policy: open, allow_from: ["*"]}}
                permissions: {rules: [{skill: "effects.*", decision: allow}]}
                """.formatted(model.url(), remote));
        environment.put("TELECODER_CHECK_FOLDER", outside.toString());
        environment.put("TELECODER_CACHE", cache.toString());
        platform.say("1-task", TASK);
    }

    /** When to kill: after a row of the journal, or some time after the first message was taken, or not at all. */
    record Kill(int row, long millis) {

        static Kill atRow(int row) {
            return new Kill(row, -1);
        }

        static Kill after(long millis) {
            return new Kill(0, millis);
        }

        static Kill never() {
            return new Kill(0, -1);
        }
    }

    /**
     * What was found outside when all was over.
     *
     * @param point where the host was killed
     * @param unknown how often the person was told that nobody knows
     * @param requests how often the model was asked
     * @param repeats how many messages were sent twice under one key, which the platform dropped
     * @param wrong what must not be
     */
    record Found(String point, int pushes, int once, int append, long unknown, long answers, int questions,
            int requests,
            int repeats,
            List<String> wrong) {}

    /**
     * Lives until it is killed, or until the answer is there. Tells how long the task took from the first message on.
     */
    long live(Kill kill) throws IOException, InterruptedException {
        return live(kill, false);
    }

    /** Lives until the answer is there, and ends as a host does that is told to. */
    void liveAndEnd() throws IOException, InterruptedException {
        live(Kill.never(), true);
    }

    private long live(Kill kill, boolean gently) throws IOException, InterruptedException {
        environment.put("TELECODER_HALT_AT_ROW", String.valueOf(kill.row()));
        try (HostProcess host = HostProcess.start(home, environment)) {
            host.await("the first message to be taken", LIMIT, () -> platform.acknowledged("1-task"));
            long begin = System.nanoTime();
            host.await(name + ": " + (kill.row() > 0 ? "row " + kill.row() : "the end"), LIMIT, () -> {
                try {
                    platform.answerQuestions();
                    return kill.row() > 0 ? host.rows().size() >= kill.row()
                            : kill.millis() >= 0 ? System.nanoTime() - begin > kill.millis() * 1_000_000 : over();
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            long millis = (System.nanoTime() - begin) / 1_000_000;
            if (kill.row() == 0 && kill.millis() < 0) {
                settle(host);
            }
            rows.addAll(host.rows());
            if (gently) {
                host.end();
            } else {
                host.kill();
            }
            return millis;
        }
    }

    /** Kills it while it starts: some time after the process was made. */
    void liveBriefly(long millis) throws IOException, InterruptedException {
        environment.put("TELECODER_HALT_AT_ROW", "0");
        try (HostProcess host = HostProcess.start(home, environment)) {
            TimeUnit.MILLISECONDS.sleep(millis);
            host.killEarly();
        }
    }

    /** The rows of all lives so far. */
    List<String> rows() {
        return List.copyOf(rows);
    }

    /** Looks at the world outside, once the answer is there. */
    Found look(String point) throws IOException {
        List<String> wrong = new ArrayList<>();
        int pushes = Git.changes(remote, "telecoder/job");
        int once = platform.lineCount("once.txt");
        int append = platform.lineCount("append.txt");
        long unknown = platform.sentWith("I do not know whether");
        long answers = platform.sentWith(DONE);
        expect(wrong, pushes == 1, "the branch was pushed " + pushes + " times");
        expect(wrong, once == 1, "effects.once happened " + once + " times");
        expect(wrong, append == 1 && unknown == 0 || append <= 1 && unknown == 1,
                "effects.append happened " + append + " times, and the person was told " + unknown + " times");
        expect(wrong, answers == 1, "the answer was sent " + answers + " times");
        expect(wrong, platform.questions() == 1, "the person was asked " + platform.questions() + " times");
        expect(wrong, platform.outcomes() == 1,
                "the outcome of the question was shown " + platform.outcomes() + " times");
        for (String text : List.of(TASK, STEER)) {
            long times = heard.get().stream()
                    .mapToLong(said -> said.split(java.util.regex.Pattern.quote(text), -1).length - 1).sum();
            expect(wrong, times == 1, "the model heard \"" + text + "\" " + times + " times");
        }
        Map<String, JsonNode> first = new TreeMap<>();
        platform.sent().forEach(message -> first.put(message.get("id").asText(), message));
        for (JsonNode repeat : platform.repeats()) {
            expect(wrong, first.get(repeat.get("id").asText()).get("text").equals(repeat.get("text")),
                    "two messages have the key " + repeat.get("id"));
        }
        return new Found(point, pushes, once, append, unknown, answers, platform.questions(), requests.get(),
                platform.repeats().size(), wrong);
    }

    /** Everything that was sent, for the report of a failure. */
    String transcript() throws IOException {
        StringBuilder text = new StringBuilder();
        for (JsonNode message : platform.sent()) {
            text.append("  > ").append(message.get("text").asText().replace("\n", " / ")).append('\n');
        }
        return text.toString();
    }

    /** The answer was sent, and what the API knows of the conversation agrees. */
    private boolean over() throws IOException {
        return platform.sentWith(DONE) > 0;
    }

    /** A second message of the same kind would come at once; what the store holds is compared with what was said. */
    private void settle(HostProcess host) throws IOException, InterruptedException {
        host.await("the outcome of the question", Duration.ofSeconds(60), () -> {
            try {
                return platform.outcomes() > 0 || platform.questions() == 0;
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        TimeUnit.MILLISECONDS.sleep(150);
    }

    private ScriptedModel.Said script(ScriptedModel.Asked asked) {
        heard.set(asked.user());
        requests.incrementAndGet();
        return switch (asked.results()) {
            case 0 -> ScriptedModel.Said.call("code.read", "{\"path\":\"notes.txt\"}");
            case 1 -> ScriptedModel.Said.call("code.edit",
                    "{\"edits\":[{\"path\":\"notes.txt\",\"old\":\"hello\",\"new\":\"hello world\"}]}");
            case 2 -> ScriptedModel.Said.call("effects.once", "{}");
            case 3 -> {
                steer();
                yield ScriptedModel.Said.call("effects.append", "{}");
            }
            case 4 -> ScriptedModel.Said.call("git.commit",
                    "{\"message\":\"Greet the world\",\"branch\":\"telecoder/job\",\"push\":true}");
            default -> ScriptedModel.Said.text(DONE + ", and I minded what you said.");
        };
    }

    /** The person says something else while the model thinks. */
    private void steer() {
        try {
            platform.say("2-steer", STEER);
            for (int i = 0; i < 400 && !platform.acknowledged("2-steer"); i++) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void expect(List<String> wrong, boolean holds, String otherwise) {
        if (!holds) {
            wrong.add(otherwise);
        }
    }

    @Override
    public void close() {
        model.close();
    }

}
