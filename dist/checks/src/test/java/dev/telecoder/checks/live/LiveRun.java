package dev.telecoder.checks.live;

import com.fasterxml.jackson.databind.JsonNode;
import dev.telecoder.checks.crash.HostProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The built distribution at work on tasks, one conversation each. The person agrees to everything but what cannot be taken
 * back. Whether a task was done is seen from what was pushed, never from what the model says.
 */
final class LiveRun {

    private final Path folder;
    private final String llm;
    private final Duration limit;
    private final List<Row> rows = new ArrayList<>();

    /**
     * Makes a run.
     *
     * @param folder where to work
     * @param llm the section of config.yaml, as JSON; empty to let the host find a model by itself
     * @param limit how long one task may take
     */
    LiveRun(Path folder, String llm, Duration limit) {
        this.folder = folder;
        this.llm = llm;
        this.limit = limit;
    }

    /** What came of one task. */
    record Row(String task, String result, long turns, long tokens, String cost, Duration time) {

        boolean done() {
            return result.equals("done");
        }
    }

    List<Row> run(List<LiveTask> tasks) throws Exception {
        List<DemoRepository> repositories = new ArrayList<>();
        StringBuilder config = new StringBuilder("server: {port: 0}\n");
        if (!llm.isEmpty()) {
            config.append("llm: ").append(llm).append('\n');
        }
        config.append("budget: {per_task_usd: 2, per_day_usd: 10}\nrepos:\n");
        for (int i = 0; i < tasks.size(); i++) {
            DemoRepository repository = DemoRepository.create(folder.resolve("task-" + (i + 1)), tasks.get(i).seed());
            repositories.add(repository);
            config.append("  - {name: live/task-").append(i + 1).append(", url: \"").append(repository.url())
                    .append("\", host: none}\n");
        }
        try (HostProcess host = started(config.toString())) {
            for (int i = 0; i < tasks.size(); i++) {
                rows.add(one(host, tasks.get(i), repositories.get(i), "live/task-" + (i + 1)));
            }
            host.end();
        }
        return List.copyOf(rows);
    }

    /** Where nothing isolates, the samples run without a sandbox, and only they. */
    private HostProcess started(String config) throws Exception {
        Path home = Files.createDirectories(folder.resolve("home"));
        Files.writeString(home.resolve("config.yaml"), config);
        HostProcess host = HostProcess.start(home, Map.of("TELECODER_CACHE", "off"));
        host.awaitReady();
        for (JsonNode part : host.json("GET", "/readyz", null).get("parts")) {
            if (part.get("name").asText().equals("sandbox") && !part.get("state").asText().equals("up")) {
                host.end();
                host.close();
                Files.writeString(home.resolve("config.yaml"), config + "sandbox: {runtime: process}\n");
                host = HostProcess.start(home, Map.of("TELECODER_CACHE", "off"));
                host.awaitReady();
                break;
            }
        }
        return host;
    }

    private Row one(HostProcess host, LiveTask task, DemoRepository repository, String name) throws Exception {
        for (String program : repository.needs()) {
            if (!installed(program)) {
                return new Row(task.name(), "skipped: " + program + " is not installed", 0, 0, "-", Duration.ZERO);
            }
        }
        long began = System.nanoTime();
        String conversation = host.json("POST", "/api/v1/conversations", "{\"repo\":\"" + name + "\"}").get("id")
                .asText();
        String text = task.text().isEmpty() ? repository.complaint() + ". Push the fix on a branch of its own."
                : task.text();
        String turn = host.json("POST", "/api/v1/conversations/" + conversation + "/messages",
                HostProcess.JSON.createObjectNode().put("text", text).toString()).get("turn").asText();
        String ended = ended(host, conversation, turn);
        Duration time = Duration.ofNanos(System.nanoTime() - began);
        JsonNode usage = host.json("GET", "/api/v1/tasks/" + turn, null).get("usage");
        long tokens = 0;
        for (String kind : List.of("input", "cached_input", "cache_write", "output")) {
            tokens += usage.path(kind).asLong();
        }
        return new Row(task.name(), judged(task, repository, ended), usage.path("calls").asLong(), tokens,
                usage.path("usd").isNumber() ? String.format(Locale.ROOT, "%.4f USD", usage.get("usd").asDouble())
                        : "unknown",
                time);
    }

    private static String judged(LiveTask task, DemoRepository repository, String ended) throws Exception {
        String wrong = "nothing was pushed";
        for (String branch : repository.branches()) {
            wrong = task.check().wrong(repository, repository.cloned(branch));
            if (wrong.isEmpty()) {
                return "done";
            }
        }
        return "FAILED: " + wrong + (ended.equals("done") ? "" : " (the turn: " + ended + ")");
    }

    /** Waits for the end of a turn, and is the person meanwhile. */
    private String ended(HostProcess host, String conversation, String turn) throws Exception {
        long deadline = System.nanoTime() + limit.toNanos();
        boolean told = false;
        while (System.nanoTime() < deadline) {
            JsonNode task = host.json("GET", "/api/v1/tasks/" + turn, null);
            String state = task.get("state").asText().toLowerCase(Locale.ROOT);
            if (!task.get("ended_at").isNull()) {
                return task.path("error").isTextual() ? state + ", " + task.get("error").asText() : state;
            }
            JsonNode open = host.json("GET", "/api/v1/approvals?state=pending", null).get("items");
            for (JsonNode question : open) {
                boolean no = question.path("risk").asText().equals("DANGEROUS");
                host.call("POST", "/api/v1/approvals/" + question.get("id").asText(),
                        no ? "{\"decision\":\"deny\"}" : "{\"decision\":\"allow_once\"}");
            }
            if (state.equals("waiting") && open.isEmpty() && !told) {
                told = true;
                host.json("POST", "/api/v1/conversations/" + conversation + "/messages",
                        "{\"text\":\"Decide that yourself.\"}");
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        host.call("POST", "/api/v1/conversations/" + conversation + "/stop", "{}");
        return "no end within " + limit.toMinutes() + " minutes";
    }

    private static boolean installed(String program) {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator)) {
            if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }

    static String table(List<Row> rows) {
        StringBuilder text = new StringBuilder("| task | result | model calls | tokens | cost | time |\n");
        text.append("|---|---|---|---|---|---|\n");
        for (Row row : rows) {
            text.append(String.format(Locale.ROOT, "| %s | %s | %d | %,d | %s | %.1f s |%n", row.task(),
                    row.result().replace('|', '/').replace('\n', ' '), row.turns(), row.tokens(), row.cost(),
                    row.time().toMillis() / 1000.0));
        }
        return text + String.valueOf(rows.stream().filter(Row::done).count()) + " of " + rows.size() + " done\n";
    }
}
