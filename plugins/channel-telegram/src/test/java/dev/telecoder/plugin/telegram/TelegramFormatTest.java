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
}
