package dev.telecoder.testkit;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.sandbox.Sandbox;
import dev.telecoder.api.sandbox.SandboxRuntime;
import dev.telecoder.support.process.Ending;
import dev.telecoder.support.process.Mark;
import dev.telecoder.support.process.MarkedProcesses;
import dev.telecoder.support.process.MarkedTree;
import dev.telecoder.support.process.RunningCommand;
import dev.telecoder.support.process.Spawner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** The smallest runtime that keeps the contract, with a switch for each way to break it. */
final class HonestRuntime implements SandboxRuntime {

    /** What is done wrong. */
    enum Fault {
        NONE, CLAIMS_FEATURES, HIDES_WHAT_IS_MISSING, ALWAYS_ZERO, SWALLOWS_ERRORS, SAVES_OUTPUT, IGNORES_INPUT,
        LEAKS_ENVIRONMENT, NO_CAP, KILLS_ONLY_THE_FIRST, LEAVES_BACKGROUND, GOES_ON_AFTER_KILL, ELSEWHERE,
        KEEPS_LEFTOVERS, REMOVES_ALL, CLAIMS_NO_NETWORK
    }

    private static final AtomicInteger MADE = new AtomicInteger();

    private final Fault fault;
    private final Spawner spawner = new Spawner();
    private final Set<Mark> open = ConcurrentHashMap.newKeySet();

    HonestRuntime(Fault fault) {
        this.fault = fault;
    }

    @Override
    public String id() {
        return "honest";
    }

    @Override
    public Sandbox open(Spec spec) {
        var mark = Mark.ofThisHost("t" + MADE.getAndIncrement());
        open.add(mark);
        return new PlainSandbox(spec, mark);
    }

    @Override
    public int removeLeftovers() {
        return switch (fault) {
            case KEEPS_LEFTOVERS -> 0;
            case REMOVES_ALL -> MarkedProcesses.end(mark -> true).size();
            default -> MarkedProcesses.end(mark -> !mark.hostIsAlive()).size();
        };
    }

    @Override
    public Probe probe() {
        return switch (fault) {
            case CLAIMS_FEATURES -> new Probe(true, "1", "all but two", EnumSet.of(Feature.SECCOMP, Feature.PIDS));
            case CLAIMS_NO_NETWORK -> new Probe(true, "1", "no network", EnumSet.of(Feature.NETNS));
            case HIDES_WHAT_IS_MISSING -> new Probe(true, "1", "", Set.of());
            default -> new Probe(true, "1", "isolates nothing", Set.of());
        };
    }

    private final class PlainSandbox implements Sandbox {

        private final Spec spec;
        private final Mark mark;
        private final Set<RunningCommand> running = ConcurrentHashMap.newKeySet();
        private volatile boolean gone;

        private PlainSandbox(Spec spec, Mark mark) {
            this.spec = spec;
            this.mark = mark;
        }

        @Override
        public Exit run(Command command, Consumer<String> output, CancellationToken cancellation) {
            if (gone && fault != Fault.GOES_ON_AFTER_KILL) {
                throw PluginException.of(Failure.UNAVAILABLE, "gone");
            }
            var lines = new ArrayList<String>();
            RunningCommand started;
            try {
                started = start(command, fault == Fault.SAVES_OUTPUT ? lines::add : output);
            } catch (IOException missing) {
                output.accept(missing.getMessage());
                return new Exit(127, false);
            }
            running.add(started);
            var registration = cancellation.onCancel(started::stop);
            var outcome = started.await(command.timeout());
            registration.close();
            running.remove(started);
            lines.forEach(output);
            return fault == Fault.ALWAYS_ZERO ? new Exit(0, false)
                    : new Exit(outcome.code(), outcome.timedOut(), outcome.cut());
        }

        private RunningCommand start(Command command, Consumer<String> output) throws IOException {
            var builder = new ProcessBuilder(command.arguments());
            builder.directory(fault == Fault.ELSEWHERE ? spec.scratch().toFile()
                    : spec.workspace().resolve(command.directory()).toFile());
            if (fault == Fault.SWALLOWS_ERRORS) {
                builder.redirectError(ProcessBuilder.Redirect.DISCARD);
            } else {
                builder.redirectErrorStream(true);
            }
            if (fault != Fault.LEAKS_ENVIRONMENT) {
                builder.environment().clear();
                builder.environment().put("PATH", "/usr/bin:/bin");
            }
            builder.environment().putAll(spec.environment());
            builder.environment().putAll(command.environment());
            builder.environment().put("TELECODER_RUN", spec.id());
            builder.environment().put(Mark.VARIABLE, mark.text());
            long limit = fault == Fault.NO_CAP ? Long.MAX_VALUE : command.outputLimit();
            byte[] stdin = fault == Fault.IGNORES_INPUT ? new byte[0] : command.stdin();
            return RunningCommand.of(spawner.start(builder), new Careless(mark), stdin, limit, output);
        }

        @Override
        public void kill() {
            gone = true;
            running.forEach(RunningCommand::kill);
            open.remove(mark);
        }

        @Override
        public void close() {
            kill();
        }

        @Override
        public String inside(Path host) {
            return host.toString();
        }
    }

    /** Ends what it should, but for two of the faults. */
    private final class Careless implements Ending {

        private final MarkedTree tree;
        private volatile boolean satisfied;

        private Careless(Mark mark) {
            this.tree = new MarkedTree(mark);
        }

        @Override
        public void ask(Process process) {
            tree.ask(process);
        }

        @Override
        public void force(Process process) {
            boolean byItself = !process.isAlive();
            if (satisfied) {
                return;
            }
            if (fault == Fault.KILLS_ONLY_THE_FIRST && !byItself) {
                satisfied = true;
                process.destroyForcibly();
                process.onExit().join();
            } else if (fault != Fault.LEAVES_BACKGROUND || !byItself) {
                tree.force(process);
            }
        }
    }
}
