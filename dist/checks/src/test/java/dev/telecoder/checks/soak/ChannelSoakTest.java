package dev.telecoder.checks.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Many messages in many chats through the host's own gateway and the plugin's own channel, while connections are cut,
 * answers are refused as too fast and deliveries come twice. Small here; {@code -Dtelecoder.soak=full} makes it 10,000
 * messages, 200 disconnects, 500 refusals and 5 % duplicates a channel.
 */
@DisplayName("A channel under load, loss and repetition")
class ChannelSoakTest {

    private static final Map<String, Supplier<Platform>> PLATFORMS = Map.of("telegram", OnTelegram::new, "slack",
            OnSlack::new, "discord", OnDiscord::new, "whatsapp", OnWhatsApp::new, "linear", OnLinear::new, "jira",
            OnJira::new);
    private static final boolean FULL = System.getProperty("telecoder.soak", "").equals("full");
    private static final int MESSAGES = FULL ? 10_000 : 300;
    private static final int DISCONNECTS = FULL ? 200 : 3;
    private static final int REFUSALS = FULL ? 500 : 15;
    private static final int CHATS = 48;
    /** More than this are not under way at once: people wait for answers, too. */
    private static final int UNDER_WAY = 200;

    @TempDir Path home;

    @ParameterizedTest
    @ValueSource(strings = {"telegram", "slack", "discord", "whatsapp", "linear", "jira"})
    @Timeout(3_600)
    void losesDoublesAndMisplacesNothing(String name) {
        long begin = System.nanoTime();
        Map<String, String> wanted = new HashMap<>();
        int duplicates = 0;
        int cuts = 0;
        int refusals = 0;
        List<Platform.Reply> replies;
        try (Platform platform = PLATFORMS.get(name).get();
                SoakBed bed = new SoakBed(home, platform.channel(), platform.format())) {
            for (int i = 0; i < MESSAGES; i++) {
                wanted.put("re m" + i, platform.write(i % CHATS, "m" + i));
                if (duplicates * 20 <= i && platform.repeat()) {
                    duplicates++;
                }
                if (i * REFUSALS / MESSAGES > refusals) {
                    platform.limit();
                    refusals++;
                }
                if ((long) i * (DISCONNECTS + 1) / MESSAGES > cuts) {
                    platform.cut(bed);
                    for (int missed = 0; missed < 3 && i + 1 < MESSAGES; missed++) {
                        i++;
                        wanted.put("re m" + i, platform.write(i % CHATS, "m" + i));
                    }
                    platform.restore(bed);
                    cuts++;
                }
                if (i % 50 == 0) {
                    int sofar = i;
                    SoakBed.until("answers keep up", () -> sofar - platform.answered() < UNDER_WAY);
                }
            }
            platform.limit();
            refusals++;
            SoakBed.until("all is answered", () -> platform.answered() >= wanted.size() && bed.waiting() == 0);
            replies = platform.replies();
            assertThat(platform.refused()).isEmpty();
            assertThat(bed.failed()).isZero();
        }

        Map<String, Integer> seen = new HashMap<>();
        replies.forEach(reply -> seen.merge(reply.text().strip(), 1, Integer::sum));
        long lost = wanted.keySet().stream().filter(text -> !seen.containsKey(text)).count();
        long doubled = seen.values().stream().filter(times -> times > 1).count();
        long misplaced =
                replies.stream().filter(reply -> !reply.place().equals(wanted.get(reply.text().strip()))).count();
        System.out.printf("soak | %-8s | %6d messages | %4d disconnects | %4d refusals | %4d duplicates | %d lost |"
                + " %d doubled | %d misplaced | %d s%n", name, wanted.size(), cuts, refusals, duplicates, lost, doubled,
                misplaced, (System.nanoTime() - begin) / 1_000_000_000L);
        assertThat(List.of(lost, doubled, misplaced)).as("lost, doubled, misplaced").containsOnly(0L);
        assertThat(cuts).isGreaterThanOrEqualTo(DISCONNECTS);
        assertThat(refusals).isGreaterThanOrEqualTo(REFUSALS);
        assertThat(duplicates * 20).isGreaterThanOrEqualTo(MESSAGES);
    }
}
