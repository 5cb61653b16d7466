package dev.telecoder.testkit;

import dev.telecoder.api.skill.Risk;
import dev.telecoder.api.skill.Skill;
import dev.telecoder.api.skill.SkillContext;
import dev.telecoder.api.skill.SkillInput;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.api.skill.SkillSource;
import dev.telecoder.api.skill.SkillSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SkillSourceContractTest {

    enum Fault implements FaultMatrix.Fault {
        NONE(""),
        TELLS_NOBODY("tellsOfChanges"),
        FORGETS_NOTHING("tellsOfChanges"),
        STOPS_AT_A_WRONG_ONE("skipsAndReportsAWrongOne"),
        REPORTS_NOTHING("skipsAndReportsAWrongOne"),
        THROWS_AT_A_WRONG_ONE("skipsAndReportsAWrongOne");

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
    void eachRowCatchesTheSourceThatBreaksIt() {
        FaultMatrix.check(Listed.class, Fault.class, chosen -> fault = chosen);
    }

    static final class Listed extends SkillSourceContract {

        private final Names source = new Names();

        @Override
        protected SkillSource source() {
            return source;
        }

        @Override
        protected Duration patience() {
            return Duration.ofMillis(500);
        }

        @Override
        protected void add(String name) {
            source.change(() -> source.names.add(name));
        }

        @Override
        protected void remove(String name) {
            source.change(() -> {
                if (fault != Fault.FORGETS_NOTHING) {
                    source.names.remove(name);
                }
            });
        }

        @Override
        protected void addWrong() {
            add("wrong");
        }

        @Override
        protected List<String> reports() {
            return source.reports;
        }
    }

    private static final class Names implements SkillSource {

        private final List<String> names = new ArrayList<>();
        private final List<String> reports = new ArrayList<>();
        private Runnable changed = () -> {};

        private void change(Runnable how) {
            how.run();
            if (fault != Fault.TELLS_NOBODY) {
                changed.run();
            }
        }

        @Override
        public List<Skill> skills() {
            List<Skill> skills = new ArrayList<>();
            for (String name : names) {
                try {
                    skills.add(new Named(SkillSpec.builder(name, "Does nothing.", "{\"type\":\"object\"}", Risk.READ)
                            .build()));
                } catch (IllegalArgumentException wrong) {
                    if (fault == Fault.THROWS_AT_A_WRONG_ONE) {
                        throw wrong;
                    }
                    if (fault != Fault.REPORTS_NOTHING) {
                        reports.add(wrong.getMessage());
                    }
                    if (fault == Fault.STOPS_AT_A_WRONG_ONE) {
                        break;
                    }
                }
            }
            return skills;
        }

        @Override
        public void onChange(Runnable told) {
            this.changed = told;
        }
    }

    private record Named(SkillSpec spec) implements Skill {

        @Override
        public SkillResult run(SkillInput input, SkillContext context) {
            return SkillResult.ok("");
        }
    }
}
