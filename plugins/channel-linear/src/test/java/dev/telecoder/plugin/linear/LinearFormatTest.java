package dev.telecoder.plugin.linear;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.channel.MessageFormat;
import dev.telecoder.api.channel.MessageFormat.Part;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.testkit.MessageFormatContract;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.text.TextContentRenderer;
import org.junit.jupiter.api.Test;

/** Linear shows Markdown, so the reference implementation of CommonMark reads it here. */
class LinearFormatTest extends MessageFormatContract {

    private final LinearFormat format = new LinearFormat();

    @Override
    protected MessageFormat format() {
        return format;
    }

    @Override
    protected Optional<String> complaint(JsonValue body) {
        String text = body.get("body").text();
        if (text.isBlank() || text.length() > LinearFormat.LONGEST) {
            return Optional.of(text.length() + " characters");
        }
        return text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE
                || Character.isISOControl(c) && c != '\n' && c != '\t') ? Optional.of("a control") : Optional.empty();
    }

    @Override
    protected boolean readsMarkdown() {
        return true;
    }

    private static Node read(JsonValue body) {
        return Parser.builder().build().parse(body.get("body").text());
    }

    @Override
    protected String visible(JsonValue body) {
        return TextContentRenderer.builder().build().render(read(body)).replace("\u200B", "");
    }

    @Override
    protected String code(JsonValue body) {
        StringBuilder out = new StringBuilder();
        read(body).accept(new AbstractVisitor() {
            @Override
            public void visit(FencedCodeBlock code) {
                out.append(code.getLiteral());
            }

            @Override
            public void visit(IndentedCodeBlock code) {
                out.append(code.getLiteral());
            }
        });
        return out.toString();
    }

    @Test
    void saysMarkdownAsItIs() {
        String markdown = "# A\n\n> **b**\n\n- [c](https://d.e)\n\n| f |\n|---|\n| g |";

        assertThat(format.render(markdown)).extracting(part -> part.body().get("body").text())
                .containsExactly(markdown);
    }

    @Test
    void mentionsNobody() {
        assertThat(format.render("https://linear.app/acme/profiles/anna").getFirst().body().get("body").text())
                .doesNotContain("/profiles/");
    }

    @Test
    void dividesWhatIsTooLongAndKeepsCodeAndSigns() {
        String code = IntStream.range(0, 6_000).mapToObj(i -> "int x" + i + " = a[" + i + "] * `b`;")
                .collect(Collectors.joining("\n"));
        String words = IntStream.range(0, 12_000).mapToObj(i -> "w" + i + " \\*")
                .collect(Collectors.joining(" "));

        List<Part> parts = format.render("# Title\n\n```java\n" + code + "\n```\n\n" + words);

        assertThat(parts).hasSizeGreaterThan(3).allSatisfy(part -> assertThat(complaint(part.body())).isEmpty());
        assertThat(parts.stream().flatMap(part -> code(part.body()).lines()).toList())
                .containsSubsequence(code.lines().toList());
        assertThat(parts.stream().map(part -> visible(part.body())).collect(Collectors.joining(" ")))
                .contains("Title", "w0 * w1 *", "w11999 *");
    }
}
