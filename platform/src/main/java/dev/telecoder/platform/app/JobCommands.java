package dev.telecoder.platform.app;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.config.ConfigHolder;
import dev.telecoder.platform.heartbeat.JobFolder;
import dev.telecoder.platform.heartbeat.Occurrence;
import dev.telecoder.platform.heartbeat.Occurrences;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands about jobs, which are files in the folder {@code jobs} of the home. */
final class JobCommands {

    private JobCommands() {}

    private static int run(Command command, Io io, String path, String text) {
        JsonValue begun = HostClient.need(io.home(), command.json).post(path, JsonValue.object().put("text", text)
                .build());
        if (command.asJson) {
            io.line(begun.toString());
        } else {
            io.line(begun.get("name").text() + " " + begun.get("occurrence").text());
            io.tell("`telecoder cron runs` shows how it goes.");
        }
        return 0;
    }

    /** {@code cron list}. */
    @CommandLine.Command(description = "Jobs, and when they are due next; needs no host.")
    static final class List extends Command {

        List(Io io) {
            super(io);
        }

        @Override
        public Integer call() {
            Optional<HostClient> host = HostClient.find(io.home(), json);
            JsonValue jobs = host.isPresent() ? host.get().all("/api/v1/jobs") : read();
            jobs.items().stream().flatMap(job -> job.get("problem").findText().stream())
                    .forEach(problem -> io.tell("telecoder: " + problem));
            return list(jobs, "There are no jobs. A job is a file in " + io.home().jobs() + ".",
                    java.util.List.of("name", "file", "schedule", "timezone", "enabled", "next"));
        }

        private JsonValue read() {
            ZoneId usual = new ConfigHolder(io.home().config(), io.environment()).current().settings().heartbeat()
                    .timezone().orElseGet(ZoneId::systemDefault);
            Instant now = Instant.now();
            return JsonValue.array(new JobFolder(io.home().jobs()).read(usual).stream()
                    .map(job -> job.toJson(job.next(now))).toList());
        }
    }

    /** {@code cron runs}. */
    @CommandLine.Command(description = "What jobs did, the newest first.")
    static final class Runs extends Command {

        @Parameters(arity = "0..1", paramLabel = "NAME", description = "only this job") private String job = "";

        @Option(names = {"-n", "--limit"}, defaultValue = "50",
                description = "how many (default ${DEFAULT-VALUE})") private int limit;

        Runs(Io io) {
            super(io);
        }

        @Override
        public Integer call() {
            Optional<HostClient> host = HostClient.find(io.home(), json);
            String path = job.isEmpty() ? "/api/v1/jobs/runs" : "/api/v1/jobs/" + HostClient.segment(job) + "/runs";
            return list(host.isPresent() ? host.get().get(path + "?limit=" + limit).get("items") : stored(),
                    "No job has run yet.",
                    java.util.List.of("name", "occurrence", "state", "started_at", "ended_at", "detail"));
        }

        private JsonValue stored() {
            try (Host host = Host.open(io.home(), io.environment())) {
                return JsonValue.array(new Occurrences(host.database()).list(job.isEmpty() ? null : job, limit).stream()
                        .map(Occurrence::toJson).toList());
            }
        }
    }

    /** {@code cron run}. */
    @CommandLine.Command(description = "Runs a job now, beside its times.")
    static final class Run extends Command {

        @Parameters(index = "0", paramLabel = "NAME", description = "the job") private String job = "";

        Run(Io io) {
            super(io);
        }

        @Override
        public Integer call() {
            return run(this, io, "/api/v1/jobs/" + HostClient.segment(job) + "/run", "");
        }
    }

    /** {@code trigger}. */
    @CommandLine.Command(name = "trigger", description = "Runs a job now, with something to tell it.")
    static final class Trigger extends Command {

        @Parameters(index = "0", paramLabel = "ID", description = "the name of the job") private String job = "";

        @Parameters(index = "1..*", arity = "0..*", paramLabel = "TEXT",
                description = "what to tell it, after its prompt") private java.util.List<String> text =
                        java.util.List.of();

        Trigger(Io io) {
            super(io);
        }

        @Override
        public Integer call() {
            return run(this, io, "/api/v1/triggers/" + HostClient.segment(job), String.join(" ", text));
        }
    }
}
