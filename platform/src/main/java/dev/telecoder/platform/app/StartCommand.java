package dev.telecoder.platform.app;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.gateway.Channels;
import dev.telecoder.platform.model.ModelRouter;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code start}: TeleCoder for one person, in this terminal. */
@CommandLine.Command(description = "Starts TeleCoder in this terminal; Ctrl-C ends it.")
final class StartCommand extends Command {

    private static final int SHOWN_PROBLEMS = 5;

    @Option(names = {"-p", "--port"}, defaultValue = "-1",
            description = "where to listen (default: server.port, else 7080; 0 for any)") private int port = -1;

    StartCommand(Io io) {
        super(io);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Home home = io.home().prepare();
        LogSetup.host(home, false);
        try (Serving serving = Serving.begin(home, io.environment(), port)) {
            serving.log(home);
            if (asJson) {
                io.line(JsonValue.object().put("pid", ProcessHandle.current().pid()).put("url", serving.url())
                        .put("version", Version.text()).build().toString());
            } else {
                welcome(home, serving);
            }
            Shutdown.await(serving);
        }
        return 0;
    }

    private void welcome(Home home, Serving serving) {
        Host host = serving.host();
        Optional<ModelRouter.Selected> model = host.models().selected();
        String channels =
                host.channels().statuses().stream().map(Channels.Status::id).collect(Collectors.joining(", "));
        io.line("TeleCoder " + Version.text() + " is running at " + serving.url());
        io.line("");
        io.line("  Open     " + serving.loginLink());
        io.line("           (works once, for 10 minutes)");
        io.line("  Model    "
                + model.map(one -> one.provider() + " " + one.model() + " (" + one.why() + ")").orElse("none yet"));
        io.line("  Channels " + (channels.isEmpty() ? "the web page; add others in config.yaml" : channels));
        io.line("  Home     " + home.root());
        List<String> wrong = host.settings().wrong();
        if (!host.config().state().taken()) {
            io.tell("");
            io.tell("config.yaml cannot be read. The settings of the last good one hold, from "
                    + home.lastGoodConfig().file() + ":");
        }
        if (!wrong.isEmpty()) {
            io.tell("");
            wrong.stream().limit(SHOWN_PROBLEMS).forEach(io::tell);
            io.tell((wrong.size() > SHOWN_PROBLEMS ? "and " + (wrong.size() - SHOWN_PROBLEMS) + " more. " : "")
                    + "What these lines set is off; `telecoder config validate` lists all that is wrong.");
        }
        if (model.isEmpty() && host.config().current().settings().llm().provider().isPresent()) {
            io.line("");
            io.line(String.valueOf(host.models().nothingAnswers().getMessage()));
        } else if (model.isEmpty()) {
            io.line("");
            io.line("No model is set up yet, so TeleCoder cannot answer in its own words. Either");
            io.line("  - stop, run `export ANTHROPIC_API_KEY=…` or `export OPENAI_API_KEY=…`, and start again, or");
            io.line("  - write this into " + home.config() + ":");
            io.line("      llm: {provider: anthropic, api_key: \"…\"}");
            io.line("Commands and skills work without one. `telecoder demo` shows a whole conversation without a key.");
        }
        io.line("");
        io.line("Ctrl-C ends it.");
    }
}
