package dev.telecoder.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.api.skill.Skill;
import dev.telecoder.api.skill.SkillContext;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.api.skill.SkillSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is asked of every {@link Skill}. Rows a skill has nothing for, such as paths, are skipped, visibly.
 *
 * @since 1.0
 */
@Timeout(value = 240, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class SkillContract {

    private static final String SECRET = "outside-the-workspace-4711";

    @TempDir Path folder;

    /** For the plugin's test. */
    protected SkillContract() {}

    /** {@return the skill} */
    protected abstract Skill skill();

    /** {@return inputs that fit the schema, the riskiest among them; at least one} */
    protected abstract List<String> inputs();

    /**
     * Makes an input that names a file.
     *
     * @param path the path
     * @return the input; empty if the skill takes no path
     */
    protected Optional<String> inputNaming(String path) {
        return Optional.empty();
    }

    /** {@return an input with which a run takes half a minute or more; empty if no run takes long} */
    protected Optional<String> longInput() {
        return Optional.empty();
    }

    /** {@return an input that fails in a way the model can do something about; empty if nothing can fail so} */
    protected Optional<String> failingInput() {
        return Optional.empty();
    }

    /**
     * Makes the surroundings of a run.
     *
     * @param workspace an empty folder, to be filled as the inputs need it
     * @param cancellation what the run is cancelled by
     * @return the surroundings
     */
    protected SkillContext context(Path workspace, ManualCancellation cancellation) {
        return TestSkillContext.in(workspace).withCancellation(cancellation);
    }

    @Test
    void presentsItselfWithAValidSchemaAndName() {
        SkillSpec spec = skill().spec();
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
        Schema meta = registry.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        JsonValue schema = JacksonJson.INSTANCE.parse(spec.inputSchemaJson());
        List<String> valid = new ArrayList<>(inputs());
        valid.addAll(spec.examples());

        assertThat(meta.validate(spec.inputSchemaJson(), InputFormat.JSON)).as("the schema itself").isEmpty();
        assertThat(schema.get("type").text()).as("the type of the input").isEqualTo("object");
        assertThat(spec.name()).matches("[a-z][a-z0-9-]*\\.[a-z0-9][a-z0-9-]*").hasSizeLessThanOrEqualTo(64);
        assertThat(spec.description()).as("the description").isNotBlank();
        assertThat(spec.timeout()).isPositive();
        Schema compiled = registry.getSchema(spec.inputSchemaJson(), InputFormat.JSON);
        assertThat(valid).isNotEmpty()
                .allSatisfy(input -> assertThat(compiled.validate(input, InputFormat.JSON)).as(input).isEmpty());
    }

    @Test
    void presentsItselfTheSameEachTime() {
        Skill skill = skill();

        assertThat(described(skill.spec())).isEqualTo(described(skill.spec())).isEqualTo(described(skill().spec()));
    }

    private static List<Object> described(SkillSpec spec) {
        return List.of(spec.name(), spec.description(), spec.inputSchemaJson(), spec.risk(), spec.outsideText(),
                spec.needsRepository(), spec.timeout(), spec.network(), spec.keywords(), spec.examples());
    }

    @Test
    void isNeverRiskierThanItsSpecSays() {
        Risk most = skill().spec().risk();

        assertThat(inputs()).allSatisfy(
                input -> assertThat(skill().risk(SkillInputs.of(input))).as(input).isLessThanOrEqualTo(most));
    }

    @Test
    void refusesPathsOutsideTheWorkspace() throws IOException {
        Assumptions.assumeTrue(inputNaming("a.txt").isPresent(), "The skill takes no path.");
        Path workspace = Files.createDirectory(folder.resolve("workspace"));
        Path outside = Files.writeString(folder.resolve("outside.txt"), SECRET + "\n");
        Path aside = Files.createDirectory(folder.resolve("workspace-aside"));
        Files.writeString(aside.resolve("outside.txt"), SECRET + "\n");
        SkillContext context = context(workspace, new ManualCancellation());
        Files.createSymbolicLink(workspace.resolve("link.txt"), outside);
        Files.createSymbolicLink(workspace.resolve("linked"), aside);

        for (String path : List.of("../outside.txt", outside.toString(), "sub/../../outside.txt", "link.txt",
                "linked/outside.txt", "../workspace-aside/outside.txt", aside.resolve("outside.txt").toString())) {
            String input = inputNaming(path).orElseThrow();
            assertThat(refuses(input, context)).as("%s is refused", path).isTrue();
        }
        assertThat(outside).hasContent(SECRET);
        assertThat(aside.resolve("outside.txt")).hasContent(SECRET);
    }

    private boolean refuses(String input, SkillContext context) {
        try {
            SkillResult result = skill().run(SkillInputs.of(input), context);
            return !result.succeeded() && !result.output().contains(SECRET);
        } catch (PluginException refused) {
            return refused.failure() == Failure.REJECTED && !String.valueOf(refused.getMessage()).contains(SECRET);
        }
    }

    @Test
    void stopsSoonAfterCancelling() throws InterruptedException, IOException {
        Assumptions.assumeTrue(longInput().isPresent(), "No run of the skill takes long.");
        ManualCancellation cancellation = new ManualCancellation();
        Path workspace = Files.createDirectory(folder.resolve("workspace"));
        SkillContext context = context(workspace, cancellation);
        CountDownLatch running = new CountDownLatch(1);
        AtomicReference<Throwable> bug = new AtomicReference<>();

        Thread run = Thread.ofVirtual().start(() -> {
            running.countDown();
            try {
                skill().run(SkillInputs.of(longInput().orElseThrow()), context);
            } catch (PluginException cancelled) {
                bug.set(cancelled.failure() == Failure.CANCELLED ? null : cancelled);
            } catch (RuntimeException broken) {
                bug.set(broken);
            }
        });
        running.await();
        boolean endedByItself = run.join(Duration.ofMillis(700));
        cancellation.cancel();
        boolean ended = run.join(Duration.ofSeconds(5));

        assertThat(endedByItself).as("the run ended before it was cancelled").isFalse();
        assertThat(ended).as("the run ended within five seconds of cancelling").isTrue();
        assertThat(bug.get()).isNull();
    }

    @Test
    void itsFailuresTellTheModelWhatToTry() throws IOException {
        Assumptions.assumeTrue(failingInput().isPresent(), "Nothing can fail that the model could do something about.");
        SkillContext context = context(Files.createDirectory(folder.resolve("workspace")), new ManualCancellation());

        SkillResult result = skill().run(SkillInputs.of(failingInput().orElseThrow()), context);

        assertThat(result.succeeded()).isFalse();
        assertThat(result.output()).as("a sentence for the model").hasSizeGreaterThan(20).contains(" ")
                .doesNotContain("\tat ", "Exception:");
    }
}
