package dev.telecoder.platform.app;

import dev.telecoder.api.channel.MessageFormat;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.config.Nearest;
import dev.telecoder.platform.plugin.PluginFault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code channels render}: shows what a channel would send for a text, without sending anything. */
@CommandLine.Command(description = "Shows the messages that a channel makes of Markdown; needs no account and no host.")
final class RenderCommand extends Command {

    @Parameters(index = "0", paramLabel = "NAME", description = "the channel, such as webchat") private String name =
            "";

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "FILE",
            description = "files with Markdown; - reads the input") private List<String> files = List.of();

    RenderCommand(Io io) {
        super(io);
    }

    @Override
    public Integer call() throws IOException {
        try (PluginBench bench = PluginBench.open(io.home(), io.environment())) {
            MessageFormat format = find(bench);
            int exit = 0;
            for (String file : files) {
                exit = Math.max(exit, render(format, file));
            }
            return exit;
        }
    }

    private MessageFormat find(PluginBench bench) {
        Map<String, MessageFormat> formats = new TreeMap<>();
        bench.plugins().of(MessageFormat.class).forEach(found -> {
            try {
                formats.putIfAbsent(found.instance().channel(), found.instance());
            } catch (PluginFault e) {
                io.tell("telecoder: " + e.getMessage());
            }
        });
        MessageFormat format = formats.get(name);
        if (format == null) {
            String nearest = Nearest.to(name, formats.keySet());
            throw CommandFailure.usage("No channel '" + name + "' that brings a format is installed."
                    + (nearest == null ? "" : " Did you mean '" + nearest + "'?") + " There are: "
                    + (formats.isEmpty() ? "none" : String.join(", ", formats.keySet())) + ".");
        }
        return format;
    }

    /** One file after the other, each by itself: what is wrong with one does not keep the others from being shown. */
    private int render(MessageFormat format, String file) {
        String markdown = read(file);
        if (markdown == null) {
            return CommandFailure.USAGE;
        }
        List<MessageFormat.Part> parts;
        try {
            parts = format.render(markdown);
        } catch (RuntimeException e) {
            io.tell("telecoder: " + file + " could not be rendered: " + e.getMessage());
            return CommandFailure.NO;
        }
        if (asJson) {
            io.line(JsonValue.object().put("file", file)
                    .put("messages", parts.stream().map(MessageFormat.Part::body).toList()).build().toString());
        } else {
            show(file, parts);
        }
        return 0;
    }

    private void show(String file, List<MessageFormat.Part> parts) {
        if (parts.isEmpty()) {
            io.tell(file + ": nothing to show");
        }
        for (int i = 0; i < parts.size(); i++) {
            io.tell("--- " + file + ", message " + (i + 1) + " of " + parts.size());
            JsonValue body = parts.get(i).body();
            body.members().forEach((member, value) -> io
                    .line(body.members().size() == 1 ? value.text() : member + ": " + shown(value)));
        }
    }

    private @Nullable String read(String file) {
        try {
            byte[] bytes = file.equals("-") ? io.in().readAllBytes() : Files.readAllBytes(Path.of(file));
            // Leniently: what a model writes is shown too, whatever is in it.
            String text = new String(bytes, StandardCharsets.UTF_8);
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (NoSuchFileException e) {
            io.tell("telecoder: There is no file " + file + ".");
        } catch (IOException | InvalidPathException e) {
            io.tell("telecoder: " + file + " cannot be read: " + e.getMessage());
        } catch (OutOfMemoryError e) {
            io.tell("telecoder: " + file + " is too large to be read.");
        }
        return null;
    }
}
