package dev.telecoder.plugin.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.channel.MessageFormat;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.testkit.MessageFormatContract;
import dev.telecoder.testkit.SlackBody;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SlackFormatTest extends MessageFormatContract {

    private final SlackFormat format = new SlackFormat();

    @Override
    protected MessageFormat format() {
        return format;
    }

    @Override
    protected Optional<String> complaint(JsonValue body) {
        return SlackBody.complaint(body);
    }

    @Override
    protected String visible(JsonValue body) {
        return SlackBody.visible(body);
    }

    @Override
    protected String code(JsonValue body) {
        return SlackBody.code(body);
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
                "*a _b_ `c` d* ~e~ <https://g.h/?i=1&amp;j=2|f> k (/l)");
        assertThat(shown("# A\n\n> b\n> c\n\n- d\n  1. e")).containsExactly(
                "*A*\n\n&gt; b\n&gt; c\n\n• d\n    1. e");
        assertThat(shown("```js\na < b\n```")).containsExactly("```\na &lt; b\n```");
    }

    @Test
    void mentionsNobodyAndMarksNothingThatIsText() {
        assertThat(shown("<@U123> <!here> \\*a\\* b*c*d")).containsExactly(
                "&lt;@U123&gt; &lt;!here&gt; *\u200Ba* bcd");
    }
}
