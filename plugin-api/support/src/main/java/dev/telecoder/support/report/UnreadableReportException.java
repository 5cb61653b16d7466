package dev.telecoder.support.report;

/** Says why a report could not be read, in a sentence for whoever named the file. */
public final class UnreadableReportException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Whether the file is no report at all, rather than a broken one. */
    private boolean foreign;

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

    private UnreadableReportException(String message, boolean foreign) {
        super(message);
        this.foreign = foreign;
    }

    static UnreadableReportException foreign(String message) {
        return new UnreadableReportException(message, true);
    }

    /**
     * Names the file.
     *
     * @param file its path
     * @return the same, with the file in the message
     */
    public UnreadableReportException in(String file) {
        String message = getMessage() == null ? "" : getMessage();
        String start = "The report ";
        UnreadableReportException named = new UnreadableReportException(
                message.startsWith(start) ? start + file + " " + message.substring(start.length())
                        : file + ": " + message,
                foreign);
        named.initCause(this);
        return named;
    }

    /** {@return whether the file is whole, but of another kind; a folder of reports may hold such files} */
    public boolean isForeign() {
        return foreign;
    }
}
