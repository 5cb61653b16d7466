package dev.telecoder.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

final class Bench {
    public static void main(String[] a) throws Exception {
        Path dist = Path.of(System.getProperty("dist"));
        Path work = Files.createTempDirectory("bench-");
        Path cache = Path.of(System.getProperty("cache", work.resolve("cache").toString()));
        Path home = Files.createDirectories(work.resolve("home"));
        PluginJar.write(home.resolve("plugins/channel-bench.jar"));
        List<String> small = List.of("-XX:+UseSerialGC", "-Xmx256m");
        try (Peer model = Peer.start("FakeModel", small); Peer platform = Peer.start("FakeTelegram", small)) {
            Files.writeString(home.resolve("config.yaml"), """
                    server: {port: 0}
                    llm: {provider: openai, model: bench-1, api_key: none, base_url: "%s/v1"}
                    channels: {bench: {url: "%s"}}
                    access: {bench: {dm_policy: open, allow_from: ["*"]}}
                    """.formatted(model.url(), platform.url()));
            List<String> options;
            try (HostUnderTest host = HostUnderTest.start(dist, home, cache, Map.of("TELECODER_JAVA_OPTS", System.getProperty("opts", "")))) {
                options = host.javaOptions();
                System.out.println("ready " + host.readyMillis() + " pid " + host.proc().pid());
                run("host", host.proc(), model, platform, a);
                System.out.println(Files.readString(home.resolve("stderr.txt")));
                if (Boolean.getBoolean("threads")) {
                    new ProcessBuilder("sh", "-c", "for t in /proc/" + host.proc().pid() + "/task/*; do awk -v n=\"$(cat $t/comm)\" '{sub(/.*\\) /,\"\"); print ($12+$13)*10, $12*10, $13*10, n}' $t/stat; done | sort -rn | head -14").inheritIO().start().waitFor();
                    new ProcessBuilder("sh", "-c", System.getProperty("java.home") + "/bin/jcmd " + host.proc().pid() + " GC.class_histogram | head -45").inheritIO().start().waitFor();
                }
            }
            for (String mode : System.getProperty("echo", "").isEmpty() ? new String[0] : new String[]{"", model.url()}) {
                try (Peer bot = mode.isEmpty() ? Peer.start("EchoBot", options, platform.url()) : Peer.start("EchoBot", options, platform.url(), mode)) {
                    run("echo " + mode, bot.proc(), model, platform, a);
                }
            }
        }
    }

    static void run(String who, Proc proc, Peer model, Peer platform, String[] a) throws Exception {
        for (String what : a) {
            String[] p = what.split(":");
            int n = Integer.parseInt(p[1]);
            int rounds = p.length > 2 ? Integer.parseInt(p[2]) : 1;
            model.get("/set?latency=" + (p[0].equals("burst") ? 500 : 0));
            for (int i = 0; i < rounds; i++) {
                long cpu = proc.cpuMillis(), peers = model.proc().cpuMillis() + platform.proc().cpuMillis();
                long w = proc.wakeups();
                JsonNode r = platform.get(p[0].equals("burst") ? "/control/burst?over=2000&chats=" + n : "/control/reply?per=20&count=" + n);
                System.out.printf("%s %s: %s cpu %.2f ms each, peers %.2f, rss %d peak %d MB wakeups %.1f load %s%n", who, what, Figures.of(r.get("waited_us")),
                    (proc.cpuMillis() - cpu) / (double) n, (model.proc().cpuMillis() + platform.proc().cpuMillis() - peers) / (double) n,
                    proc.residentKb() / 1024, proc.peakKb() / 1024, (proc.wakeups() - w) / (double) n, Files.readString(Path.of("/proc/loadavg")).split(" ")[0]);
            }
        }
    }
}
