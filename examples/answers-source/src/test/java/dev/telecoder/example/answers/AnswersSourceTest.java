package dev.telecoder.example.answers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.http.WebhookHandler.Response;
import dev.telecoder.api.skill.SkillSource;
import dev.telecoder.testkit.SkillInputs;
import dev.telecoder.testkit.SkillSourceContract;
import dev.telecoder.testkit.TestContext;
import dev.telecoder.testkit.TestSkillContext;
import dev.telecoder.testkit.TestWebhookRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswersSourceTest extends SkillSourceContract {

    private final AnswersSource source = new AnswersSource(TestContext.with("secret", "open sesame"));
    private final List<String> reports = new ArrayList<>();

    @Override
    protected SkillSource source() {
        return source;
    }

    @Override
    protected void add(String name) {
        post("open sesame", "{\"name\": \"" + name + "\", \"question\": \"Who?\", \"answer\": \"Anna.\"}");
    }

    @Override
    protected void remove(String name) {
        post("open sesame", "{\"name\": \"" + name + "\"}");
    }

    @Override
    protected void addWrong() {
        reports.add(post("open sesame", "{\"name\": \"Not A Name\", \"question\": \"Who?\"}").body());
    }

    @Override
    protected List<String> reports() {
        return reports;
    }

    @Test
    void theSkillGivesTheAnswer(@TempDir Path workspace) {
        add("answer.on-call");

        var result = source.skills().getFirst().run(SkillInputs.of("{}"), TestSkillContext.in(workspace));

        assertThat(result.output()).isEqualTo("Anna.");
        assertThat(source.skills().getFirst().spec().description()).contains("Who?");
    }

    @Test
    void takesNothingWithoutTheSecret() {
        Response answer = post("open barley", "{\"name\": \"answer.a\", \"question\": \"Who?\"}");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(source.skills()).isEmpty();
    }

    private Response post(String secret, String body) {
        return source.handle(TestWebhookRequest.post(body).withHeader("X-Answers-Secret", secret));
    }
}
