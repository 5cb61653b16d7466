package dev.telecoder.bench;

import dev.telecoder.api.sandbox.Sandbox;
import dev.telecoder.api.sandbox.SandboxRuntime;
import dev.telecoder.platform.sandbox.SandboxSettings;
import dev.telecoder.platform.sandbox.Sandboxes;
import dev.telecoder.platform.sandbox.TaskPlace;
import dev.telecoder.plugins.sandbox.bubblewrap.BubblewrapRuntime;
import dev.telecoder.plugins.sandbox.docker.DockerRuntime;
import dev.telecoder.testkit.ManualCancellation;
import dev.telecoder.testkit.TestContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What a command costs for being in a sandbox: {@code true}, by the host's own way to its runtimes. The first command of a task
 * makes its container; the others find it warm. Nothing is promised of them.
 */
record SandboxRuns(Settings settings) {

    private static final List<String> IMAGES = List.of("telecoder-sandbox", "telecoder-test:busybox");

    void measure(List<Row> rows) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(settings.work().resolve("sandbox"));
        String image = IMAGES.stream().filter(SandboxRuns::isThere).findFirst().orElse(IMAGES.getFirst());
        var context = TestContext.withJson("{\"image\":\"" + image + "\"}")
                .withDataDirectory(Files.createDirectories(folder.resolve("plugin")));
        try (var docker = new DockerRuntime(context)) {
            measure(rows, docker, folder, image);
        }
        try (var bubblewrap = new BubblewrapRuntime(context)) {
            measure(rows, bubblewrap, folder, image);
        }
    }

    private void measure(List<Row> rows, SandboxRuntime runtime, Path folder, String image)
            throws IOException, InterruptedException {
        boolean warms = runtime.id().equals("docker");
        String cold = runtime.id() + ": the first command of a task, p50";
        String warm = runtime.id() + ": a further command, p50";
        var probe = runtime.probe();
        if (!probe.available()) {
            rows.add(Row.missing("sandbox." + runtime.id() + ".cold", cold, "SKIPPED: " + probe.reason()));
            rows.add(Row.missing("sandbox." + runtime.id() + ".exec", warm, "SKIPPED: " + probe.reason()));
            return;
        }
        var limits = SandboxSettings.of(runtime.id(), "bench");
        try (var sandboxes = new Sandboxes(() -> List.of(runtime), limits, Clock.systemUTC())) {
            int tasks = settings.times(20, 5);
            double[] first = new double[tasks];
            for (int i = -2; i < tasks; i++) {
                String task = "bench-" + (i + 2);
                Sandbox sandbox = sandboxes.forTask(place(folder, runtime.id() + task));
                double millis = run(sandbox);
                if (i >= 0) {
                    first[i] = millis;
                }
                sandboxes.end(runtime.id() + task);
            }
            Sandbox sandbox = sandboxes.forTask(place(folder, runtime.id() + "warm"));
            int commands = settings.times(200, 30);
            double[] further = new double[commands];
            for (int i = -10; i < commands; i++) {
                double millis = run(sandbox);
                if (i >= 0) {
                    further[i] = millis;
                }
            }
            String how = warms ? " (image " + image + ")" : "";
            add(rows, "sandbox." + runtime.id() + ".cold", cold, first, how);
            add(rows, "sandbox." + runtime.id() + ".exec", warm, further, how);
        }
    }

    private static void add(List<Row> rows, String id, String what, double[] millis, String how) {
        Arrays.sort(millis);
        var figures = new Figures(millis, 0);
        rows.add(Row.shown(id, what, "ms", figures.at(0.5), "p95 " + Row.number(figures.at(0.95)) + " ms of "
                + millis.length + how));
    }

    private static double run(Sandbox sandbox) throws IOException {
        long begin = System.nanoTime();
        Sandbox.Exit exit = sandbox.run(Sandbox.Command.of("/bin/true"), line -> {}, new ManualCancellation());
        if (!exit.succeeded()) {
            throw new IOException("/bin/true ended with " + exit.code() + " in the sandbox");
        }
        return (System.nanoTime() - begin) / 1e6;
    }

    private static TaskPlace place(Path folder, String task) throws IOException {
        Path scratch = Files.createDirectories(folder.resolve(task));
        return new TaskPlace(task, Files.createDirectories(scratch.resolve("repo")), scratch, List.of(), Map.of());
    }

    private static boolean isThere(String image) {
        try {
            Process process = new ProcessBuilder("docker", "image", "inspect", image).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            return process.waitFor() == 0;
        } catch (IOException noDocker) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
