package dev.telecoder.plugins.sandbox.bubblewrap;

import dev.telecoder.support.process.Ending;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Ends a command by ending the first process of its name space: the kernel then ends all others in it, whatever
 * session, parent or signal handlers they gave themselves.
 */
final class NamespaceEnding implements Ending {

    private static final long PATIENCE_MILLIS = 500;

    @Override
    public void ask(Process bubblewrap) {
        // The first process inside ignores the request, and bwrap itself would take all others with it at once.
        Children.of(bubblewrap.toHandle()).forEach(first -> Children.allOf(first).forEach(ProcessHandle::destroy));
    }

    @Override
    public void force(Process bubblewrap) {
        if (!bubblewrap.isAlive()) {
            return;
        }
        List<ProcessHandle> first = Children.of(bubblewrap.toHandle());
        if (first.isEmpty()) {
            bubblewrap.destroyForcibly();
        }
        first.forEach(ProcessHandle::destroyForcibly);
        // bwrap ends by itself when the name space is gone, so its end tells that nothing is left.
        if (!ended(bubblewrap)) {
            bubblewrap.destroyForcibly();
            ended(bubblewrap);
        }
    }

    private static boolean ended(Process process) {
        boolean interrupted = Thread.interrupted();
        try {
            return process.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException again) {
            interrupted = true;
            return false;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
