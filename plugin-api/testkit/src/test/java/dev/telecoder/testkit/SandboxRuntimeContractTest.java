package dev.telecoder.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.telecoder.api.sandbox.SandboxRuntime;
import dev.telecoder.support.process.MarkedProcesses;
import dev.telecoder.testkit.HonestRuntime.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.opentest4j.TestAbortedException;

/** Every row of the contract lets an honest runtime pass and catches one that breaks it. */
class SandboxRuntimeContractTest {

    @TempDir Path folder;

    private interface Row {

        void check(SandboxRuntimeContract contract) throws Exception;
    }

    private record Case(Fault fault, String name, Row row) {

        @Override
        public String toString() {
            return name + " catches " + fault;
        }
    }

    static Stream<Case> rows() {
        return Stream.of(
                new Case(Fault.CLAIMS_FEATURES, "probe", SandboxRuntimeContract::theProbeTellsTheTruth),
                new Case(Fault.HIDES_WHAT_IS_MISSING, "probe", SandboxRuntimeContract::theProbeTellsTheTruth),
                new Case(Fault.ALWAYS_ZERO, "exit code", SandboxRuntimeContract::tellsExitCodeAndOutput),
                new Case(Fault.SWALLOWS_ERRORS, "output", SandboxRuntimeContract::tellsExitCodeAndOutput),
                new Case(Fault.SAVES_OUTPUT, "streaming", SandboxRuntimeContract::tellsOutputAsItComes),
                new Case(Fault.IGNORES_INPUT, "input", SandboxRuntimeContract::inputReachesTheCommand),
                new Case(Fault.LEAKS_ENVIRONMENT, "environment",
                        SandboxRuntimeContract::environmentAndDirectoryAreAsAskedFor),
                new Case(Fault.NO_CAP, "cap", SandboxRuntimeContract::outputIsCapped),
                new Case(Fault.KILLS_ONLY_THE_FIRST, "timeout", SandboxRuntimeContract::aTimeoutEndsTheWholeTree),
                new Case(Fault.KILLS_ONLY_THE_FIRST, "cancel", SandboxRuntimeContract::cancellingEndsTheWholeTree),
                new Case(Fault.LEAVES_BACKGROUND, "background",
                        SandboxRuntimeContract::whatACommandLeavesInTheBackgroundEnds),
                new Case(Fault.KILLS_ONLY_THE_FIRST, "kill", SandboxRuntimeContract::killEndsEverything),
                new Case(Fault.GOES_ON_AFTER_KILL, "kill", SandboxRuntimeContract::killEndsEverything),
                new Case(Fault.ELSEWHERE, "files", SandboxRuntimeContract::filesComeBack),
                new Case(Fault.CLAIMS_NO_NETWORK, "network", SandboxRuntimeContract::hasNoNetworkWhenAskedForNone),
                new Case(Fault.KEEPS_LEFTOVERS, "leftovers", SandboxRuntimeContract::leftoversAreRemoved),
                new Case(Fault.REMOVES_ALL, "leftovers", SandboxRuntimeContract::leftoversAreRemoved));
    }

    @AfterEach
    void endWhatTheFaultyLeft() {
        MarkedProcesses.end(mark -> mark.sandbox().startsWith("t") && (mark.pid() == ProcessHandle.current().pid()
                || !mark.hostIsAlive()));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void letsTheHonestPassAndCatchesTheFault(Case row) throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self")), "processes are looked for in /proc");
        var honest = contract(Fault.NONE);
        var faulty = contract(row.fault);

        if (row.fault != Fault.CLAIMS_NO_NETWORK) {
            assertThatCode(() -> row.row.check(honest)).as("honest").doesNotThrowAnyException();
        }
        assertThatThrownBy(() -> row.row.check(faulty)).as("faulty").isNotInstanceOf(TestAbortedException.class);
    }

    private SandboxRuntimeContract contract(Fault fault) throws Exception {
        var contract = new Contract(fault);
        contract.folder = Files.createDirectories(folder.resolve(fault.name()));
        contract.prepare();
        return contract;
    }

    /** Without parameters it is the one that the host to die makes. */
    static final class Contract extends SandboxRuntimeContract {

        private final Fault fault;

        Contract() {
            this(Fault.NONE);
        }

        Contract(Fault fault) {
            this.fault = fault;
        }

        @Override
        protected SandboxRuntime runtime() {
            return new HonestRuntime(fault);
        }
    }
}
