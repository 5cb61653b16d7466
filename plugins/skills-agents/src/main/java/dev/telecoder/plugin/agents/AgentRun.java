package dev.telecoder.plugin.agents;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.sandbox.Sandbox;
import dev.telecoder.api.skill.SkillContext;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One run of an agent, from its start until it is gone. For one thread. */
final class AgentRun {

    private static final Duration LOOK = Duration.ofMillis(250);

    private final Agent agent;
    private final Order order;
    private final Watch watch;
    private final SkillContext context;
    private final Transcript transcript;

    AgentRun(Agent agent, Order order, Watch watch, SkillContext context) {
        this.agent = agent;
        this.order = order;
        this.watch = watch;
        this.context = context;
        this.transcript = new Transcript(context::progress);
    }

    /**
     * What came of it, but for the tree.
     *
     * @param transcript what it said
     * @param exit how its process ended; nothing if it was stopped
     * @param stopped why it was stopped, if it had to be
     */
    record Ending(Transcript transcript, Sandbox.@Nullable Exit exit, Optional<String> stopped) {}

    Ending run() {
        Launch launch = agent.launch(order);
        String pipe = "/tmp/none";
        if (agent.acp()) {
            String folder = order.directory().equals("/workspace/repo") ? "/workspace" : "/tmp";
            pipe = folder + "/.agent-" + Integer.toHexString(order.directory().hashCode()) + "-"
                    + context.runId().replaceAll("[^A-Za-z0-9-]", "") + ".pipe";
            launch = launch.with(java.util.Map.of("AGENT_PIPE", pipe));
        }
        try (AgentProcess process = AgentProcess.start(context.sandbox(), launch, context.cancellation())) {
            String to = pipe;
            Optional<AcpTalk> talk = agent.acp()
                    ? Optional.of(new AcpTalk(order, line -> process.send(to, line), transcript, watch, context))
                    : Optional.empty();
            Optional<String> stopped = follow(process, talk);
            return new Ending(transcript, stopped.isPresent() ? null : process.exit(), stopped);
        } catch (InterruptedException cancelled) {
            Thread.currentThread().interrupt();
            throw PluginException.of(Failure.CANCELLED, "The agent was stopped.");
        }
    }

    private Optional<String> follow(AgentProcess process, Optional<AcpTalk> talk) throws InterruptedException {
        while (!process.drained()) {
            context.cancellation().throwIfCancelled();
            String line = process.next(LOOK);
            if (line != null) {
                take(line.replace(order.access().key(), "[key]"), talk);
            }
            if (transcript.movedOn()) {
                watch.movedOn();
            }
            if (talk.isPresent() && talk.get().over()) {
                process.stop();
                return Optional.empty();
            }
            Optional<String> over = watch.over();
            if (over.isPresent()) {
                process.stop();
                return over;
            }
        }
        context.cancellation().throwIfCancelled();
        return Optional.empty();
    }

    private void take(String line, Optional<AcpTalk> talk) {
        if (!agent.speaksJson()) {
            transcript.plain(line);
            transcript.saysMore(line + "\n");
            transcript.step(line);
            return;
        }
        Optional<JsonValue> event = event(line);
        if (event.isEmpty()) {
            if (line.equals(AcpTalk.READY) && talk.isPresent()) {
                talk.get().begin();
            } else {
                transcript.plain(line);
            }
        } else if (talk.isPresent()) {
            talk.get().take(event.get());
        } else {
            agent.read(event.get(), transcript);
        }
    }

    private Optional<JsonValue> event(String line) {
        if (!line.startsWith("{")) {
            return Optional.empty();
        }
        try {
            JsonValue value = context.json().parse(line);
            return value instanceof JsonValue.JsonObject ? Optional.of(value) : Optional.empty();
        } catch (PluginException noJson) {
            return Optional.empty();
        }
    }
}
