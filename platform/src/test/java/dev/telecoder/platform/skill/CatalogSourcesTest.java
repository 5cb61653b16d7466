package dev.telecoder.platform.skill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.skill.Risk;
import dev.telecoder.api.skill.Skill;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** What a source of the host's own adds to the skills of plugins. */
class CatalogSourcesTest {

    private final List<HostSkillSource.Listed> listed = new ArrayList<>();
    private final List<Runnable> listeners = new ArrayList<>();
    private final HostSkillSource source = new HostSkillSource() {
        @Override
        public List<Listed> listed() {
            return List.copyOf(listed);
        }

        @Override
        public List<Skill> skills() {
            return listed.stream().map(Listed::skill).toList();
        }

        @Override
        public void onChange(Runnable changed) {
            listeners.add(changed);
        }
    };

    @Test
    void leavesANameToThePluginThatHasItAndListsTheFileWithTheReason() {
        listed.add(skill("code.read", "yaml:mine.yaml", "", false));
        Catalog catalog =
                new Catalog(new FakeExtensions(FakeSkill.of("code.read", Risk.READ)), List.of(), List.of(source));

        assertThat(catalog.find("code.read").orElseThrow().source()).isEqualTo("plugin:fake");
        assertThat(catalog.listed()).extracting(CatalogEntry::source).containsExactly("plugin:fake", "yaml:mine.yaml");
        assertThat(catalog.listed().getLast().reason()).contains("code.read", "plugin:fake");
    }

    @Test
    void givesANameBackToThePluginThatComesLater() {
        listed.add(skill("a.b", "yaml:mine.yaml", "", false));
        FakeExtensions extensions = new FakeExtensions();
        Catalog catalog = new Catalog(extensions, List.of(), List.of(source));
        String before = catalog.find("a.b").orElseThrow().source();

        extensions.add(FakeSkill.of("a.b", Risk.READ));

        assertThat(before).isEqualTo("yaml:mine.yaml");
        assertThat(catalog.find("a.b").orElseThrow().source()).isEqualTo("plugin:fake");
    }

    @Test
    void takesNoNameAwayForWhatIsWrong() {
        listed.add(skill("a.b", "yaml:1.yaml", "1.yaml:3:1: wrong", true));
        listed.add(skill("a.b", "yaml:2.yaml", "", false));
        Catalog catalog = new Catalog(new FakeExtensions(), List.of(), List.of(source));

        assertThat(catalog.find("a.b").orElseThrow().source()).isEqualTo("yaml:2.yaml");
        assertThat(catalog.listed()).extracting(CatalogEntry::ready).containsExactly(true, false);
    }

    @Test
    void readsAnewWhenTheSourceTellsOfAChange() {
        Catalog catalog = new Catalog(new FakeExtensions(), List.of(), List.of(source));
        boolean before = catalog.find("a.b").isPresent();
        listed.add(skill("a.b", "yaml:1.yaml", "", false));
        boolean untold = catalog.find("a.b").isPresent();
        listeners.forEach(Runnable::run);

        assertThat(before).isFalse();
        assertThat(untold).isFalse();
        assertThat(catalog.find("a.b")).isPresent();
    }

    @Test
    void looksAgainForWhatWasMissing() {
        listed.add(skill("a.b", "yaml:1.yaml", "It requires the program make.", false));
        Catalog catalog = new Catalog(new FakeExtensions(), List.of(), List.of(source));
        boolean before = catalog.find("a.b").orElseThrow().ready();
        listed.set(0, skill("a.b", "yaml:1.yaml", "", false));

        long deadline = System.nanoTime() + 10_000_000_000L;
        while (!catalog.find("a.b").orElseThrow().ready() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(10_000_000);
        }

        assertThat(before).isFalse();
        assertThat(catalog.find("a.b").orElseThrow().ready()).isTrue();
    }

    private static HostSkillSource.Listed skill(String name, String source, String reason, boolean lasting) {
        return new HostSkillSource.Listed(FakeSkill.of(name, Risk.READ), source, reason, lasting);
    }
}
