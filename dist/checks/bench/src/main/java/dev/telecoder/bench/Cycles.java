package dev.telecoder.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A plugin that is dropped in, called and taken out a hundred times while the host runs: what of it stays in memory. */
record Cycles(Settings settings, Peer model, Peer platform) {

    private static final String LOADERS = "PluginClassLoader";
    private static final long PATIENCE_NANOS = 20_000_000_000L;

    void measure(List<Row> rows) throws IOException, InterruptedException {
        int times = settings.times(100, 10);
        String what = "plugin dropped in, called, taken out " + times + " times: class loaders left";
        Path home = settings.home("cycles", model, platform, "");
        Path jar = home.resolve("plugins/skills-bench.jar");
        double[] seen = new double[times];
        try (HostUnderTest host = HostUnderTest.start(settings.distribution(), home, settings.cache(), Map.of())) {
            long before = loaders(host);
            for (int i = 0; i < times; i++) {
                PluginJar.skill(jar, "1.0." + i);
                long begin = System.nanoTime();
                await(host, true);
                seen[i] = (System.nanoTime() - begin) / 1e6;
                JsonNode said =
                        host.json("POST", "/api/v1/skills/bench.say/run", "{\"input\":{\"text\":\"word " + i + "\"}}");
                if (!said.path("output").asText().equals("word " + i)) {
                    throw new IOException("bench.say answered " + said);
                }
                Files.delete(jar);
                await(host, false);
            }
            long left = Math.max(0, loaders(host) - before);
            rows.add(new Row("plugin.loaders", what, "", 0, 0, left, "counted in the heap after a collection"));
            rows.add(Row.shown("plugin.seen", "a plugin's skill ready after its jar was dropped in", "ms",
                    Figures.median(seen), "median of " + times));
        } catch (IOException e) {
            rows.add(new Row("plugin.loaders", what, "", 0, 0, Double.NaN, String.valueOf(e.getMessage())));
        }
    }

    private static void await(HostUnderTest host, boolean there) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (host.json("GET", "/api/v1/skills?limit=500", "").toString().contains("\"bench.say\"") != there) {
            if (System.nanoTime() > end) {
                throw new IOException("The plugin was not " + (there ? "taken up" : "dropped") + " within 20 s.");
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    /** The class loaders of plugins that are reachable. */
    private static long loaders(HostUnderTest host) throws IOException, InterruptedException {
        jcmd(host, "GC.run");
        return jcmd(host, "GC.class_histogram").lines().filter(line -> line.contains(LOADERS))
                .mapToLong(line -> Long.parseLong(line.strip().split("\\s+")[1])).sum();
    }

    private static String jcmd(HostUnderTest host, String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin/jcmd").toString(),
                String.valueOf(host.proc().pid()), command).redirectErrorStream(true).start();
        var said = new StringBuilder();
        try (BufferedReader lines = process.inputReader()) {
            lines.lines().forEach(line -> said.append(line).append('\n'));
        }
        if (process.waitFor() != 0) {
            throw new IOException("jcmd " + command + " failed: " + said);
        }
        return said.toString();
    }
}
