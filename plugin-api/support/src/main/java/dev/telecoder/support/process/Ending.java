package dev.telecoder.support.process;

/**
 * Knows how to end a process and everything it started. Many threads may call it, also twice for one process.
 */
public interface Ending {

    /**
     * Asks everything to end by itself. Returns at once.
     *
     * @param process the process that was started
     */
    void ask(Process process);

    /**
     * Ends everything, and returns when nothing is left or nothing more can be done. Also called after the process
     * has ended by itself, for what it left behind.
     *
     * @param process the process that was started
     */
    void force(Process process);
}
