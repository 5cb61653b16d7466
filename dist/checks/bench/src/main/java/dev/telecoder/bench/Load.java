package dev.telecoder.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Answers to one person after another, and to a thousand at once; beside bots that do nothing else. */
record Load(Settings settings, Peer model, Peer platform) {

    private static final int CHATS = 1_000;
    private static final int MODEL_MILLIS = 500;

    /** What one round of a thousand came to. */
    private record Round(Figures figures, double cpuMillisEach) {}

    void measure(List<Row> rows) throws IOException, InterruptedException {
        Path home = settings.home("load", model, platform, "");
        int replies = settings.times(400, 100);
        List<Figures> answered = new ArrayList<>();
        List<Round> rounds = new ArrayList<>();
        double[] cpuEach = new double[settings.times(3, 1)];
        List<String> options;
        double peak;
        double firstBytes;
        try (HostUnderTest host = HostUnderTest.start(settings.distribution(), home, settings.cache(), Map.of())) {
            options = host.javaOptions();
            replies(300);
            firstBytes = model.get("/stats").get("first_bytes").asDouble();
            for (int i = 0; i < cpuEach.length; i++) {
                long cpu = host.proc().cpuMillis();
                answered.add(replies(replies));
                cpuEach[i] = (host.proc().cpuMillis() - cpu) / (double) replies;
            }
            burst(host.proc());
            host.proc().forgetPeak();
            for (int i = 0; i < settings.times(3, 1); i++) {
                rounds.add(burst(host.proc()));
            }
            peak = host.proc().peakKb() / 1024.0;
        }
        List<Figures> echoed = new ArrayList<>();
        try (Peer _ = Peer.start("EchoBot", options, platform.url())) {
            replies(300);
            for (int i = 0; i < answered.size(); i++) {
                echoed.add(replies(replies));
            }
        }
        overhead(rows, answered, echoed, replies, Figures.median(cpuEach));
        thousand(rows, rounds, peak);
        rows.add(
                new Row("first.request", "first model request for \"hello 0\", all plugins, bytes / 4", "tokens", 4_000,
                        2_500, firstBytes / 4, Row.number(firstBytes) + " bytes of body"));
        floor(rows, options);
    }

    private Figures replies(int count) throws IOException, InterruptedException {
        model.get("/set?latency=0");
        return Figures.of(platform.get("/control/reply?per=20&count=" + count).get("waited_us"));
    }

    private Round burst(Proc process) throws IOException, InterruptedException {
        model.get("/set?latency=" + MODEL_MILLIS);
        long cpu = process.cpuMillis();
        JsonNode result = platform.get("/control/burst?over=2000&chats=" + CHATS);
        return new Round(Figures.of(result.get("waited_us")), (process.cpuMillis() - cpu) / (double) CHATS);
    }

    /** By pairs: the nth round of the one and of the other have the same share of noise. */
    private static void overhead(List<Row> rows, List<Figures> answered, List<Figures> echoed, int replies,
            double cpu) {
        double[] p50 = new double[answered.size()];
        double[] p95 = new double[answered.size()];
        for (int i = 0; i < p50.length; i++) {
            p50[i] = answered.get(i).at(0.5) - echoed.get(i).at(0.5);
            p95[i] = answered.get(i).at(0.95) - echoed.get(i).at(0.95);
        }
        String how = "median of " + p50.length + " pairs of " + replies + "; ";
        rows.add(new Row("reply.p50", "reply overhead over a bot that only echoes, model at 0 ms, p50", "ms", 20, 5,
                Figures.median(p50), how + answered.getLast() + "; echo " + echoed.getLast()));
        rows.add(new Row("reply.p95", "reply overhead, p95", "ms", 50, 15, Figures.median(p95),
                how + "conversations of 20"));
        rows.add(Row.shown("reply.cpu", "CPU of a reply, one after another", "ms", cpu, ""));
    }

    private static void thousand(List<Row> rows, List<Round> rounds, double peak) {
        double[] p95 = rounds.stream().mapToDouble(round -> round.figures().at(0.95)).toArray();
        double[] cpu = rounds.stream().mapToDouble(Round::cpuMillisEach).toArray();
        int lost = rounds.stream().mapToInt(round -> round.figures().lost()).sum();
        String how = "median of " + rounds.size() + " warm rounds; ";
        rows.add(new Row("burst.lost", "1,000 conversations over 2 s, model at 500 ms: not answered", "", 0, 0, lost,
                "of " + rounds.size() * CHATS));
        rows.add(new Row("burst.p95", "1,000 conversations, p95 until answered", "ms", 750, 600, Figures.median(p95),
                how + rounds.getLast().figures()));
        rows.add(new Row("burst.cpu", "1,000 conversations, CPU each", "ms", 5, 2, Figures.median(cpu), how));
        rows.add(new Row("burst.rss", "1,000 conversations, most memory resident", "MB", 400, 200, peak, "VmHWM"));
    }

    private void floor(List<Row> rows, List<String> options) throws IOException, InterruptedException {
        double[] p95 = new double[settings.times(3, 1)];
        double[] cpu = new double[p95.length];
        try (Peer bot = Peer.start("EchoBot", options, platform.url(), model.url())) {
            double cold = burst(bot.proc()).figures().at(0.95);
            for (int i = 0; i < p95.length; i++) {
                Round round = burst(bot.proc());
                p95[i] = round.figures().at(0.95);
                cpu[i] = round.cpuMillisEach();
            }
            rows.add(Row.shown("floor.p95", "transport floor of the 1,000: OkHttp only, no agent, p95", "ms",
                    Figures.median(p95), "warm; cold " + Row.number(Math.rint(cold)) + "; CPU each "
                            + Row.number(Figures.median(cpu)) + " ms"));
        }
    }
}
