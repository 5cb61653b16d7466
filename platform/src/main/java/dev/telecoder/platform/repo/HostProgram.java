package dev.telecoder.platform.repo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Runs a program of this machine, outside of every repository, with exactly the given environment.
 *
 * @param environment its variables
 */
record HostProgram(Map<String, String> environment) {

    private static final long LIMIT_SECONDS = 60;
    private static final int MOST = 1 << 20;

    /**
     * What came of it.
     *
     * @param exit its exit code
     * @param output what it wrote
     * @param errors what it complained
     */
    record Answer(int exit, byte[] output, String errors) {

        String text() {
            return new String(output, StandardCharsets.UTF_8);
        }

        String brief() {
            String said = errors.strip().replaceAll("\\s*\\n\\s*", "; ");
            return "exit " + exit + (said.isEmpty() ? "" : ", " + Texts.shortened(said, 300));
        }
    }

    /**
     * Runs it with {@code input} and waits, a minute at most.
     *
     * @throws InterruptedIOException if it was started, but did not end
     * @throws IOException if it could not be started
     */
    Answer run(List<String> command, byte[] input) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(place());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            CompletableFuture<byte[]> output = reading(process.getInputStream());
            CompletableFuture<byte[]> errors = reading(process.getErrorStream());
            try (OutputStream in = process.getOutputStream()) {
                in.write(input);
            } catch (IOException e) {
                // It ended without reading; its exit code and errors say why.
            }
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new InterruptedIOException("it took longer than " + LIMIT_SECONDS + " s");
            }
            return new Answer(process.exitValue(), output.join(), new String(errors.join(), StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("it was interrupted");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private java.io.File place() {
        Path home = Path.of(environment.getOrDefault("HOME", "/"));
        return (Files.isDirectory(home) ? home : Path.of("/")).toFile();
    }

    private static CompletableFuture<byte[]> reading(InputStream stream) {
        CompletableFuture<byte[]> all = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            ByteArrayOutputStream kept = new ByteArrayOutputStream();
            try (stream) {
                kept.write(stream.readNBytes(MOST));
                stream.transferTo(OutputStream.nullOutputStream());
                all.complete(kept.toByteArray());
            } catch (IOException e) {
                all.completeExceptionally(new UncheckedIOException(e));
            }
        });
        return all;
    }
}
