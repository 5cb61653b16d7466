package dev.telecoder.platform.app;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.http.Redacted;
import java.time.temporal.ChronoUnit;

/** Writes one entry of the log, without what looks like a secret. */
final class LogLine extends LayoutBase<ILoggingEvent> {

    private final boolean json;

    LogLine(boolean json) {
        this.json = json;
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        String at = event.getInstant().truncatedTo(ChronoUnit.MILLIS).toString();
        String message = Redacted.text(event.getFormattedMessage());
        String stack = event.getThrowableProxy() == null ? ""
                : Redacted.text(ThrowableProxyUtil.asString(event.getThrowableProxy()));
        String logger = event.getLoggerName().replace("dev.telecoder.", "");
        if (json) {
            return JsonValue.object().put("at", at).put("level", event.getLevel().toString()).put("logger", logger)
                    .put("message", message).putIfPresent("stack", stack.isEmpty() ? null : stack).build() + "\n";
        }
        return at + " " + String.format("%-5s", event.getLevel()) + " " + logger + ": " + message + "\n" + stack;
    }
}
