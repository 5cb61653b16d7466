package dev.telecoder.plugin.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.channel.MessageFormat;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.testkit.MessageFormatContract;
import dev.telecoder.testkit.WhatsAppBody;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WhatsAppFormatTest extends MessageFormatContract {

    private final WhatsAppFormat format = new WhatsAppFormat();

    @Override
    protected MessageFormat format() {
        return format;
    }

    @Override
    protected Optional<String> complaint(JsonValue body) {
        return WhatsAppBody.complaint(body);
    }

    @Override
    protected String visible(JsonValue body) {
        return WhatsAppBody.visible(body);
    }

    @Override
    protected String code(JsonValue body) {
        return WhatsAppBody.code(body);
    }

    @Override
    protected boolean readsMarkdown() {
        return true;
    }

    private List<String> shown(String markdown) {
        return format.render(markdown).stream().map(part -> part.body().get("text").get("body").text()).toList();
    }

    @Test
    void showsEachKindOfMarkup() {
        assertThat(shown("**a *b* `c` d** ~~e~~ [f](https://g.h/?i=1&j=2) <https://k.l>")).containsExactly(
                "*a _b_ `c` d* ~e~ f (https://g.h/?i=1&j=2) https://k.l");
        assertThat(shown("# A\n\n> b\n> c\n\n- d\n  1. e")).containsExactly("*A*\n\n> b\n> c\n\n• d\n    1. e");
        assertThat(shown("```js\na < b\n```")).containsExactly("```\na < b\n```");
    }

    @Test
    void marksNothingThatIsText() {
        assertThat(shown("\\*a\\* b*c*d \\> e")).containsExactly("*\u200Ba* bcd > e");
        assertThat(shown("\\> a")).containsExactly("\u200B> a");
    }
}
