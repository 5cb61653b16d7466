package dev.telecoder.plugin.code;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.api.skill.Skill;
import dev.telecoder.api.skill.SkillContext;
import dev.telecoder.api.skill.SkillInput;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.api.skill.SkillSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.pf4j.Extension;

/** Shows a file of the workspace with line numbers, or what a directory holds. Keeps nothing; any thread may run it. */
@Extension
public final class CodeReadSkill implements Skill {

    private static final int MOST_LINES = 2_000;
    private static final int MOST_CHARACTERS = 30_000;
    private static final int LONGEST_LINE = 2_000;
    private static final int MOST_ENTRIES = 1_000;

    private static final SkillSpec SPEC = SkillSpec.builder("code.read",
            "Reads a file with line numbers, or lists a directory. Read a file before you edit it.",
            """
            {"type":"object","properties":{"path":{"type":"string"},
            "start_line":{"type":"integer","minimum":1},"limit":{"type":"integer","minimum":1}},"required":["path"]}""",
            Risk.READ).outsideText(false).keywords("cat", "view", "show", "open", "file", "list", "directory", "ls")
            .build();

    /** Made by the host. */
    public CodeReadSkill() {}

    @Override
    public SkillSpec spec() {
        return SPEC;
    }

    @Override
    public SkillResult run(SkillInput input, SkillContext context) {
        context.cancellation().throwIfCancelled();
        String path = input.value().get("path").text();
        try {
            var place = new WorkspaceFiles(context.workspace()).place(path);
            if (Files.isDirectory(place.file())) {
                return directory(place);
            }
            if (!Files.isRegularFile(place.file())) {
                return SkillResult
                        .failed("There is no file '" + path + "'. List its directory, or search with code.search.");
            }
            if (Files.size(place.file()) > EditRun.LARGEST) {
                return SkillResult.failed("'" + path + "' is larger than 5 MB. Search in it with code.search instead.");
            }
            return file(place, input.value());
        } catch (WorkspaceFiles.Outside e) {
            return SkillResult.failed(String.valueOf(e.getMessage()));
        } catch (TextFile.NotText | IOException e) {
            return SkillResult.failed("'" + path + "' cannot be read as text: " + e.getMessage() + ".");
        }
    }

    private static SkillResult file(WorkspaceFiles.Place place, JsonValue input) throws IOException, TextFile.NotText {
        List<Line> lines = TextFile.read(Files.readAllBytes(place.file())).lines();
        int total = lines.getLast().text().isEmpty() ? lines.size() - 1 : lines.size();
        int start = Math.max(1, input.get("start_line").asInt(1));
        int limit = Math.clamp(input.get("limit").asInt(MOST_LINES), 1, MOST_LINES);
        if (start > Math.max(1, total)) {
            return SkillResult.failed(place.name() + " has only " + total + " lines.");
        }
        var output = new StringBuilder();
        int line = start;
        while (line <= total && line < start + limit) {
            String text = lines.get(line - 1).text();
            String shown = line + "\t" + (text.length() > LONGEST_LINE
                    ? text.substring(0, LONGEST_LINE) + "… (" + text.length() + " characters)" : text) + "\n";
            if (output.length() + shown.length() > MOST_CHARACTERS && line > start) {
                break;
            }
            output.append(shown);
            line++;
        }
        if (total == 0) {
            output.append("(the file is empty)");
        } else if (line <= total) {
            output.append("(lines ").append(start).append('-').append(line - 1).append(" of ").append(total)
                    .append("; go on with start_line ").append(line).append(')');
        }
        return SkillResult.ok(output.toString().stripTrailing()).withData(JsonValue.object().put("path", place.name())
                .put("start_line", start).put("end_line", line - 1).put("total_lines", total).build());
    }

    private static SkillResult directory(WorkspaceFiles.Place place) throws IOException {
        List<String> entries;
        try (Stream<Path> files = Files.list(place.file())) {
            entries = files.filter(file -> !file.getFileName().toString().equals(".git"))
                    .map(file -> file.getFileName() + (Files.isDirectory(file) ? "/" : "")).sorted().toList();
        }
        String shown = String.join("\n", entries.stream().limit(MOST_ENTRIES).toList());
        String rest = entries.size() > MOST_ENTRIES ? "\n(" + (entries.size() - MOST_ENTRIES) + " more)" : "";
        return SkillResult.ok(entries.isEmpty() ? "(the directory is empty)" : shown + rest).withData(
                JsonValue.object().put("path", place.name()).put("entries", entries).build());
    }
}
