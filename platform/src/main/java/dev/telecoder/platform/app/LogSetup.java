package dev.telecoder.platform.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.util.FileSize;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Where the log goes: to {@code logs/telecoder.log} in the home, rolled by a host, and for {@code serve} to the standard error
 * stream too. Found by logback itself, so that it reads no file of its own; where no command has said anything, as in tests,
 * it leaves logback alone.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class LogSetup extends ContextAwareBase implements Configurator {

    static final String FILE = "telecoder.log";

    private static final AtomicReference<@Nullable Plan> PLAN = new AtomicReference<>();

    private record Plan(Home home, boolean host, boolean console) {}

    /** Made by logback. */
    public LogSetup() {}

    /** For a command: only what is wrong, at the end of the file, which is made only if there is something. */
    static void quietly(Home home) {
        PLAN.compareAndSet(null, new Plan(home, false, false));
    }

    /** For a host: everything, in files that roll. */
    static void host(Home home, boolean console) {
        Plan plan = new Plan(home, true, console);
        PLAN.set(plan);
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.reset();
            apply(context, plan);
        }
    }

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        Plan plan = PLAN.get();
        if (plan == null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        apply(context, plan);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static void apply(LoggerContext context, Plan plan) {
        var root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(plan.host() ? Level.INFO : Level.WARN);
        for (String noisy : new String[]{"org.eclipse.jetty", "io.javalin", "org.pf4j", "org.eclipse.jgit",
                "org.jdbi",
                // It tells the variables of commands, secrets among them.
                "com.github.dockerjava"}) {
            context.getLogger(noisy).setLevel(Level.WARN);
        }
        String file = plan.home().logs().resolve(FILE).toString();
        if (plan.host()) {
            root.addAppender(rolling(context, file));
        } else {
            FileAppender<ILoggingEvent> appender = new FileAppender<>();
            appender.setFile(file);
            root.addAppender(new LateAppender(start(context, appender, false, false)));
            root.iteratorForAppenders().forEachRemaining(Appender::start);
        }
        if (plan.console()) {
            ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
            console.setTarget("System.err");
            root.addAppender(start(context, console, true, true));
        }
    }

    private static Appender<ILoggingEvent> rolling(LoggerContext context, String file) {
        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
        appender.setFile(file);
        FixedWindowRollingPolicy window = new FixedWindowRollingPolicy();
        window.setContext(context);
        window.setParent(appender);
        window.setFileNamePattern(file.replaceFirst("\\.log$", ".%i.log.gz"));
        window.setMinIndex(1);
        window.setMaxIndex(5);
        window.start();
        SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
        size.setContext(context);
        size.setMaxFileSize(FileSize.valueOf("10MB"));
        size.start();
        appender.setRollingPolicy(window);
        appender.setTriggeringPolicy(size);
        return start(context, appender, false, true);
    }

    private static <A extends OutputStreamAppender<ILoggingEvent>> A start(LoggerContext context, A appender,
            boolean json,
            boolean now) {
        LogLine layout = new LogLine(json);
        layout.setContext(context);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setLayout(layout);
        encoder.setCharset(java.nio.charset.StandardCharsets.UTF_8);
        encoder.start();
        appender.setContext(context);
        appender.setEncoder(encoder);
        if (now) {
            appender.start();
        }
        return appender;
    }
}
