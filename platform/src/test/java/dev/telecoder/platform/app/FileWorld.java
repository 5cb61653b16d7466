package dev.telecoder.platform.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.platform.plugin.TestJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * A monitor, a chat and a model made of files, as plugins of a host: {@code events} holds what the monitor finds, {@code sent}
 * what the chat was sent, {@code in} what it hears, {@code asked} what the model was asked. While {@code hold} exists a look does
 * not end; while {@code stall} exists the platform does not answer.
 */
record FileWorld(Path folder) {

    private static final String MONITOR = """
            package world;
            import dev.telecoder.api.monitor.*;
            import java.nio.file.*;
            import java.time.*;
            import java.util.*;
            public class FileMonitor implements Monitor {
                private final Path folder = Path.of("FOLDER");
                public String id() { return "file"; }
                public Duration interval() { return Duration.ofMillis(200); }
                public List<HeartbeatEvent> check(Check check) {
                    try {
                        Files.writeString(folder.resolve("looks"), "look\\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                        List<HeartbeatEvent> found = new ArrayList<>();
                        for (String line : Files.readAllLines(folder.resolve("events"))) {
                            String[] part = line.split("[|]");
                            found.add(HeartbeatEvent.builder(part[0], HeartbeatEvent.Severity.valueOf(part[3]), part[4],
                                Instant.now()).repo("my/api").incident(part[1], HeartbeatEvent.State.valueOf(part[2]))
                                .detail(part[5]).build());
                        }
                        while (Files.exists(folder.resolve("hold"))) Thread.sleep(10);
                        return found;
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }
            }
            """;

    private static final String CHAT = """
            package world;
            import dev.telecoder.api.*;
            import dev.telecoder.api.channel.*;
            import java.nio.file.*;
            import java.time.Instant;
            import java.util.*;
            import java.util.stream.Stream;
            @Configured(value = "channels.chat", required = false, settings = FileChat.Settings.class)
            public class FileChat implements Channel, MessageEditor {
                @Setting("A chat made of files.")
                public record Settings(@Setting("Nothing.") String nothing) {}
                private final Path folder = Path.of("FOLDER");
                private volatile Thread reader;
                public String id() { return "chat"; }
                public ChannelProfile profile() {
                    return ChannelProfile.builder(4000, ChannelProfile.LengthUnit.UTF16).buttons().build();
                }
                public void start(Inbox inbox) {
                    reader = Thread.ofVirtual().start(() -> {
                        while (!Thread.currentThread().isInterrupted()) {
                            try (Stream<Path> files = Files.list(folder.resolve("in"))) {
                                for (Path file : files.sorted().toList()) {
                                    String[] part = Files.readString(file).split("[|]", 3);
                                    var message = InboundMessage.builder(file.getFileName().toString(),
                                        new ChatAddress("chat", "anna", null), new Sender("anna", "Anna", false), Instant.now())
                                        .direct(true).addressedToBot(true);
                                    inbox.receive(part[0].equals("press") ? message.picked(part[1], part[2]).build()
                                        : message.text(part[1]).build());
                                    Files.delete(file);
                                }
                                Thread.sleep(10);
                            } catch (InterruptedException e) {
                                return;
                            } catch (Exception e) {
                                throw new IllegalStateException(e);
                            }
                        }
                    });
                }
                public Receipt send(OutboundMessage message) { return new Receipt(note("send", message)); }
                public void edit(String id, OutboundMessage message) { note("edit " + id, message); }
                private String note(String how, OutboundMessage message) {
                    try {
                        Files.writeString(folder.resolve("begun"), message.id() + "\\n", StandardOpenOption.CREATE,
                            StandardOpenOption.APPEND);
                        while (Files.exists(folder.resolve("stall"))) Thread.sleep(10);
                        Files.writeString(folder.resolve("sent"), how + " m-" + message.id() + " "
                            + message.choices().stream().map(one -> one.id()).toList() + " "
                            + message.markdown().replace("\\n", "/") + "\\n", StandardOpenOption.CREATE,
                            StandardOpenOption.APPEND);
                        return "m-" + message.id();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }
                public void stop() { reader.interrupt(); }
            }
            """;

