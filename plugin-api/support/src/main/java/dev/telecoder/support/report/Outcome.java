package dev.telecoder.support.report;

/** How a case ended, from the best to the worst; where a report says several, the worst counts. */
enum Outcome {
    PASSED, SKIPPED, FAILED, ERROR;

    Outcome worst(Outcome other) {
        return compareTo(other) >= 0 ? this : other;
    }

    boolean bad() {
        return this == FAILED || this == ERROR;
    }
}
