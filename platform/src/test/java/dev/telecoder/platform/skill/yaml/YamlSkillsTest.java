package dev.telecoder.platform.skill.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.platform.skill.HostSkillSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of skills, whatever lies in it. */
class YamlSkillsTest {

    @TempDir Path home;

    private final Map<String, String> variables = new HashMap<>();
    private Surroundings.SandboxView sandbox = new Surroundings.SandboxView("bubblewrap", "", true, false);
    private Path folder;
    private YamlSkills skills;

    @BeforeEach
    void make() throws IOException {
        folder = Files.createDirectory(home.resolve("skills"));
        skills = YamlSkills.of(folder, new Surroundings(variables, () -> sandbox));
    }

    @Test
    void listsTheFilesOfTheFolderAlone() throws IOException {
        write("b.yml", good("b.b"));
        write("a.yaml", good("a.a"));
        write("c.json", "{\"name\":\"c.c\",\"description\":\"d\",\"command\":\"true\"}");
        write(".hidden.yaml", good("h.h"));
        write("notes.txt", "no skill");
        write("a.yaml~", good("x.x"));
        Files.createDirectory(folder.resolve("folder.yaml"));

        assertThat(states()).containsExactly("a.a yaml:a.yaml ready", "b.b yaml:b.yml ready", "c.c yaml:c.json ready");
    }

    @Test
    void takesMarksAndLineEndsOfWindows() throws IOException {
        write("a.yaml", "\uFEFFname: a.a\r\ndescription: d\r\ncommand: |\r\n  echo one\r\n  echo two\r\n");

        assertThat(states()).containsExactly("a.a yaml:a.yaml ready");
        assertThat(((YamlSkill) skills.skills().getFirst()).file().command()).isEqualTo("echo one\necho two\n");
    }

    @Test
    void tellsOfEachFileThatCannotBeReadAndOffersTheOthers() throws Exception {
        write("good.yaml", good("good.one"));
        write("large.yaml", good("large.one") + "#".repeat(1 << 20));
        Files.write(folder.resolve("latin.yaml"), "name: a.b\n# caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        write("zero.yaml", "name: a.b\ndescription: \0\n");
        write("tab.yaml", "name: tab.one\ndescription: d\n\tcommand: c\n");
        Files.createSymbolicLink(folder.resolve("gone.yaml"), folder.resolve("nothing"));
        Files.writeString(home.resolve("config.yaml"), good("secret.one"));
        Files.createSymbolicLink(folder.resolve("out.yaml"), home.resolve("config.yaml"));
        assertThat(new ProcessBuilder("mkfifo", folder.resolve("pipe.yaml").toString()).start().waitFor()).isZero();

        Map<String, String> reasons = reasons();

        assertThat(reasons).hasSize(8).containsEntry("yaml:good.yaml", "");
        assertThat(reasons.get("yaml:large.yaml")).contains("larger than 256 kB");
        assertThat(reasons.get("yaml:latin.yaml")).startsWith("latin.yaml:2:6: ").contains("UTF-8");
        assertThat(reasons.get("yaml:zero.yaml")).startsWith("zero.yaml:2:14: ").contains("control character");
        assertThat(reasons.get("yaml:tab.yaml")).startsWith("tab.yaml:3:1: ");
        assertThat(reasons.get("yaml:gone.yaml")).contains("not there");
        assertThat(reasons.get("yaml:out.yaml")).contains("outside of the folder").doesNotContain("secret");
        assertThat(reasons.get("yaml:pipe.yaml")).contains("is no file");
        assertThat(skills.skills()).hasSize(1);
    }

    @Test
    void takesALinkInsideTheFolder() throws IOException {
        Files.createDirectory(folder.resolve("all"));
        write("all/a.yaml", good("a.a"));
        Files.createSymbolicLink(folder.resolve("a.yaml"), folder.resolve("all/a.yaml"));

        assertThat(states()).containsExactly("a.a yaml:a.yaml ready");
    }

    @Test
    void givesANameToTheFirstByPathAndListsTheOther() throws IOException {
        write("2.yaml", good("a.a"));
        write("1.yaml", good("a.a"));

        assertThat(states()).containsExactly("a.a yaml:1.yaml ready", "a.a yaml:2.yaml unavailable");
        assertThat(reasons().get("yaml:2.yaml")).contains("a.a", "taken by 1.yaml");
        assertThat(skills.skills()).hasSize(1);
    }

    @Test
    void refusesTheNamesOfTheAgentsOwnTools() throws IOException {
        write("a.yaml", good("ask.user"));

        assertThat(reasons().get("yaml:a.yaml")).contains("ask.user", "agent's own");
    }

    @Test
    void tellsWhatASkillRequiresAndIsNotThere() throws IOException {
        write("all.yaml",
                good("all.all") + "requires: [sandbox, network, repo, 'bin:sh', 'bin:no-such', 'env:TOKEN']\n");
        write("sh.yaml", good("just.sh") + "requires: [sandbox, 'bin:sh']\n");

        assertThat(reasons()).containsEntry("yaml:sh.yaml", "");
        assertThat(reasons().get("yaml:all.yaml")).contains("requires network", "sandbox.egress: registries",
                "program no-such", "variable TOKEN").doesNotContain("program sh", "isolates");
    }

    @Test
    void looksAnewAtWhatIsRequired() throws IOException {
        write("a.yaml", good("a.a") + "requires: [sandbox, network, 'env:TOKEN']\n");
        sandbox = new Surroundings.SandboxView("process", "", false, true);
        String before = reasons().get("yaml:a.yaml");
        variables.put("TOKEN", "t");
        sandbox = new Surroundings.SandboxView("docker", "", true, true);

        assertThat(before).contains("isolates", "sandbox.runtime is process", "TOKEN")
                .doesNotContain("requires network");
        assertThat(reasons()).containsEntry("yaml:a.yaml", "");
    }

    @Test
    void tellsOfAChangeOnlyWhenThereIsOne() throws IOException {
        AtomicInteger told = new AtomicInteger();
        skills.onChange(told::incrementAndGet);
        write("a.yaml", good("a.a"));
        skills.readAgain();
        skills.readAgain();
        int afterTwo = told.get();
        write("a.yaml", good("b.b"));
        skills.readAgain();

        assertThat(afterTwo).isEqualTo(1);
        assertThat(told).hasValue(2);
        assertThat(states()).containsExactly("b.b yaml:a.yaml ready");
    }

    @Test
    void isEmptyWithoutAFolder() {
        assertThat(YamlSkills.of(home.resolve("none"), new Surroundings(Map.of(), () -> sandbox)).listed()).isEmpty();
    }

    private static String good(String name) {
        return "name: " + name + "\ndescription: Does it.\ncommand: 'true'\n";
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private List<String> states() {
        return skills.listed().stream().map(one -> one.skill().spec().name() + " " + one.source()
                + (one.reason().isEmpty() ? " ready" : " unavailable")).toList();
    }

    private Map<String, String> reasons() {
        Map<String, String> reasons = new HashMap<>();
        for (HostSkillSource.Listed one : skills.listed()) {
            reasons.put(one.source(), one.reason());
        }
        return reasons;
    }
}
