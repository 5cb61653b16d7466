package dev.telecoder.plugin.git;

import dev.telecoder.api.repo.Checkout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a pull request says of itself: what, why, how it was tested, the risk, and then the repository's own template. */
final class PrBody {

    private static final List<String> TEMPLATES = List.of(".github/PULL_REQUEST_TEMPLATE.md",
            ".github/pull_request_template.md", "PULL_REQUEST_TEMPLATE.md", "pull_request_template.md",
            "docs/PULL_REQUEST_TEMPLATE.md", "docs/pull_request_template.md",
            ".gitlab/merge_request_templates/Default.md");
    private static final int LONGEST_TEMPLATE = 16_000;
    private static final int FILES = 30;

    private PrBody() {}

    static String of(PrSkill.Input input, List<Checkout.Change> changes, String template) {
        var body = new StringBuilder();
        section(body, "What", input.what());
        section(body, "Why", input.why());
        section(body, "Tests before", input.testsBefore());
        section(body, "Tests after", input.testsAfter() == null || input.testsAfter().isBlank()
                ? "Not verified: nobody said that the tests pass." : input.testsAfter());
        section(body, "Risk", input.risk());
        body.append("## Files\n\n").append(Results.counts(changes)).append("\n\n");
        changes.stream().limit(FILES).forEach(change -> body.append("    ").append(Results.line(change)).append('\n'));
        if (changes.size() > FILES) {
            body.append("    and ").append(changes.size() - FILES).append(" more\n");
        }
        return template.isBlank() ? body.toString() : body + "\n---\n\n" + template.strip() + "\n";
    }

    private static void section(StringBuilder body, String title, @Nullable String text) {
        if (text != null && !text.isBlank()) {
            body.append("## ").append(title).append("\n\n").append(text.strip()).append("\n\n");
        }
    }

    /** The repository's template; empty where there is none, or where it is a link, which could lead out of the tree. */
    static String template(Path root) {
        for (String name : TEMPLATES) {
            Path file = root.resolve(name);
            try {
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                        && file.getParent().toRealPath().equals(root.toRealPath().resolve(name).getParent())
                        && Files.size(file) <= LONGEST_TEMPLATE) {
                    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
                }
            } catch (IOException e) {
                // A template that cannot be read is no reason to open no pull request.
                return "";
            }
        }
        return "";
    }
}
