package dev.telecoder.plugin.discord;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.channel.MessageFormat;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.testkit.DiscordBody;
import dev.telecoder.testkit.MessageFormatContract;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DiscordFormatTest extends MessageFormatContract {

    private final DiscordFormat format = new DiscordFormat();

    @Override
    protected MessageFormat format() {
        return format;
    }

    @Override
    protected Optional<String> complaint(JsonValue body) {
        return DiscordBody.complaint(body);
    }

    @Override
    protected String visible(JsonValue body) {
        return DiscordBody.visible(body);
    }

    @Override
    protected String code(JsonValue body) {
        return DiscordBody.code(body);
    }

    @Override
    protected boolean readsMarkdown() {
        return true;
    }

    private List<String> shown(String markdown) {
        return format.render(markdown).stream().map(part -> part.body().get("content").text()).toList();
    }

    @Test
    void showsEachKindOfMarkup() {
        assertThat(shown("**a *b* `c` d** ~~e~~ [f](https://g.h/i_j) <https://k.l/m_n> [o](/p)")).containsExactly(
                "**a *b* `c` d** ~~e~~ [f](https://g.h/i_j) https://k.l/m_n o (/p)");
        assertThat(shown("# A\n\n> b\n> c\n\n- d\n  1. e")).containsExactly("# A\n\n> b\n> c\n\n- d\n  1. e");
        assertThat(shown("```js\na < b\n```")).containsExactly("```js\na < b\n```");
    }

    @Test
    void mentionsNobodyAndMarksNothingThatIsText() {
        assertThat(shown("<@1> @everyone \\*a\\* 1\\. b snake_case")).containsExactly(
                "\\<\\@1\\> \\@everyone \\*a\\* 1. b snake\\_case");
        assertThat(shown("1\\. b\n\n\\# c")).containsExactly("1\\. b\n\n\\# c");
    }
}
