package dev.telecoder.platform.app;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.skill.CatalogEntry;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Answers the lines of a batch, several at once and each as soon as it is done. Lines that change the same folder keep their
 * order.
 */
final class SkillBatch {

    private final Host host;
    private final SkillRuns runs;
    private final Io io;
    private final boolean reads;
    private final int width = Math.max(4, 2 * Runtime.getRuntime().availableProcessors());
    private final Semaphore free = new Semaphore(width);
    private final Map<Path, CompletableFuture<Void>> last = new HashMap<>();

    SkillBatch(Host host, SkillRuns runs, Io io) {
        this.host = host;
        this.runs = runs;
        this.io = io;
        this.reads = host.catalog().find(runs.skill()).map(CatalogEntry::spec).filter(spec -> spec.risk() == Risk.READ)
                .isPresent();
    }

    /**
     * Answers all lines; the exit code only says that there is an answer to each.
     *
     * @param lines the lines, a character for each byte, so that one which is no UTF-8 spoils no other
     */
    int answer(BufferedReader lines) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (!line.isBlank()) {
                String text = line;
                free.acquireUninterruptibly();
                begin(text);
            }
        }
        free.acquireUninterruptibly(width);
        return 0;
    }

    private void begin(String text) {
        JsonValue line;
        try {
            line = host.json().parse(StandardCharsets.UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1))).toString());
        } catch (CharacterCodingException e) {
            print(SkillRuns.Answer.fault(JsonValue.NULL, "INPUT", "This line is not UTF-8 text."));
            free.release();
            return;
        } catch (PluginException e) {
            print(SkillRuns.Answer.fault(JsonValue.NULL, "INPUT", e.getMessage()));
            free.release();
            return;
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        CompletableFuture<Void> before = order(line, done);
        Thread.ofVirtual().name("batch-line").start(() -> {
            try {
                before.join();
                print(answer(line));
            } catch (RuntimeException e) {
                print(SkillRuns.Answer.fault(line.get("id"), "FAULT", String.valueOf(e.getMessage())));
            } finally {
                done.complete(null);
                free.release();
            }
        });
    }

    /** What must end before a line may begin. */
    private CompletableFuture<Void> order(JsonValue line, CompletableFuture<Void> done) {
        Optional<String> workspace = line.get("workspace").findText().filter(named -> !named.isEmpty());
        if (reads || workspace.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        try {
            CompletableFuture<Void> before = last.put(Path.of(workspace.get()).toAbsolutePath().normalize(), done);
            return before == null ? CompletableFuture.completedFuture(null) : before;
        } catch (InvalidPathException e) {
            return CompletableFuture.completedFuture(null);
        }
    }

    private SkillRuns.Answer answer(JsonValue line) {
        if (!(line instanceof JsonValue.JsonObject)) {
            return SkillRuns.Answer.fault(JsonValue.NULL, "INPUT",
                    "This line is no JSON object. Expected {\"id\",\"workspace\",\"user\",\"input\"}.");
        }
        JsonValue id = line.get("id");
        @Nullable Person user = null;
        if (!line.get("user").isNull()) {
            String wanted = line.get("user").text();
            user = host.people().all().stream().filter(one -> one.name().equals(wanted) || one.id().equals(wanted))
                    .findFirst()
                    .orElse(null);
            if (user == null) {
                return SkillRuns.Answer.fault(id, "INPUT", "There is no person '" + wanted + "' here.");
            }
        }
        JsonValue input = line.get("input").isNull() ? JsonValue.object().build() : line.get("input");
        String named = line.get("workspace").findText().orElse("");
        Path empty = null;
        try {
            if (named.isEmpty() && !line.get("workspace").isNull()) {
                return SkillRuns.Answer.fault(id, "INPUT", "\"workspace\" is not the path of a folder.");
            }
            Path folder = named.isEmpty() ? empty = Files.createTempDirectory("telecoder-empty")
                    : Path.of(named).toAbsolutePath();
            if (!Files.isDirectory(folder)) {
                return SkillRuns.Answer.fault(id, "INPUT", "There is no folder " + folder + ".");
            }
            return runs.run(id, input, folder, user, progress -> {});
        } catch (InvalidPathException | IOException e) {
            return SkillRuns.Answer.fault(id, "INPUT", "The workspace cannot be used: " + e.getMessage());
        } finally {
            if (empty != null) {
                Folders.delete(empty);
            }
        }
    }

    private void print(SkillRuns.Answer answer) {
        io.line(answer.json().toString());
    }
}
