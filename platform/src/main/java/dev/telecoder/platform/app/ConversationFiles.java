package dev.telecoder.platform.app;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.conversation.ConversationExport;
import dev.telecoder.platform.conversation.ConversationImport;
import dev.telecoder.platform.conversation.Conversations;
import dev.telecoder.platform.identity.People;
import dev.telecoder.platform.store.Database;
import java.io.BufferedOutputStream;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Conversations as a file of JSON lines; with a running host through it, else straight from and to the database. */
final class ConversationFiles {

    private static final String ROUTE = "/api/v1/conversations.jsonl";
    private static final int TOLD_REFUSALS = 100;
    private static final long PROGRESS_NANOS = 1_000_000_000L;

    private ConversationFiles() {}

    /** {@code conversations export}. */
    @CommandLine.Command(description = "Writes what was said in direct conversations, a line of JSON a message.")
    static final class Export extends Command {

        @Parameters(paramLabel = "FILE.jsonl", description = "where to; - prints it") private String file = "";

        @Option(names = "--conversation", paramLabel = "ID",
                description = "only this one") private @Nullable String conversation;

        Export(Io io) {
            super(io);
        }

        @Override
        public Integer call() throws IOException {
            if (file.equals("-")) {
                Counting out = new Counting(new BufferedOutputStream(io.out(), 64 * 1024));
                String shared = write(out);
                out.flush();
                tell(out.lines, shared);
                return 0;
            }
            Path target = Path.of(file).toAbsolutePath();
            // Under its name stands only a whole file, and only its owner can read what people said.
            Path partial = PrivateFiles.create(target.resolveSibling(target.getFileName() + ".partial"));
            try {
                Counting out = new Counting(new BufferedOutputStream(Files.newOutputStream(partial), 64 * 1024));
                String shared;
                try (out) {
                    shared = write(out);
                }
                Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING);
                tell(out.lines, shared);
                if (asJson) {
                    io.line(JsonValue.object().put("file", file).put("messages", out.lines).build().toString());
                }
            } finally {
                Files.deleteIfExists(partial);
            }
            return 0;
        }

        private String write(OutputStream out) throws IOException {
            Optional<HostClient> host = HostClient.find(io.home(), json);
            if (host.isPresent()) {
                return host.get().download(
                        ROUTE + (conversation == null ? "" : "?conversation=" + HostClient.segment(conversation)), out,
                        "X-Shared-Left-Out");
            }
            Home home = io.home().prepare();
            try (Database database = Database.open(home.database(), home.backups())) {
                ConversationExport export =
                        new ConversationExport(database, new People(database, Clock.systemUTC()));
                export.write(conversation, line -> out.write((line + "\n").getBytes(StandardCharsets.UTF_8)));
                return String.valueOf(export.shared());
            }
        }

        private void tell(long lines, String shared) {
            io.tell(lines + (lines == 1 ? " message." : " messages.") + (shared.equals("0") || conversation != null ? ""
                    : " Conversations of several people are left out, " + shared
                            + " of them; `telecoder backup create` keeps everything."));
        }
    }

    /** {@code conversations import}. */
    @CommandLine.Command(description = "Takes in messages that export wrote, or another program; nothing twice.")
    static final class Import extends Command {

        @Parameters(paramLabel = "FILE.jsonl", description = "where from; - reads the input") private String file = "";

        private long told;

        Import(Io io) {
            super(io);
        }

        @Override
        public Integer call() throws IOException {
            Path source = Path.of(file);
            if (!file.equals("-") && !Files.isRegularFile(source) && !Files.isReadable(source)) {
                throw CommandFailure.usage("There is no file " + file + " that can be read.");
            }
            JsonValue counts;
            try (InputStream in = new Progress(file.equals("-") ? io.in() : Files.newInputStream(source))) {
                Optional<HostClient> host = HostClient.find(io.home(), json);
                counts = host.isPresent() ? through(host.get(), in) : here(in);
            }
            long refused = counts.get("refused").asLong(0);
            if (asJson) {
                io.line(counts.toString());
            } else {
                io.line(counts.get("taken").text() + " taken, " + counts.get("known").text() + " known, " + refused
                        + " refused");
            }
            return refused > 0 ? CommandFailure.NO : 0;
        }

        private JsonValue through(HostClient host, InputStream in) throws IOException {
            JsonValue answer = host.upload(ROUTE, in);
            answer.get("refusals").items().forEach(one -> tell(one.get("line").asLong(0), one.get("reason").text()));
            return counts(answer.get("taken").asLong(0), answer.get("known").asLong(0),
                    answer.get("refused").asLong(0));
        }

        private JsonValue here(InputStream in) throws IOException {
            Home home = io.home().prepare();
            try (Database database = Database.open(home.database(), home.backups())) {
                Clock clock = Clock.systemUTC();
                ConversationImport.Counts counts = new ConversationImport(database, new People(database, clock),
                        new Conversations(database, clock), json)
                        .read(in, refusal -> tell(refusal.line(), refusal.reason()), lines -> {});
                return counts(counts.taken(), counts.known(), counts.refused());
            }
        }

        private JsonValue counts(long taken, long known, long refused) {
            if (refused > told) {
                io.tell("and " + (refused - told) + " more lines.");
            }
            return JsonValue.object().put("taken", taken).put("known", known).put("refused", refused).build();
        }

        private void tell(long line, String reason) {
            if (told < TOLD_REFUSALS) {
                told++;
                io.tell("line " + line + " refused: " + reason);
            }
        }

        /** Tells now and then how far it is. */
        private final class Progress extends FilterInputStream {

            private long lines;
            private long due = System.nanoTime() + PROGRESS_NANOS;

            Progress(InputStream in) {
                super(in);
            }

            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                int read = super.read(into, from, length);
                for (int i = from; i < from + read; i++) {
                    lines += into[i] == '\n' ? 1 : 0;
                }
                if (System.nanoTime() > due) {
                    due = System.nanoTime() + PROGRESS_NANOS;
                    io.tell(lines + " lines read …");
                }
                return read;
            }
        }
    }

    /** Counts lines on their way. */
    private static final class Counting extends FilterOutputStream {

        private long lines;

        Counting(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            for (int i = from; i < from + length; i++) {
                lines += bytes[i] == '\n' ? 1 : 0;
            }
            out.write(bytes, from, length);
        }
    }
}
