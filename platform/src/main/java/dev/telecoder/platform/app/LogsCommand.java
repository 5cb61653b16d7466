package dev.telecoder.platform.app;

import dev.telecoder.api.json.JsonValue;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code logs}: the end of the log, and with {@code -f} what is added to it. */
@CommandLine.Command(description = "Shows the end of the log.")
final class LogsCommand extends Command {

    private static final Pattern LINE = Pattern.compile("(\\S+) (\\w+) +(\\S+): (.*)");

    @Option(names = {"-f", "--follow"}, description = "go on with what is added") private boolean follow;

    @Option(names = {"-n", "--lines"}, defaultValue = "200",
            description = "how many lines (default ${DEFAULT-VALUE})") private int lines;

    LogsCommand(Io io) {
        super(io);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path file = io.home().logs().resolve(LogSetup.FILE);
        if (!Files.exists(file) && !follow) {
            io.tell("Nothing was logged yet in " + file + ".");
            return 0;
        }
        long read = 0;
        if (Files.exists(file)) {
            byte[] all = Files.readAllBytes(file);
            read = all.length;
            List<String> text = new String(all, StandardCharsets.UTF_8).lines().toList();
            text.subList(Math.max(0, text.size() - Math.max(0, lines)), text.size()).forEach(this::print);
        }
        while (follow) {
            Thread.sleep(200);
            read = more(file, read);
        }
        return 0;
    }

    private long more(Path file, long from) throws IOException {
        long size = Files.exists(file) ? Files.size(file) : 0;
        long begin = size < from ? 0 : from; // it was rolled: the new file is read from its beginning
        if (size == begin) {
            return size;
        }
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
            byte[] bytes = new byte[(int) Math.min(size - begin, 1 << 20)];
            open.seek(begin);
            open.readFully(bytes);
            String text = new String(bytes, StandardCharsets.UTF_8);
            int end = text.lastIndexOf('\n') + 1;
            text.substring(0, end).lines().forEach(this::print);
            return begin + text.substring(0, end).getBytes(StandardCharsets.UTF_8).length;
        }
    }

    private void print(String line) {
        Matcher entry = LINE.matcher(line);
        if (!asJson) {
            io.line(line);
        } else if (entry.matches()) {
            io.line(JsonValue.object().put("at", entry.group(1)).put("level", entry.group(2))
                    .put("logger", entry.group(3))
                    .put("message", entry.group(4)).build().toString());
        } else {
            io.line(JsonValue.object().put("message", line).build().toString());
        }
    }
}
