package dev.telecoder.platform.app;

import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code serve}: TeleCoder on a server, where nobody looks at a terminal. */
@CommandLine.Command(description = "Starts TeleCoder as a service: structured log lines, no terminal.")
final class ServeCommand extends Command {

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
            serving.log(home);
            Shutdown.await(serving);
        }
        return 0;
    }
}
