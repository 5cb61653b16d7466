package dev.telecoder.plugin.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.channel.MessageFormat;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.testkit.MessageFormatContract;
import dev.telecoder.testkit.TelegramBody;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TelegramFormatTest extends MessageFormatContract {

    private final TelegramFormat format = new TelegramFormat();

    @Override
    protected MessageFormat format() {
        return format;
    }

    @Override
    protected Optional<String> complaint(JsonValue body) {
        return TelegramBody.complaint(body);
    }

    @Override
    protected String visible(JsonValue body) {
        return TelegramBody.visible(body);
    }

    @Override
    protected String code(JsonValue body) {
        return TelegramBody.code(body);
    }

    @Override
    protected boolean readsMarkdown() {
        return true;
    }

    private List<String> shown(String markdown) {
        return format.render(markdown).stream().map(part -> part.body().get("text").text()).toList();
    }

    @Test
    void showsEachKindOfMarkup() {
        assertThat(shown("**a *b* `c` d** ~~e~~ [f](https://g.h/?i=1&j=2) [k](/l)")).containsExactly(
                "<b>a <i>b</i> </b><code>c</code><b> d</b> <s>e</s> <a href=\"https://g.h/?i=1&amp;j=2\">f</a> k (/l)");
        assertThat(shown("# A\n\n> b\n> c\n\n- d\n  1. e")).containsExactly(
                "<b>A</b>\n\n<blockquote>b\nc</blockquote>\n\n• d\n  1. e");
        assertThat(shown("```js\na < b\n```\n\n|x|y|\n|-|-:|\n|long|1|")).containsExactly(
                "<pre><code class=\"language-js\">a &lt; b</code></pre>\n\n<pre>x    | y\n-----+--\nlong | 1</pre>");
    }

    @Test
    void mentionsNobody() {
        assertThat(shown("@everyone a@b.de **@Override**")).containsExactly(
                "<code>@everyone</code> a@b.de <code>@Override</code>");
    }

    @Test
    void dividesBetweenBlocksAndKeepsAHeadingWithItsText() {
        String text = "x".repeat(3_000);

        assertThat(shown(text + "\n\n## Next\n\n" + text)).containsExactly(text, "<b>Next</b>\n\n" + text);
    }
}
