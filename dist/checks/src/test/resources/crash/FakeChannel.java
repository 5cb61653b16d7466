package dev.telecoder.checks.peer;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginContext;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.channel.Channel;
import dev.telecoder.api.channel.ChannelProfile;
import dev.telecoder.api.channel.ChannelProfile.LengthUnit;
import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.channel.InboundMessage;
import dev.telecoder.api.channel.Inbox;
import dev.telecoder.api.channel.OutboundMessage;
import dev.telecoder.api.channel.Sender;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.pf4j.Extension;

/**
 * A platform made of files. {@code in/NAME.json} is a message, delivered until it is acknowledged by {@code
 * ack/NAME}, and after
 * each start all of them once more, as a platform that promises "at least once" may. What is sent stands in {@code
 * out.jsonl};
 * one that has been there before stands in {@code repeats.jsonl}, for this platform drops repeats by their key.
 */
@Extension
public final class FakeChannel implements Channel {

    private final Path folder = Path.of(System.getenv("TELECODER_CHECK_FOLDER"));
    private final Json json;
    private final Set<String> delivered = ConcurrentHashMap.newKeySet();
    private final Set<String> sent = ConcurrentHashMap.newKeySet();
    private volatile Thread reader;

    public FakeChannel(PluginContext context) {
        this.json = context.json();
    }

    @Override
    public String id() {
        return "fake";
    }

    @Override
    public ChannelProfile profile() {
        return ChannelProfile.builder(4_000, LengthUnit.UTF16).buttons().build();
    }

    @Override
    public void start(Inbox inbox) {
        try {
            Path out = folder.resolve("out.jsonl");
            if (Files.exists(out)) {
                for (String line : Files.readAllLines(out)) {
                    sent.add(json.parse(line).get("id").text());
                }
            }
        } catch (IOException e) {
            throw PluginException.of(Failure.UNAVAILABLE, e.toString(), e);
        }
        inbox.report(new Inbox.Health(true, "files"));
        reader = Thread.ofPlatform().daemon().name("fake-platform").start(() -> read(inbox));
    }

    private void read(Inbox inbox) {
        while (!Thread.interrupted()) {
            try (Stream<Path> files = Files.list(folder.resolve("in"))) {
                List<Path> fresh = files.filter(file -> file.toString().endsWith(".json"))
                        .filter(file -> !delivered.contains(file.getFileName().toString())).sorted().toList();
                for (Path file : fresh) {
                    deliver(inbox, file);
                }
                Thread.sleep(4);
            } catch (InterruptedException e) {
                return;
            } catch (IOException | RuntimeException e) {
                System.err.println("fake platform: " + e);
            }
        }
    }

    private void deliver(Inbox inbox, Path file) throws IOException {
        String name = file.getFileName().toString();
        JsonValue message = json.parse(Files.readString(file));
        var built = InboundMessage.builder(name, new ChatAddress("fake", "chat-1", null), new Sender("anna", "Anna"), Instant.now())
                .direct(true);
        if (message.get("press").isNull()) {
            built.text(message.get("text").text());
        } else {
            built.picked(message.get("press").text(), message.get("choice").text());
        }
        Inbox.Taken taken;
        try {
            taken = inbox.receive(built.build());
        } catch (RuntimeException e) {
            System.err.println("fake platform: " + name + " was not taken, it is delivered again: " + e);
            return;
        }
        Path ack = folder.resolve("ack").resolve(name);
        Path writing = folder.resolve("ack").resolve("." + name);
        String before = Files.exists(ack) ? Files.readString(ack) : "";
        Files.writeString(writing, before + taken.state() + " " + taken.notice() + "\n");
        Files.move(writing, ack, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        delivered.add(name);
    }

    @Override
    public synchronized Receipt send(OutboundMessage message) {
        String line = JsonValue.object().put("id", message.id()).put("text", message.part().plainText())
                .put("choices", JsonValue.array(message.choices().stream()
                        .map(choice -> JsonValue.object().put("id", choice.id()).build()).toList()))
                .build() + "\n";
        try {
            Files.writeString(folder.resolve(sent.add(message.id()) ? "out.jsonl" : "repeats.jsonl"), line,
                    StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw PluginException.of(Failure.UNAVAILABLE, e.toString(), e);
        }
        return new Receipt("sent-" + message.id());
    }

    @Override
    public void stop() {
        Thread running = reader;
        if (running != null) {
            running.interrupt();
        }
    }
}
