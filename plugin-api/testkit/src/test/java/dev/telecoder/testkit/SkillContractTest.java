package dev.telecoder.testkit;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.sandbox.Sandbox;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.api.skill.Skill;
import dev.telecoder.api.skill.SkillContext;
import dev.telecoder.api.skill.SkillInput;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.api.skill.SkillSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SkillContractTest {

    enum Fault implements FaultMatrix.Fault {
        NONE(""),
        SCHEMA_IS_INVALID("presentsItselfWithAValidSchemaAndName"),
        INPUT_DOES_NOT_FIT_THE_SCHEMA("presentsItselfWithAValidSchemaAndName"),
        SPEC_CHANGES("presentsItselfTheSameEachTime"),
        RISKIER_THAN_SAID("isNeverRiskierThanItsSpecSays"),
        FOLLOWS_DOTS("refusesPathsOutsideTheWorkspace"),
        FOLLOWS_LINKS("refusesPathsOutsideTheWorkspace"),
        COMPARES_PATHS_AS_TEXT("refusesPathsOutsideTheWorkspace"),
        DEAF_TO_CANCELLING("stopsSoonAfterCancelling"),
        SAYS_NOTHING("itsFailuresTellTheModelWhatToTry"),
        SHOWS_A_STACK_TRACE("itsFailuresTellTheModelWhatToTry");

        private final String row;

        Fault(String row) {
            this.row = row;
        }

        @Override
        public String row() {
            return row;
        }
    }

    private static volatile Fault fault = Fault.NONE;

    @Test
    void eachRowCatchesTheSkillThatBreaksIt() {
        FaultMatrix.check(Reading.class, Fault.class, chosen -> fault = chosen);
    }

    static final class Reading extends SkillContract {

        @Override
        protected Skill skill() {
            return new ReadFile();
        }

        @Override
        protected List<String> inputs() {
            return List.of("{\"path\": \"a.txt\"}", "{\"path\": \"a.txt\", \"seconds\": 1}");
        }

        @Override
        protected Optional<String> inputNaming(String path) {
            return Optional.of(JsonValue.object().put("path", path).build().toString());
        }

        @Override
        protected Optional<String> longInput() {
            return Optional.of("{\"path\": \"a.txt\", \"seconds\": 40}");
        }

        @Override
        protected Optional<String> failingInput() {
            return Optional.of("{\"path\": \"missing.txt\"}");
        }
    }

    /** Reads a file, after a while. */
    private static final class ReadFile implements Skill {

        private static final AtomicInteger TIMES = new AtomicInteger();

        record Input(String path, int seconds) {}

        @Override
        public SkillSpec spec() {
            String type = fault == Fault.SCHEMA_IS_INVALID ? "text" : "string";
            String seconds = fault == Fault.INPUT_DOES_NOT_FIT_THE_SCHEMA ? "boolean" : "integer";
            String description = fault == Fault.SPEC_CHANGES ? "Reads. " + TIMES.incrementAndGet() : "Reads a file.";
            return SkillSpec.builder("file.read", description,
                    "{\"type\":\"object\",\"properties\":{\"path\":{\"type\":\""
                            + type + "\"},\"seconds\":{\"type\":\"" + seconds + "\"}}}",
                    Risk.READ).build();
        }

        @Override
        public Risk risk(SkillInput input) {
            return fault == Fault.RISKIER_THAN_SAID && input.as(Input.class).seconds() > 0 ? Risk.WRITE : Risk.READ;
        }

        @Override
        public SkillResult run(SkillInput given, SkillContext context) {
            Input input = given.as(Input.class);
            if (input.seconds() > 0) {
                context.sandbox().run(Sandbox.Command.of("sleep", String.valueOf(input.seconds())), line -> {},
                        fault == Fault.DEAF_TO_CANCELLING ? new ManualCancellation() : context.cancellation());
            }
            Path file = context.workspace().resolve(input.path());
            try {
                return inside(context.workspace(), file) ? SkillResult.ok(Files.readString(file))
                        : SkillResult.failed("The path is outside the workspace; name one inside it.");
            } catch (IOException missing) {
                return failed(missing);
            }
        }

        private static SkillResult failed(IOException missing) {
            return SkillResult.failed(switch (fault) {
                case SAYS_NOTHING -> "Failed.";
                case SHOWS_A_STACK_TRACE -> new UncheckedIOException(missing) + "\n\tat here";
                default -> "There is no such file. Look with code.list which ones there are.";
            });
        }

        private static boolean inside(Path workspace, Path file) throws IOException {
            return switch (fault) {
                case FOLLOWS_DOTS -> !Files.isSymbolicLink(file) && (!Files.exists(file)
                        || file.toString().contains("..") || file.toRealPath().startsWith(workspace.toRealPath()));
                case FOLLOWS_LINKS -> file.normalize().startsWith(workspace);
                case COMPARES_PATHS_AS_TEXT -> !Files.exists(file)
                        || file.toRealPath().toString().startsWith(workspace.toRealPath().toString());
                default -> !Files.exists(file) || file.toRealPath().startsWith(workspace.toRealPath());
            };
        }
    }
}
