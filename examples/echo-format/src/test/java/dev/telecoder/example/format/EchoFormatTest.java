package dev.telecoder.example.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.channel.MessageFormat;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.testkit.MessageFormatContract;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EchoFormatTest extends MessageFormatContract {

    private static final Pattern FENCE = Pattern.compile("(?ms)^```[^\n]*\n(.*?)(^```\\s*$|\\z)");

    @Override
    protected MessageFormat format() {
        return new EchoFormat();
    }

    @Override
    protected Optional<String> complaint(JsonValue body) {
        String text = body.get("text").text();
        return text.length() > 2_000 ? Optional.of(text.length() + " chars") : text.isBlank() ? Optional.of("empty")
                : Optional.empty();
    }

    @Override
    protected String visible(JsonValue body) {
        return body.get("text").text();
    }

    @Override
    protected String code(JsonValue body) {
        return FENCE.matcher(body.get("text").text()).results().map(fence -> fence.group(1))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void leavesAShortTextAsItIs() {
        assertThat(format().render("**bold**\n")).singleElement()
                .satisfies(part -> assertThat(part.body().toString()).isEqualTo("{\"text\":\"**bold**\"}"));
    }
}
