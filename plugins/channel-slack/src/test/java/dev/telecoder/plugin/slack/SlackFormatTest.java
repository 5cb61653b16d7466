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
}
