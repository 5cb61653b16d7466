package dev.telecoder.platform.app;

import dev.telecoder.api.health.HealthCheck.State;
import dev.telecoder.api.json.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code doctor}: what is wrong here, why that matters, and what to do about it. */
@CommandLine.Command(description = "Looks at everything TeleCoder needs, and says what is wrong, why, and what to do.")
final class DoctorCommand extends Command {

    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final Duration LIMIT_ONLINE = Duration.ofSeconds(40);

    @Option(names = "--fix", description = "does what it can do itself, and says what it did") private boolean fix;

    @Option(names = "--online", description = "also asks services outside of this machine") private boolean online;

    DoctorCommand(Io io) {
        super(io);
    }

    @Override
    public Integer call() {
        List<Finding> found;
        try (DoctorScene scene = new DoctorScene(io.home(), io.environment(), json, online)) {
            Doctor doctor = new Doctor(online ? LIMIT_ONLINE : LIMIT);
            HomeChecks home = new HomeChecks(scene);
            // First of all, since opening the home closes it to others.
            found = new ArrayList<>(doctor.examine(home.before()));
            List<Doctor.Check> checks = new ArrayList<>(new SystemChecks(scene).all());
            checks.addAll(home.all());
            checks.addAll(new PluginChecks(scene).all());
            found.addAll(doctor.examine(checks));
            if (fix) {
                found = found.stream().map(Finding::mended).toList();
            }
        }
        if (asJson) {
            io.line(JsonValue.array(found.stream().map(Finding::toJson).toList()).toString());
        } else {
            print(found);
        }
        return found.stream().anyMatch(Finding::failed) ? CommandFailure.NO : 0;
    }

    private void print(List<Finding> found) {
        int width = found.stream().mapToInt(one -> one.check().length()).max().orElse(0);
        for (Finding one : found) {
            String state = one.state().name().toLowerCase(Locale.ROOT);
            io.line(coloured(one.state(), state) + " ".repeat(6 - state.length()) + one.check()
                    + " ".repeat(width - one.check().length() + 2) + flat(one.what()));
            String indent = " ".repeat(6);
            if (one.state() != State.OK) {
                io.line(indent + "why: " + flat(one.why()));
                io.line(indent + "fix: " + flat(one.fix()) + (one.mend() == null ? "" : "  (--fix does it)"));
            }
        }
        long failed = found.stream().filter(Finding::failed).count();
        long warned = found.stream().filter(one -> one.state() == State.WARN).count();
        io.tell(failed == 0 && warned == 0 ? "All is well." : failed + " failed, " + warned + " to look at.");
    }

    private static String flat(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }

    private String coloured(State state, String text) {
        if (!io.colours()) {
            return text;
        }
        String colour = switch (state) {
            case OK -> "32";
            case WARN -> "33";
            case FAIL -> "31";
        };
        return "\u001b[" + colour + "m" + text + "\u001b[0m";
    }
}
