package dev.telecoder.plugins.sandbox.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Frame;
import dev.telecoder.support.process.LineCutter;
import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A command that was started in a container. What it writes is told as it comes, on the thread that reads it; what is beyond the
 * limit is read and dropped, so that it never blocks.
 */
final class Started extends ResultCallback.Adapter<Frame> {

    private static final int END_POLLS = 200;
    private static final long END_POLL_MILLIS = 10;

    private final DockerClient client;
    private final String exec;
    private final LineCutter lines;
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
    private volatile boolean muted;
    private volatile @Nullable Throwable outputProblem;

    Started(DockerClient client, String exec, LineCutter lines) {
        this.client = client;
        this.exec = exec;
        this.lines = lines;
    }

    @Override
    public void onStart(Closeable stream) {
        super.onStart(stream);
    }

    @Override
    public void onNext(Frame frame) {
        if (muted || outputProblem != null) {
            return;
        }
        try {
            lines.take(frame.getPayload(), frame.getPayload().length);
        } catch (RuntimeException | Error problem) {
            outputProblem = problem;
            ended.complete(null);
        }
    }

    @Override
    public void onError(Throwable problem) {
        // The stream breaks when the container is killed.
        ended.complete(null);
        super.onError(problem);
    }

    @Override
    public void onComplete() {
        ended.complete(null);
        super.onComplete();
    }

    /** Told when the output has ended, or its receiver has failed. */
    CompletableFuture<@Nullable Void> ended() {
        return ended;
    }

    /** Waits for the last output of what was killed. */
    void awaitLastOutput(long millis) {
        boolean interrupted = Thread.interrupted();
        try {
            ended.get(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException again) {
            interrupted = true;
        } catch (ExecutionException | TimeoutException late) {
            // Whatever still comes is not told.
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tells the last line, and nothing any more. */
    void finish() {
        muted = true;
        try {
            close();
        } catch (IOException alreadyClosed) {
            // It is only let go.
        }
        Throwable problem = outputProblem;
        if (problem != null) {
            throw new IllegalStateException("The receiver of the output failed, so the command was stopped.", problem);
        }
        lines.finish();
    }

    boolean failed() {
        return outputProblem != null;
    }

    /** The exit code, or -1 if the container is gone or the command does not end. */
    int code() {
        try {
            for (int i = 0; i < END_POLLS; i++) {
                var state = client.inspectExecCmd(exec).exec();
                Long code = state.getExitCodeLong();
                if (Boolean.FALSE.equals(state.isRunning()) && code != null) {
                    return code.intValue();
                }
                Thread.sleep(END_POLL_MILLIS);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (DockerException gone) {
            return -1;
        }
        return -1;
    }
}
