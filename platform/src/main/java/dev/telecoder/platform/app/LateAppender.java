package dev.telecoder.platform.app;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.FileAppender;

/** Opens its file with the first line: most commands have nothing to log, and some must leave no trace. */
final class LateAppender extends AppenderBase<ILoggingEvent> {

    private final FileAppender<ILoggingEvent> file;

    LateAppender(FileAppender<ILoggingEvent> file) {
        this.file = file;
        setContext(file.getContext());
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (!file.isStarted()) {
            file.start();
        }
        file.doAppend(event);
    }

    @Override
    public void stop() {
        super.stop();
        file.stop();
    }
}
