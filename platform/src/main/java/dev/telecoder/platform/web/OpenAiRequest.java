package dev.telecoder.platform.web;

import dev.telecoder.api.json.JsonValue;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a client of {@code /v1/chat/completions} asks.
 *
 * @param history what was said before, oldest first
 * @param text what is said now
 * @param files the images that came with it
 * @param stream whether the answer is to come piece by piece
 * @param usage whether the last piece is to tell the tokens
 */
record OpenAiRequest(List<Line> history, String text, List<Uploads.File> files, boolean stream, boolean usage) {

    private static final int MAX_TEXT = 100_000;
    private static final Set<String> ROLES = Set.of("system", "developer", "user", "assistant");
    private static final Pattern DATA = Pattern.compile("data:(image/[a-z+.-]+);base64,(.+)", Pattern.DOTALL);

    /**
     * One message.
     *
     * @param role whose it is
     * @param text what it says
     */
    record Line(String role, String text) {}

    static OpenAiRequest of(JsonValue body) {
        List<JsonValue> messages = body.get("messages").items();
        if (messages.isEmpty()) {
            throw Problem.invalid("messages", "expected at least one message");
        }
        for (String foreign : List.of("tools", "functions")) {
            if (!body.get(foreign).items().isEmpty()) {
                throw Problem.invalid(foreign, "are not taken: TeleCoder has tools of its own and runs them itself");
            }
        }
        if (body.get("n").asInt(1) != 1) {
            throw Problem.invalid("n", "may only be 1");
        }
        List<Line> history = new ArrayList<>();
        List<Uploads.File> files = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            String path = "messages[" + i + "]";
            String role = messages.get(i).get("role").text();
            if (!ROLES.contains(role)) {
                throw Problem.invalid(path + ".role", "expected system, developer, user or assistant");
            }
            history.add(new Line(role, text(messages.get(i).get("content"), path + ".content",
                    i == messages.size() - 1 ? files : new ArrayList<>())));
        }
        Line last = history.removeLast();
        if (!last.role().equals("user")) {
            throw Problem.invalid("messages", "expected the last one to be of the user");
        }
        if (last.text().isBlank() && files.isEmpty()) {
            throw Problem.invalid("messages", "expected the last one to say something");
        }
        if (last.text().length() > MAX_TEXT) {
            throw Problem.invalid("messages", "the last one may have at most " + MAX_TEXT + " characters, has "
                    + last.text().length());
        }
        return new OpenAiRequest(List.copyOf(history), last.text(), List.copyOf(files),
                body.get("stream").asBoolean(false), body.get("stream_options").get("include_usage").asBoolean(false));
    }

    /** The history that the next request of this thread will send. */
    List<Line> with(String answer) {
        List<Line> all = new ArrayList<>(history);
        all.add(new Line("user", text));
        all.add(new Line("assistant", answer));
        return all;
    }

    /** What is said now, after what was said elsewhere before. */
    String withHistory() {
        if (history.isEmpty()) {
            return text;
        }
        String before = history.stream().map(line -> "[" + line.role() + "] " + line.text().strip())
                .collect(Collectors.joining("\n\n"));
        String shown = before.length() <= MAX_TEXT ? before : before.substring(before.length() - MAX_TEXT);
        return "[What was said before, in another place:]\n\n" + shown + "\n\n[What is said now:]\n\n" + text;
    }

    private static String text(JsonValue content, String path, List<Uploads.File> files) {
        if (!(content instanceof JsonValue.JsonArray)) {
            return content.text();
        }
        StringBuilder text = new StringBuilder();
        for (JsonValue part : content.items()) {
            switch (part.get("type").text()) {
                case "text", "input_text", "output_text" -> text.append(text.isEmpty() ? "" : "\n")
                        .append(part.get("text").text());
                case "refusal" -> text.append(part.get("refusal").text());
                case "image_url" -> files.add(image(part.get("image_url").get("url").text(), path, files.size() + 1));
                default -> throw Problem.invalid(path, "expected parts of type text or image_url");
            }
        }
        return text.toString();
    }

    private static Uploads.File image(String url, String path, int number) {
        Matcher data = DATA.matcher(url);
        if (!data.matches()) {
            throw Problem.invalid(path, "an image must come as data:image/png;base64,…; addresses are not fetched");
        }
        try {
            return new Uploads.File("image-" + number + "." + data.group(1).replaceFirst("image/", ""), data.group(1),
                    Base64.getMimeDecoder().decode(data.group(2)));
        } catch (IllegalArgumentException e) {
            throw Problem.invalid(path, "the image is no Base64");
        }
    }
}
