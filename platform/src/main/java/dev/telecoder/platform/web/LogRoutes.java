package dev.telecoder.platform.web;

import dev.telecoder.api.json.JsonValue;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The end of the host's log, for the owner and admins. What looks like a secret was taken out when it was written. */
final class LogRoutes {

    private static final List<String> LEVELS = List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR");
    private static final Pattern LINE = Pattern.compile("(\\d{4}-\\S+Z) (TRACE|DEBUG|INFO|WARN|ERROR) +(\\S+): (.*)");
    /** As far back as is read; older entries are in the file. */
    private static final int TAIL = 1 << 20;
    private static final int MAX_TEXT = 200;

    private final HostView host;

    LogRoutes(HostView host) {
        this.host = host;
    }

    void register(Api api) {
        api.get("/logs", this::list);
    }

    /** An entry with the lines that belong to it, such as a stack trace. */
    private record Entry(String at, String level, String logger, StringBuilder text) {

        boolean fits(int least, String words) {
            return LEVELS.indexOf(level) >= least
                    && (words.isEmpty() || (logger + ' ' + text).toLowerCase(Locale.ROOT).contains(words));
        }

        JsonValue json() {
            int end = text.indexOf("\n");
            return JsonValue.object().put("at", at).put("level", level).put("logger", logger)
                    .put("message", end < 0 ? text.toString() : text.substring(0, end))
                    .putIfPresent("stack", end < 0 ? null : text.substring(end + 1)).build();
        }
    }

    private Answer list(ApiRequest request) throws IOException {
        request.requireAdmin();
        int limit = request.limit();
        String level = request.query("level").orElse("info").toUpperCase(Locale.ROOT);
        if (!LEVELS.contains(level)) {
            throw Problem.invalid("level", "expected trace, debug, info, warn or error");
        }
        String words = request.query("q").map(text -> text.strip().toLowerCase(Locale.ROOT)).orElse("");
        if (words.length() > MAX_TEXT) {
            throw Problem.invalid("q", "may have at most " + MAX_TEXT + " characters");
        }
        Optional<Path> file = host.logFile();
        List<Entry> entries = file.isEmpty() ? List.of() : entries(file.get());
        List<JsonValue> fitting = entries.stream().filter(entry -> entry.fits(LEVELS.indexOf(level), words))
                .map(Entry::json).toList();
        return Answer.items(fitting.subList(Math.max(0, fitting.size() - limit), fitting.size()).reversed());
    }

    private static List<Entry> entries(Path file) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        String text;
        boolean whole;
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
            long from = Math.max(0, open.length() - TAIL);
            whole = from == 0;
            byte[] bytes = new byte[(int) (open.length() - from)];
            open.seek(from);
            open.readFully(bytes);
            text = new String(bytes, StandardCharsets.UTF_8);
        }
        List<Entry> entries = new ArrayList<>();
        for (String line : text.lines().skip(whole ? 0 : 1).toList()) {
            Matcher entry = LINE.matcher(line);
            if (entry.matches()) {
                entries.add(new Entry(entry.group(1), entry.group(2), entry.group(3),
                        new StringBuilder(entry.group(4))));
            } else if (!entries.isEmpty()) {
                entries.getLast().text().append('\n').append(line);
            }
        }
        return entries;
    }
}
