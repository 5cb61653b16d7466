package dev.telecoder.platform.skill.yaml;

import dev.telecoder.api.skill.SkillSource;
import dev.telecoder.platform.config.FolderWatch;
import dev.telecoder.platform.skill.HostSkillSource;
import dev.telecoder.testkit.SkillSourceContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The folder of skills keeps what is asked of every source, told of changes by the system's events. */
class YamlSkillsContractTest extends SkillSourceContract {

    @TempDir Path folder;

    private FolderWatch watch;
    private YamlSkills skills;

    @BeforeEach
    void open() {
        skills = YamlSkills.of(folder, new Surroundings(Map.of(),
                () -> new Surroundings.SandboxView("bubblewrap", "", true, false)));
        skills.skills(); // from here on only a change is looked at
        watch = new FolderWatch();
        watch.on(folder, skills::readAgain);
    }

    @AfterEach
    void close() {
        watch.close();
    }

    @Override
    protected SkillSource source() {
        return skills;
    }

    @Override
    protected void add(String name) {
        write(name + ".yaml", "name: " + name + "\ndescription: Does it.\ncommand: 'true'\n");
    }

    @Override
    protected void remove(String name) {
        try {
            Files.delete(folder.resolve(name + ".yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected void addWrong() {
        write("local.one-wrong.yaml", "name: local.wrong\ncomand: make\n");
    }

    @Override
    protected List<String> reports() {
        return skills.listed().stream().map(HostSkillSource.Listed::reason).filter(reason -> !reason.isEmpty())
                .toList();
    }

    private void write(String name, String text) {
        try {
            Files.writeString(folder.resolve(name), text);
            long deadline = System.nanoTime() + patience().toNanos();
            while (skills.listed().stream().noneMatch(one -> one.source().equals("yaml:" + name))
                    && System.nanoTime() < deadline) {
                LockSupport.parkNanos(1_000_000);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
