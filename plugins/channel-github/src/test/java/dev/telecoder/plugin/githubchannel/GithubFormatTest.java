package dev.telecoder.plugin.githubchannel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.channel.MessageFormat;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.testkit.MessageFormatContract;
import java.util.Optional;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.text.TextContentRenderer;
import org.junit.jupiter.api.Test;

/** GitHub shows Markdown, so the reference implementation of CommonMark reads it here. */
class GithubFormatTest extends MessageFormatContract {

    private final GithubFormat format = new GithubFormat();

    @Override
    protected MessageFormat format() {
        return format;
    }

    @Override
    protected Optional<String> complaint(JsonValue body) {
        String text = body.get("body").text();
        return text.isBlank() || text.length() > GithubFormat.LONGEST ? Optional.of(text.length() + " characters")
                : text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE
                        || Character.isISOControl(c) && c != '\n' && c != '\t') ? Optional.of("a control")
                                : Optional.empty();
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

    private String rendered(String markdown) {
        return format.render(markdown).getFirst().body().get("body").text();
    }

    @Test
    void mentionsNobodyAndLeavesCodeAlone() {
        assertThat(rendered("Ask @anna and (@bob).")).isEqualTo("Ask @\u200Banna and (@\u200Bbob).");
        assertThat(rendered("a@b.example `@Test` x\n\n```java\n@Override\n```\n\n@c"))
                .isEqualTo("a@b.example `@Test` x\n\n```java\n@Override\n```\n\n@\u200Bc");
    }
}
