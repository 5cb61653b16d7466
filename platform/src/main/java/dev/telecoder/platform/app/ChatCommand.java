package dev.telecoder.platform.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code chat}: one message and its answer, or a talk at the terminal. */
@CommandLine.Command(description = "Talks to TeleCoder: one message with -m, else line by line.")
final class ChatCommand extends Command {

    private static final int PATIENCE_MILLIS = 120_000;

    @Option(names = {"-m", "--message"}, paramLabel = "TEXT",
            description = "say this and print the answer") private @Nullable String message;

    @Option(names = "--conversation", paramLabel = "ID",
            description = "go on with this conversation") private @Nullable String conversation;

    @Option(names = "--repo", paramLabel = "NAME|DIR",
            description = "work on a clone of this repository") private @Nullable String repo;

    @Option(names = {"-y", "--yes"},
            description = "answer yes to questions up to EXTERNAL, for this turn only") private boolean yes;

    ChatCommand(Io io) {
        super(io);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (message != null && message.isBlank()) {
            throw CommandFailure.usage("-m is empty. Say something.");
        }
        try (Talk talk = open()) {
            String id = talk.begin(conversation, address(repo));
            BufferedReader typed = new BufferedReader(new InputStreamReader(io.in(), StandardCharsets.UTF_8));
            return message != null ? once(talk, id, message, io.typed() && !yes ? typed : null)
                    : talkOn(talk, id, typed);
        }
    }

    private int once(Talk talk, String id, String text, @Nullable BufferedReader typed) {
        Thread stop = Thread.ofPlatform().unstarted(() -> talk.stop(id));
        Runtime.getRuntime().addShutdownHook(stop);
        String status;
        try {
            status = new TurnView(io, talk, new Answering(io, typed, yes),
                    asJson ? TurnView.Style.EVENTS : TurnView.Style.ANSWER).run(id, text);
        } finally {
            try {
                Runtime.getRuntime().removeShutdownHook(stop);
            } catch (IllegalStateException e) {
                // it is running: somebody pressed Ctrl-C
            }
        }
        return status.equals("done") ? 0 : CommandFailure.NO;
    }

    private int talkOn(Talk talk, String id, BufferedReader typed) throws IOException {
        if (io.typed()) {
            io.tell("You talk to TeleCoder. Ctrl-C stops what it does, Ctrl-D ends; /help lists commands.");
            Interrupt.call(() -> talk.stop(id));
        }
        TurnView view = new TurnView(io, talk, new Answering(io, io.typed() && !yes ? typed : null, yes),
                asJson ? TurnView.Style.EVENTS : TurnView.Style.LIVE);
        String status = "done";
        while (true) {
            if (io.typed()) {
                io.err().print("> ");
                io.err().flush();
            }
            String line = typed.readLine();
            if (line == null || line.strip().equals("/quit") || line.strip().equals("/exit")) {
                return status.equals("done") ? 0 : CommandFailure.NO;
            }
            if (!line.isBlank()) {
                status = view.run(id, line.strip());
            }
        }
    }

    /** The running host, or an agent of our own; only one of those works on a home at a time, the next one waits. */
    private Talk open() throws IOException, InterruptedException {
        Home home = io.home().prepare();
        long until = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
        while (System.nanoTime() < until) {
            Optional<HostClient> host = HostClient.find(home, json);
            if (host.isPresent()) {
                return new RemoteTalk(host.get());
            }
            Optional<HostFile.Lock> lock = HostFile.Lock.take(home);
            if (lock.isPresent()) {
                return local(home, lock.get());
            }
            Thread.sleep(100);
        }
        throw CommandFailure.usage("Another command works in " + home.root() + " and does not end. Try again later.");
    }

    private Talk local(Home home, HostFile.Lock lock) throws IOException {
        boolean taken = false;
        Host host = null;
        try {
            host = Host.open(home, io.environment());
            boolean command = message != null && message.strip().startsWith("/");
            if (!command && host.models().selected().isEmpty()) {
                throw CommandFailure.no(host.models().nothingAnswers().getMessage());
            }
            taken = true;
            return new LocalTalk(host, lock);
        } finally {
            if (!taken) {
                if (host != null) {
                    host.close();
                }
                lock.close();
            }
        }
    }

    /** A folder is named by its address; anything else is a name or an address already. */
    private static @Nullable String address(@Nullable String given) {
        if (given == null) {
            return null;
        }
        try {
            Path folder = Path.of(given);
            if (given.matches("[.~]?/.*|\\.\\.?(/.*)?") && !Files.isDirectory(folder)) {
                throw CommandFailure.usage("--repo is " + given + ", and there is no such folder. Give a folder with a"
                        + " repository, the address of one, or a name from repos in config.yaml.");
            }
            return Files.isDirectory(folder) ? folder.toRealPath().toUri().toString().replaceFirst("/$", "") : given;
        } catch (InvalidPathException | IOException e) {
            return given;
        }
    }
}
