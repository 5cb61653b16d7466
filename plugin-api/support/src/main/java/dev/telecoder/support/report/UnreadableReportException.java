package dev.telecoder.support.report;

/** Says why a report could not be read, in a sentence for whoever named the file. */
public final class UnreadableReportException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what is wrong and what was expected
     */
    public UnreadableReportException(String message) {
        super(message);
    }

    UnreadableReportException(String message, Throwable cause) {
        super(message, cause);
    }
}
