package dev.telecoder.platform.app;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.config.ConfigProblem;
import dev.telecoder.platform.config.PrivateFile;
import dev.telecoder.platform.config.V2Item;
import dev.telecoder.platform.config.V2Migration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code migrate v2}: makes a config.yaml of the config.env of version 2. */
@CommandLine.Command(description = "Makes a config.yaml of version 2's config.env, and says what became of each line.")
final class MigrateCommand extends Command {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneId.systemDefault());

    @Option(names = "--dry-run", description = "only say what would become of it") private boolean dryRun;

    @Option(names = "--force",
            description = "add to a config.yaml that is there; what it says is kept, and a copy goes to backups/") private boolean force;

    MigrateCommand(Io io) {
        super(io);
    }

    @Override
    public Integer call() throws IOException {
        Home home = io.home();
        V2Migration plan = V2Migration.of(home.config()).orElseThrow(() -> CommandFailure.usage("There is no "
                + V2Migration.FILE + " of version 2 in " + home.root() + ", or nothing in it."
                + " TELECODER_HOME names another home."));
        if (!plan.problems().isEmpty()) {
            plan.problems().forEach(problem -> io.tell(problem.describe("config.yaml")));
            throw CommandFailure.usage("Nothing was written. Correct this first.");
        }
        boolean there = Files.exists(home.config());
        List<Path> backups = new ArrayList<>();
        boolean write = !dryRun && (!there || force);
        if (write) {
            home.prepare();
            write(home, plan, there, backups);
        }
        print(home, plan, write, backups);
        if (!dryRun && !write) {
            throw CommandFailure
                    .no("Nothing was written: " + home.config() + " is there already. With --force it is added"
                            + " to; what it says is kept.");
        }
        return 0;
    }

    private void write(Home home, V2Migration plan, boolean there, List<Path> backups) throws IOException {
        String stamp = STAMP.format(Instant.now());
        if (there) {
            backups.add(home.backups().resolve("config-" + stamp + ".yaml"));
            PrivateFile.replace(backups.getLast(), Files.readString(home.config()));
        }
        Path env = home.root().resolve(V2Migration.FILE);
        backups.add(home.backups().resolve("config-" + stamp + ".env"));
        PrivateFile.replace(backups.getLast(), Files.readString(env));
        PrivateFile.replace(home.config(), plan.yaml());
        // Two files with the same secrets are one too many, and this one would still fill in what config.yaml leaves out.
        Files.delete(env);
    }

    private void print(Home home, V2Migration plan, boolean written, List<Path> backups) throws IOException {
        List<JsonValue> items = new ArrayList<>();
        for (V2Item item : plan.items()) {
            items.add(item(item.name(), item.path(), item.state(), item.note()));
        }
        items.addAll(others(home));
        if (asJson) {
            io.line(JsonValue.object().put("written", written).put("file", home.config().toString())
                    .put("backups", backups.stream().map(Path::toString).toList()).put("items", items).build()
                    .toString());
            return;
        }
        list(JsonValue.array(items), "", List.of("name", "state", "path", "note"));
        if (written) {
            io.tell(home.config() + " is written. What was there before is in " + home.backups() + ":");
            backups.forEach(backup -> io.tell("  " + backup.getFileName()));
            io.tell("`telecoder config validate` checks it, `telecoder config show` shows what holds.");
        } else if (dryRun) {
            io.tell("Nothing was written.");
        }
    }

    /** What else of version 2 lies in the home. */
    private static List<JsonValue> others(Home home) throws IOException {
        List<JsonValue> found = new ArrayList<>();
        for (Path file : files(home.root().resolve("jobs"))) {
            if (file.toString().matches(".*\\.ya?ml")) {
                found.add(item("jobs/" + file.getFileName(), "jobs/" + file.getFileName(), V2Item.State.TAKEN,
                        "jobs have the same form"));
            }
        }
        for (Path file : files(home.root())) {
            if (file.toString().matches(".*\\.(db|sqlite|sqlite3)")) {
                found.add(item(String.valueOf(file.getFileName()), "", V2Item.State.LEFT,
                        "sessions are not taken over; the file is not touched"));
            }
        }
        return found;
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static JsonValue item(String name, String path, V2Item.State state, String note) {
        return JsonValue.object().put("name", name).put("state", state.word()).put("path", path.isEmpty() ? null : path)
                .put("note", note.isEmpty() ? null : note).build();
    }
}
