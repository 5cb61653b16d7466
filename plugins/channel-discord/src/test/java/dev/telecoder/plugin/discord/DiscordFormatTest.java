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
}
