package dev.telecoder.platform.app;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code serve}: TeleCoder on a server, where nobody looks at a terminal. */
@CommandLine.Command(description = "Starts TeleCoder as a service: structured log lines, no terminal.")
final class ServeCommand extends Command {

    private static final Logger LOG = LoggerFactory.getLogger("telecoder");

    @Option(names = {"-p", "--port"}, defaultValue = "-1",
            description = "where to listen (default: server.port, else 7080; 0 for any)") private int port = -1;

    ServeCommand(Io io) {
        super(io);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Home home = io.home().prepare();
        LogSetup.host(home, true);
        try (Serving serving = Serving.begin(home, io.environment(), port)) {
            LOG.info("TeleCoder {} is running at {}, process {}, home {}", Version.text(), serving.url(),
                    ProcessHandle.current().pid(), home.root());
            serving.host().settings().wrong().forEach(problem -> LOG.warn("{}", problem));
            serving.host().models().selected().ifPresentOrElse(
                    model -> LOG.info("Model: {} {} ({})", model.provider(), model.model(), model.why()),
                    () -> LOG.warn("{}", serving.host().models().nothingAnswers().getMessage()));
            serving.host().channels().statuses()
                    .forEach(channel -> LOG.info("Channel {}: {} {}", channel.id(), channel.state(),
                            channel.detail()));
            Shutdown.await(serving);
            LOG.info("TeleCoder has ended");
        }
        return 0;
    }
}
