package dev.telecoder.platform.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.config.HostJson;
import dev.telecoder.platform.plugin.TestJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenderTest {

    @TempDir private Path folder;

    @BeforeEach
    void installAChannelThatBringsAFormat() {
        TestJar.plugin("channel-loud", "1.0.0").extension("""
                package loud;
                import dev.telecoder.api.channel.*;
                import dev.telecoder.api.json.*;
                import java.util.*;
                public class Loud implements MessageFormat {
                    public Loud() {}
                    public String channel() { return "loud"; }
                    public List<Part> render(String markdown) {
                        if (markdown.contains("throw")) throw new IllegalStateException("no");
                        if (markdown.contains("deep")) return render(markdown);
                        List<Part> parts = new ArrayList<>();
                        for (String line : markdown.split("\\n")) {
                            if (!line.isBlank()) parts.add(new Part(JsonValue.object()
                                .put("text", line.toUpperCase(Locale.ROOT)).build(), line));
                        }
                        return parts;
                    }
                }
                """).into(folder.resolve("home/plugins"));
    }

    @Test
    void printsALineForEachFileAsItWasGiven() throws IOException {
        Path one = Files.writeString(folder.resolve("one.md"), "\uFEFFhello\nworld 🦞\n");
        Path none = Files.writeString(folder.resolve("none.md"), " \n");

        Typed typed = render("loud", one.toString(), none.toString(), "--json");

        assertThat(typed.exit()).isZero();
        assertThat(lines(typed)).extracting(line -> line.get("file").text())
                .containsExactly(one.toString(), none.toString());
        assertThat(lines(typed).getFirst().get("messages").toString())
                .isEqualTo("[{\"text\":\"HELLO\"},{\"text\":\"WORLD 🦞\"}]");
        assertThat(lines(typed).getLast().get("messages").toString()).isEqualTo("[]");
        assertThat(typed.err()).isEmpty();
    }

    @Test
    void needsNoSettingsAndNoDatabaseThatCanBeRead() throws IOException {
        Files.createDirectories(folder.resolve("home/data"));
        Files.writeString(folder.resolve("home/config.yaml"), "channels: [\n");
        Files.writeString(folder.resolve("home/data/telecoder.db"), "this is no database");

        Typed typed = Typed.in(folder.resolve("home"), Map.of(), "from the input", "channels", "render", "loud", "-",
                "--json");

        assertThat(typed.out()).isEqualTo("{\"file\":\"-\",\"messages\":[{\"text\":\"FROM THE INPUT\"}]}\n");
    }

    @Test
    void goesOnAfterAFileThatCannotBeRead() throws IOException {
        Path good = Files.writeString(folder.resolve("good.md"), "good");
        Path bad = Files.writeString(folder.resolve("bad.md"), "throw");
        Path deep = Files.writeString(folder.resolve("deep.md"), "deep");

        Typed missing = render("loud", folder.resolve("missing.md").toString(), good.toString(), "--json");
        Typed folderGiven = render("loud", folder.toString());
        Typed faults = render("loud", bad.toString(), deep.toString(), good.toString(), "--json");

        assertThat(missing.exit()).isEqualTo(2);
        assertThat(missing.err()).contains("missing.md");
        assertThat(lines(missing)).hasSize(1);
        assertThat(folderGiven.exit()).isEqualTo(2);
        assertThat(faults.exit()).isEqualTo(1);
        assertThat(faults.err()).contains("bad.md").contains("deep.md");
        assertThat(lines(faults)).hasSize(1);
    }

    @Test
    void listsTheChannelsItKnows() {
        Typed typed = render("lod", "x.md");

        assertThat(typed.exit()).isEqualTo(2);
        assertThat(typed.err()).contains("Did you mean 'loud'?").contains("There are: loud");
        assertThat(render("loud").exit()).isEqualTo(2);
    }

    private Typed render(String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "channels";
        all[1] = "render";
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return Typed.in(folder.resolve("home"), all);
    }

    private static List<JsonValue> lines(Typed typed) {
        return typed.out().lines().map(new HostJson()::parse).toList();
    }
}
