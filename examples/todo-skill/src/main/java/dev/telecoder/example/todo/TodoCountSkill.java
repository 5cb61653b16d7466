package dev.telecoder.example.todo;

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
import org.pf4j.Extension;

/** Counts the lines that say TODO in one file. Any number of threads may use it. */
@Extension
public final class TodoCountSkill implements Skill {

    private static final SkillSpec SPEC = SkillSpec.builder(
            "code.todos",
            "Counts the TODO lines in one file of the repository. Use it to judge how finished a file is.",
            """
            {"type": "object",
             "properties": {"path": {"type": "string", "description": "path in the repository"}},
             "required": ["path"]}
            """,
            Risk.READ).outsideText(false).needsRepository().build();

    record Input(String path) {}

    /** Made by the host, once. */
    public TodoCountSkill() {}

    @Override
    public SkillSpec spec() {
        return SPEC;
    }

    @Override
    public SkillResult run(SkillInput input, SkillContext context) {
        String path = input.as(Input.class).path();
        Path root = context.workspace();
        Path file = root.resolve(path);
        try {
            // toRealPath: a link in a repository may point anywhere.
            if (!Files.isRegularFile(file) || !file.toRealPath().startsWith(root.toRealPath())) {
                return SkillResult
                        .failed("There is no file '" + path + "' in the repository. List its directory first.");
            }
            try (var lines = Files.lines(file)) {
                return SkillResult.ok(lines.filter(line -> line.contains("TODO")).count() + " TODO lines");
            }
        } catch (IOException | UncheckedIOException e) {
            return SkillResult.failed("'" + path + "' cannot be read as text: " + e.getMessage());
        }
    }
}
