package dev.telecoder.plugins.skills.test;

import dev.telecoder.api.sandbox.Sandbox;
import dev.telecoder.api.skill.SkillContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Asks the language model for a test file, with the source it is about, the change, and a neighbour as model. For one run. */
final class TestAuthor {

    private static final String SCHEMA = """
            {"type":"object","additionalProperties":false,"required":["content"],"properties":{
            "content":{"type":"string","description":"the whole test file"}}}""";
    private static final String INSTRUCTIONS = """
            You write one test file. Follow the framework, style and helpers of the project's own tests. Test behaviour through \
            public functions, with the smallest set-up; no network, no sleeping. Each test must be able to fail. If a change is \
            shown, the test must pass with it and fail without it. Answer with the whole file.""";
    private static final int SOURCE_LIMIT = 30_000;
    private static final int EXAMPLE_LIMIT = 8_000;

    private final Workspace workspace;
    private final SkillContext context;
    private final String path;
    private final String target;
    private final String wish;

    TestAuthor(Workspace workspace, SkillContext context, String path, String target, String wish) {
        this.workspace = workspace;
        this.context = context;
        this.path = path;
        this.target = target;
        this.wish = wish;
    }

    /** {@return the file the model wrote} */
    String write() {
        return ask("");
    }

    /** {@return the file the model made of its first one, knowing how that ended} */
    String mend(String written, String output) {
        return ask("\n\nYour first file:\n" + head(written, SOURCE_LIMIT) + "\n\nIt does not pass:\n"
                + head(output, EXAMPLE_LIMIT)
                + "\n\nIf the test is wrong, mend it. If the code is wrong, keep the test.");
    }

    private String ask(String more) {
        context.progress("asking the model for " + path);
        StringBuilder prompt = new StringBuilder("Write the test file ").append(path).append(".\n");
        if (!wish.isBlank()) {
            prompt.append("What it shall show: ").append(wish).append('\n');
        }
        String there = workspace.text(workspace.root().resolve(path));
        if (!there.isBlank() && more.isEmpty()) {
            prompt.append("\nThe file as it is; keep its tests:\n").append(head(there, SOURCE_LIMIT)).append('\n');
        }
        if (!target.isBlank()) {
            prompt.append("\nThe source ").append(target).append(":\n")
                    .append(head(workspace.text(workspace.root().resolve(target)), SOURCE_LIMIT)).append('\n');
        }
        String change = change();
        if (!change.isBlank()) {
            prompt.append("\nThe change that is not committed yet:\n").append(head(change, SOURCE_LIMIT)).append('\n');
        }
        String example = example();
        if (!example.isEmpty()) {
            prompt.append("\nA test of this project as an example, ").append(example).append(":\n")
                    .append(head(workspace.text(workspace.root().resolve(example)), EXAMPLE_LIMIT)).append('\n');
        }
        return context.model().instructions(INSTRUCTIONS).prompt(prompt + more).schema(SCHEMA).askJson().get("content")
                .text();
    }

    private String change() {
        RunOutput output = new RunOutput();
        Sandbox.Exit exit = context.sandbox().run(Sandbox.Command.of("sh", "-c",
                "git -c safe.directory='*' diff HEAD 2>/dev/null").timeout(Duration.ofSeconds(30)), output::line,
                context.cancellation());
        return exit.succeeded() ? output.text() : "";
    }

    /** {@return a test file of the same language, the nearest by name; empty if there is none} */
    private String example() {
        String end = path.substring(path.lastIndexOf('.') + 1);
        List<String> found = new ArrayList<>();
        workspace.files(workspace.root(), 9, file -> {
            String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
            if (found.size() < 200 && name.endsWith("." + end) && name.matches(".*(test|spec).*")
                    && !workspace.relative(file).equals(path)) {
                found.add(workspace.relative(file));
            }
        });
        Path folder = Path.of(path).getParent();
        found.sort(null);
        return found.stream().filter(one -> folder != null && folder.equals(Path.of(one).getParent())).findFirst()
                .orElse(found.isEmpty() ? "" : found.getFirst());
    }

    private static String head(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most) + "\n[cut]";
    }
}
