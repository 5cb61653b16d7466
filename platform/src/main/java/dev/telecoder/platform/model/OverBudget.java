package dev.telecoder.platform.model;

/** A call to the model was not made, because a limit of {@code budget} is reached. The message says which, and how to go on. */
public final class OverBudget extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OverBudget(String message) {
        super(message, null, false, false);
    }
}
