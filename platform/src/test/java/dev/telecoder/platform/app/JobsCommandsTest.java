package dev.telecoder.platform.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.config.HostJson;
import dev.telecoder.platform.event.EventSubscription;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs as somebody types them, with a host and without. */
class JobsCommandsTest {

    @TempDir Path home;
    @TempDir Path work;

    @BeforeEach
    void job() throws Exception {
        Files.writeString(Files.createDirectories(home.resolve("jobs")).resolve("morning.yaml"),
                "schedule: \"0 9 * * mon-fri\"\ntimezone: Europe/Berlin\nrepos: []\nprompt: What is new?\n");
    }

    @Test
    void listsJobsWithoutAHost() {
        Typed typed = Typed.in(home, "cron", "list", "--json");

        JsonValue job = new HostJson().parse(typed.out()).at(0);
        assertThat(typed.exit()).isZero();
        assertThat(job.get("name").text()).isEqualTo("morning");
        assertThat(job.get("timezone").text()).isEqualTo("Europe/Berlin");
        assertThat(job.get("enabled").asBoolean(false)).isTrue();
        assertThat(job.get("next").text()).matches("20\\d\\d-.*T0[78]:00:00.000Z");
        assertThat(Typed.in(home, "cron", "runs", "--json").out().strip()).isEqualTo("[]");
        assertThat(Typed.in(home, "cron", "run", "morning").exit()).isEqualTo(2);
    }

    @Test
    void runsAJobThroughTheAgentAndTakesUpNewFiles() throws Exception {
        WaitingModel.into(home.resolve("plugins"), work);
        Files.writeString(home.resolve("config.yaml"),
                "llm: {provider: waiting, model: patient, folder: \"%s\"}\n".formatted(work));
        try (Serving serving = Serving.begin(new Home(home).prepare(), Map.of("PATH", System.getenv("PATH")), 0);
                EventSubscription events = serving.host().events().subscribe(null)) {
            assertThat(Typed.in(home, "trigger", "morning", "and", "hurry").exit()).isZero();
            assertThat(Typed.in(home, "cron", "run", "morning").err()).contains("runs already");
            assertThat(Typed.in(home, "cron", "run", "nothing").exit()).isEqualTo(2);
            until(events, () -> run(serving).get("state").text().equals("running"));
            WaitingModel.go(work);
            until(events, () -> run(serving).get("state").text().equals("done"));

            String said = serving.host().messages().ofTurn(run(serving).get("turn").text()).toString();
            assertThat(said).contains("What is new?\n\nand hurry").contains("All well, says patient.");
            Files.writeString(home.resolve("jobs/evening.yaml"), "schedule: '@daily'\nprompt: x\n");
            until(events, () -> Typed.in(home, "cron", "list", "--json").out().contains("evening"));
        }
        assertThat(Typed.in(home, "cron", "runs", "--json").out()).contains("\"state\":\"done\"");
    }

    private JsonValue run(Serving serving) {
        return serving.host().json().parse(Typed.in(home, "cron", "runs", "--json").out()).at(0);
    }

    /** Looks again each time something happened. */
    private static void until(EventSubscription events, Callable<Boolean> so) throws Exception {
        while (!so.call()) {
            assertThat(events.poll(Duration.ofSeconds(30))).as("waited too long").isNotNull();
        }
    }
}
