package dev.telecoder.testkit;

import dev.telecoder.api.health.HealthCheck;
import dev.telecoder.api.health.HealthCheck.Finding;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HealthCheckContractTest {

    enum Fault implements FaultMatrix.Fault {
        NONE(""),
        NAMES_TWO_ALIKE("namesEachThingOnceAndTheSameEachTime"),
        NAMES_THEM_ANEW("namesEachThingOnceAndTheSameEachTime"),
        FINDS_NOTHING("namesEachThingOnceAndTheSameEachTime"),
        SHOWS_THE_KEY("tellsNoSecret"),
        WRITES_A_PAGE("writesOneSentenceForThePerson");

        private final String row;

        Fault(String row) {
            this.row = row;
        }

        @Override
        public String row() {
            return row;
        }
    }

    private static final String KEY = "key-0123456789";
    private static final AtomicInteger LOOKS = new AtomicInteger();
    private static volatile Fault fault = Fault.NONE;

    @Test
    void eachRowCatchesTheCheckThatBreaksIt() {
        FaultMatrix.check(Looking.class, Fault.class, chosen -> fault = chosen);
    }

    static final class Looking extends HealthCheckContract {

        @Override
        protected HealthCheck check() {
            return scope -> switch (fault) {
                case FINDS_NOTHING -> List.of();
                case NAMES_TWO_ALIKE -> List.of(Finding.ok("key", "It is set."), Finding.ok("key", "It fits."));
                case NAMES_THEM_ANEW -> List.of(Finding.ok("key " + LOOKS.incrementAndGet(), "It is set."));
                case SHOWS_THE_KEY ->
                        List.of(Finding.fail("key", KEY + " was refused.", "Nothing works.", "Change it."));
                case WRITES_A_PAGE -> List.of(Finding.ok("key", "It is set.\nAnd it fits."));
                case NONE -> List.of(Finding.ok("key", "It is set."), Finding.ok("program", "It is there."));
            };
        }

        @Override
        protected List<String> secrets() {
            return List.of(KEY);
        }
    }
}
