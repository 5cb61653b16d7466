package dev.telecoder.example.answers;

import dev.telecoder.api.Configured;
import dev.telecoder.api.PluginContext;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.http.WebhookHandler;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.Skill;
import dev.telecoder.api.skill.SkillSource;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.pf4j.Extension;

/**
 * Skills that are known only at run time: whoever has the secret posts a question with its answer, and the agent has one skill
 * more. They are forgotten when the host stops. Any number of threads may use it.
 */
@Extension
@Configured(value = "answers", settings = AnswersConfig.class)
public final class AnswersSource implements SkillSource, WebhookHandler {

    private final byte[] secret;
    private final Json json;
    private final Map<String, Skill> skills = new ConcurrentSkipListMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /**
     * Made by the host when the section is there.
     *
     * @param context the host's part
     */
    public AnswersSource(PluginContext context) {
        var config = context.config(AnswersConfig.class);
        this.secret = (config.secret() == null ? "" : config.secret().reveal()).getBytes(StandardCharsets.UTF_8);
        this.json = context.json();
    }

    @Override
    public List<Skill> skills() {
        return List.copyOf(skills.values());
    }

    @Override
    public void onChange(Runnable changed) {
        listeners.add(changed);
    }

    @Override
    public String path() {
        return "answers";
    }

    @Override
    public Response handle(Request request) {
        byte[] given = request.header("X-Answers-Secret").orElse("").getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(secret, given)) {
            return Response.unauthorized();
        }
        JsonValue posted;
        try {
            posted = json.parse(new String(request.body(), StandardCharsets.UTF_8));
        } catch (PluginException e) {
            return Response.of(400, "The body is no JSON.");
        }
        String name = posted.get("name").text();
        if (!name.matches("[a-z][a-z0-9-]*\\.[a-z0-9][a-z0-9-]*")) {
            return Response.of(400, "name is \"" + name + "\". Expected two words such as answer.on-call.");
        }
        String question = posted.get("question").text();
        if (question.isBlank()) {
            skills.remove(name);
        } else {
            skills.put(name, AnswerSkill.of(name, question, posted.get("answer").text()));
        }
        listeners.forEach(Runnable::run);
        return Response.accepted();
    }
}
