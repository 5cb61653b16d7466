package dev.telecoder.checks.crash;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The platform's side of the channel {@code fake}, and the one person on it. For one thread, but for {@link #say}. */
final class FakePlatform {

    private static final Pattern QUESTION = Pattern.compile("Approval needed\\W+(\\w+)");

    private final Path folder;
    private final boolean presses;
    private final Map<String, String> answered = new LinkedHashMap<>();

    FakePlatform(Path folder, boolean presses) throws IOException {
        this.folder = folder;
        this.presses = presses;
        Files.createDirectories(folder.resolve("in"));
        Files.createDirectories(folder.resolve("ack"));
    }

    /** The person writes something; once, however often this is called. */
    void say(String name, String text) throws IOException {
        post(name, HostProcess.JSON.createObjectNode().put("text", text).toString());
    }

    boolean acknowledged(String name) {
        return Files.exists(folder.resolve("ack").resolve(name + ".json"));
    }

    /** The person says yes, once to each question they see; by its button or by words. */
    void answerQuestions() throws IOException {
        for (JsonNode message : sent()) {
            Matcher question = QUESTION.matcher(message.get("text").asText());
            if (!question.find() || answered.putIfAbsent(message.get("id").asText(), question.group(1)) != null) {
                continue;
            }
            if (presses) {
                post("3-press-" + question.group(1), HostProcess.JSON.createObjectNode()
                        .put("press", "sent-" + message.get("id").asText()).put("choice", "allow_once").toString());
            } else {
                say("3-words-" + question.group(1), "/approve " + question.group(1));
            }
        }
    }

    /** The questions the person has seen. */
    int questions() {
        return answered.size();
    }

    List<JsonNode> sent() throws IOException {
        return lines("out.jsonl");
    }

    List<JsonNode> repeats() throws IOException {
        return lines("repeats.jsonl");
    }

    long sentWith(String words) throws IOException {
        return sent().stream().filter(message -> message.get("text").asText().contains(words)).count();
    }

    /** How often the question was replaced by what became of it; on a platform that cannot edit that is a message. */
    long outcomes() throws IOException {
        return sent().stream().filter(message -> message.get("id").asText().startsWith("outcome-")).count();
    }

    int lineCount(String file) throws IOException {
        Path path = folder.resolve(file);
        return Files.exists(path) ? Files.readAllLines(path).size() : 0;
    }

    private List<JsonNode> lines(String file) throws IOException {
        Path path = folder.resolve(file);
        List<JsonNode> all = new ArrayList<>();
        if (Files.exists(path)) {
            String text = Files.readString(path);
            // What stands behind the last line feed is being written at this moment.
            for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
                all.add(HostProcess.JSON.readTree(line));
            }
        }
        return all;
    }

    private synchronized void post(String name, String message) throws IOException {
        Path file = folder.resolve("in").resolve(name + ".json");
        if (!Files.exists(file)) {
            Path writing = folder.resolve("in").resolve(name + ".writing");
            Files.writeString(writing, message);
            Files.move(writing, file, StandardCopyOption.ATOMIC_MOVE);
        }
    }
}
