package dev.telecoder.testkit;

import dev.telecoder.api.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** The examples of the CommonMark specification, and what a browser would show of a text. */
final class CommonMarkReference {

    private CommonMarkReference() {}

    /** The examples of the specification. */
    static List<String> examples() {
        try (InputStream in = CommonMarkReference.class.getResourceAsStream("commonmark-examples.json")) {
            String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return JacksonJson.INSTANCE.parse(text).items().stream().map(JsonValue::text).toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** What is shown, without marks. */
    static String text(String markdown) {
        var extensions = List.of(TablesExtension.create(), StrikethroughExtension.create());
        String html = HtmlRenderer.builder().extensions(extensions).build()
                .render(Parser.builder().extensions(extensions).build().parse(markdown));
        return html.replaceAll("(?s)<!--.*?(-->|$)", "").replaceAll("(?s)<[^>]*>", "").replace("&lt;", "<")
                .replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    }
}
