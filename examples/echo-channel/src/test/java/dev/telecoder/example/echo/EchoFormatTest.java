package dev.telecoder.example.echo;

import dev.telecoder.api.channel.MessageFormat;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.testkit.MessageFormatContract;
import java.util.Optional;
import java.util.stream.Collectors;

class EchoFormatTest extends MessageFormatContract {

    @Override
    protected MessageFormat format() {
        return new EchoFormat();
    }

    @Override
    protected Optional<String> complaint(JsonValue body) {
        String text = body.get("text").text();
        return text.isBlank() ? Optional.of("is empty")
                : text.length() > EchoFormat.LIMIT ? Optional.of("has " + text.length() + " chars") : Optional.empty();
    }

    @Override
    protected String visible(JsonValue body) {
        return body.get("text").text();
    }

    @Override
    protected String code(JsonValue body) {
        boolean[] inside = new boolean[1];
        return body.get("text").text().lines().filter(line -> {
            boolean fence = line.startsWith("```");
            inside[0] ^= fence;
            return inside[0] && !fence;
        }).collect(Collectors.joining("\n"));
    }
}