    private static final String MODEL = """
            package world;
            import dev.telecoder.api.llm.*;
            import java.nio.file.*;
            import java.util.*;
            import java.util.function.Consumer;
            public class FileModel implements LlmProvider {
                private final Path folder = Path.of("FOLDER");
                public String id() { return "file"; }
                public List<LlmModel> models() { return List.of(LlmModel.builder("m").build()); }
                public LlmResponse generate(LlmRequest request, Consumer<LlmEvent> progress) {
                    try {
                        StringBuilder all = new StringBuilder();
                        request.messages().forEach(one -> all.append(one.text()).append("/"));
                        Files.writeString(folder.resolve("asked"), all.toString().replace("\\n", "/") + "\\n",
                            StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                    String last = request.messages().getLast().text();
                    String said = last.contains("nothing to see") ? "{\\"notify\\": false, \\"reason\\": \\"known\\"}"
                        : last.contains("The monitor file saw") ? "{\\"notify\\": true, \\"text\\": \\"The clock is wrong.\\"}"
                        : last.contains("Fix incident") ? "Fixed it in #1." : "heard " + last;
                    return new LlmResponse(ChatMessage.text(ChatMessage.Role.ASSISTANT, said), LlmResponse.Stop.END,
                        LlmResponse.Usage.of(10, 10));
                }
            }
            """;

    /** Makes the plugins and the settings of a home. */
    static FileWorld in(Path folder, Path home, boolean model) throws IOException {
        return in(folder, home, model, "file");
    }

    /** The same, with a monitor of that name. */
    static FileWorld in(Path folder, Path home, boolean model, String monitor) throws IOException {
        Files.createDirectories(folder.resolve("in"));
        Files.writeString(folder.resolve("events"), "");
        TestJar jar = TestJar.plugin("world", "1.0.0").extension(MONITOR.replace("FOLDER", folder.toString())
                .replace("\"file\"", "\"" + monitor + "\""))
                .extension(CHAT.replace("FOLDER", folder.toString()));
        (model ? jar.extension(MODEL.replace("FOLDER", folder.toString()).replace("monitor file saw",
                "monitor " + monitor + " saw")) : jar).into(home.resolve("plugins"));
        Files.writeString(home.resolve("config.yaml"), """
                server: {port: 0}
                channels: {chat: {}}
                access: {chat: {dm_policy: open, allow_from: ["*"]}}
                heartbeat: {notify: ["chat:anna"], timezone: UTC, dep_audit_interval: 1s}
                repos: [{name: my/api, url: "file:///nowhere", host: none, monitors: [%s]}]
                """.formatted(monitor) + (model ? "llm: {provider: file, model: m}\n" : ""));
        return new FileWorld(folder);
    }

    void event(String key, String incident, String state, String severity, String title, String detail)
            throws IOException {
        Files.writeString(folder.resolve("events"), String.join("|", key, incident, state, severity, title, detail)
                + "\n", StandardOpenOption.APPEND);
    }

    void says(String name, String text) throws IOException {
        in(name, "text|" + text);
    }

    void presses(String name, String message, String choice) throws IOException {
        in(name, "press|" + message + "|" + choice);
    }

    private void in(String name, String content) throws IOException {
        Path whole = Files.writeString(folder.resolve("written"), content);
        Files.move(whole, folder.resolve("in").resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    List<String> lines(String name) throws IOException {
        Path file = folder.resolve(name);
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    /** Waits for what a plugin or another process does. */
    static void until(String what, Callable<Boolean> so) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!so.call()) {
            assertThat(System.nanoTime()).as("waited too long until " + what).isLessThan(end);
            Thread.sleep(10);
        }
    }
}
