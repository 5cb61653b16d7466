package dev.telecoder.platform.app;

import dev.telecoder.platform.plugin.TestJar;
import java.nio.file.Path;

/**
 * A plugin made by tests: a model that knows how many questions it was asked, waits for {@code hold} and wants to post for
 * {@code deploy}; a skill that posts, seen by others; and a channel. What leaves goes into files of a folder.
 */
final class BoxPlugin {

    private static final String MODEL = """
            package box;
            import dev.telecoder.api.llm.*;
            import java.nio.file.*;
            import java.util.*;
            import java.util.function.*;
            public class Model implements LlmProvider {
                public Model() {}
                public String id() { return "fake"; }
                public List<LlmModel> models() { return List.of(LlmModel.builder("m").build()); }
                public LlmResponse generate(LlmRequest request, Consumer<LlmEvent> progress) {
                    var all = request.messages();
                    var last = all.get(all.size() - 1);
                    for (Content piece : last.content()) {
                        if (piece instanceof Content.ToolResult) return text("It is done.");
                    }
                    if (last.text().contains("deploy")) {
                        return new LlmResponse(new ChatMessage(ChatMessage.Role.ASSISTANT, List.of(
                            new Content.ToolCall("call-" + System.nanoTime(), "out_post", "{}"))),
                            LlmResponse.Stop.TOOL_CALLS, LlmResponse.Usage.of(1, 1));
                    }
                    if (last.text().contains("hold")) {
                        long until = System.nanoTime() + 60_000_000_000L;
                        while (!Files.exists(Path.of("FOLDER/go")) && System.nanoTime() < until) {
                            request.cancellation().throwIfCancelled();
                            try { Thread.sleep(10); } catch (InterruptedException e) { throw new IllegalStateException(e); }
                        }
                    }
                    long asked = all.stream().filter(m -> m.role() == ChatMessage.Role.USER).count();
                    return text("I know " + asked + " questions.");
                }
                private static LlmResponse text(String said) {
                    return new LlmResponse(new ChatMessage(ChatMessage.Role.ASSISTANT,
                        List.of(new Content.Text(said))), LlmResponse.Stop.END, LlmResponse.Usage.of(1, 1));
                }
            }
            """;

    private static final String SKILL = """
            package box;
            import dev.telecoder.api.skill.*;
            import java.io.*;
            import java.nio.file.*;
            public class Post implements Skill {
                public Post() {}
                public SkillSpec spec() {
                    return SkillSpec.builder("out.post", "Posts.", "{\\"type\\":\\"object\\"}", Risk.EXTERNAL)
                        .outsideText(false).build();
                }
                public SkillResult run(SkillInput input, SkillContext context) {
                    try {
                        Files.writeString(Path.of("FOLDER/posted"), "posted\\n", StandardOpenOption.CREATE,
                            StandardOpenOption.APPEND);
                    } catch (IOException e) { throw new UncheckedIOException(e); }
                    return SkillResult.ok("posted");
                }
            }
            """;

    private static final String CHANNEL = """
            package box;
            import dev.telecoder.api.*;
            import dev.telecoder.api.channel.*;
            import java.io.*;
            import java.nio.file.*;
            @Configured("channels.box")
            public class Box implements Channel {
                public Box() {}
                public String id() { return "box"; }
                public ChannelProfile profile() {
                    return ChannelProfile.builder(4000, ChannelProfile.LengthUnit.UTF16).build();
                }
                public void start(Inbox inbox) { inbox.report(new Inbox.Health(true, "here")); }
                public void stop() {}
                public Receipt send(OutboundMessage message) {
                    try {
                        Files.writeString(Path.of("FOLDER/sent"), message.markdown() + "\\n", StandardOpenOption.CREATE,
                            StandardOpenOption.APPEND);
                    } catch (IOException e) { throw new UncheckedIOException(e); }
                    return new Receipt(message.id());
                }
            }
            """;

    private BoxPlugin() {}

    static void into(Path plugins, Path folder) {
        TestJar jar = TestJar.plugin("box", "1.0.0");
        for (String source : new String[]{MODEL, SKILL, CHANNEL}) {
            jar.extension(source.replace("FOLDER", folder.toString()));
        }
        jar.into(plugins);
    }
}
