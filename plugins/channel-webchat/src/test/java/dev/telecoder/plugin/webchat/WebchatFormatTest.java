package dev.telecoder.plugin.webchat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.channel.MessageFormat;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.testkit.MessageFormatContract;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WebchatFormatTest extends MessageFormatContract {

    @Override
    protected MessageFormat format() {
        return new WebchatFormat();
    }

    @Override
    protected Optional<String> complaint(JsonValue body) {
        if (!body.members().keySet().equals(Set.of("markdown"))) {
            return Optional.of("has other members than markdown");
        }
        return body.get("markdown").text().isBlank() ? Optional.of("shows nothing") : Optional.empty();
    }

    @Override
    protected String visible(JsonValue body) {
        return body.get("markdown").text();
    }

    @Override
    protected String code(JsonValue body) {
        boolean[] inside = new boolean[1];
        return body.get("markdown").text().lines().filter(line -> {
            boolean fence = line.startsWith("```");
            inside[0] ^= fence;
            return inside[0] && !fence;
        }).collect(Collectors.joining("\n"));
    }

    @Test
    void replacesWhatCannotBeSent() {
        assertThat(format().render("a\u0000b\uD83Dc\uDE00 🦞")).extracting(part -> visible(part.body()))
                .containsExactly("a\uFFFDb\uFFFDc\uFFFD 🦞");
    }

    @Test
    void hasNothingToShowOfCharactersThatShowNothing() {
        assertThat(format().render("\u200b \u2060\n\u00a0\ufeff")).isEmpty();
    }
}
