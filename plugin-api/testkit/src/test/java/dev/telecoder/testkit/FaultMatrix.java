package dev.telecoder.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Logger;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs a contract on an honest implementation and on one for each fault, and prints which rows failed. */
final class FaultMatrix {

    /** A way to break one row; the honest implementation has the constant without a row. */
    interface Fault {

        /** {@return the name of the one row that must fail; empty for the honest implementation} */
        String row();
    }

    /** Which fault the implementation under test has; contracts are created by JUnit, so it cannot be handed in. */
    interface Switch<F> {
        void set(F fault);
    }

    private FaultMatrix() {}

    static <F extends Enum<F> & Fault> void check(Class<?> contract, Class<F> faults, Switch<F> fault) {
        StringBuilder table = new StringBuilder(contract.getSuperclass().getSimpleName());
        Set<String> rows = Set.of();
        Set<String> caught = new TreeSet<>();
        for (F each : faults.getEnumConstants()) {
            fault.set(each);
            Run run = run(contract);
            table.append(String.format("%n  %-32s -> %s", each, run.failed.isEmpty() ? "passes" : run.failed));
            if (each.row().isEmpty()) {
                rows = run.passed;
                assertThat(run.failed).as("what fails though %s is done right", contract.getSimpleName()).isEmpty();
            } else {
                assertThat(run.failed).as("the rows that catch %s", each).containsExactly(each.row());
                caught.add(each.row());
            }
        }
        Logger.getLogger("contracts").info(table.toString());
        assertThat(caught).as("the rows that some fault breaks").isEqualTo(new TreeSet<>(rows));
    }

    private static Run run(Class<?> contract) {
        LauncherDiscoveryRequest request =
                LauncherDiscoveryRequestBuilder.request().selectors(selectClass(contract)).build();
        Run run = new Run(ConcurrentHashMap.newKeySet(), ConcurrentHashMap.newKeySet());
        LauncherFactory.create().execute(request, new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                boolean failed = result.getStatus() != TestExecutionResult.Status.SUCCESSFUL;
                if (test.isTest() || failed) {
                    (failed ? run.failed : run.passed).add(test.getDisplayName().replace("()", ""));
                }
            }
        });
        return run;
    }

    private record Run(Set<String> failed, Set<String> passed) {}
}
