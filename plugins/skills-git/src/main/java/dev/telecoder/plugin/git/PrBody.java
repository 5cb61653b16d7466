package dev.telecoder.plugin.git;

import dev.telecoder.api.repo.Checkout;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a pull request says of itself: what, why, how it was tested, the risk, and then the repository's own template. Ours stands
 * between marks that pages do not show, so that it can be brought up to date and what people add around it stays.
 */
final class PrBody {

    private static final List<String> TEMPLATES = List.of(".github/PULL_REQUEST_TEMPLATE.md",
            ".github/pull_request_template.md", "PULL_REQUEST_TEMPLATE.md", "pull_request_template.md",
            "docs/PULL_REQUEST_TEMPLATE.md", "docs/pull_request_template.md",
            ".gitlab/merge_request_templates/Default.md");
    private static final int LONGEST_TEMPLATE = 16_000;
    private static final int FILES = 30;
    private static final String SAID = "<!-- telecoder:said -->";
    private static final String PROVEN = "<!-- telecoder:proven -->";
    private static final String END = "<!-- telecoder:end -->";

    private PrBody() {}

    static String of(PrInput input, Proof proof, String commit, List<Checkout.Change> changes, String template) {
        String own = said(input) + proven(proof, commit, changes);
        return template.isBlank() ? own : own + "\n---\n\n" + template.strip() + "\n";
    }

    /** Brings a text up to date; empty if it has no marks of ours, or has what it should have. */
    static Optional<String> renewed(String text, PrInput input, Proof proof, String commit,
            List<Checkout.Change> changes) {
        int said = text.indexOf(SAID);
        int proven = text.indexOf(PROVEN);
        int end = text.indexOf(END);
        if (proven < 0 || end < proven) {
            return Optional.empty();
        }
        boolean says = said >= 0 && said < proven && (PrInput.text(input.what()).isPresent()
                || PrInput.text(input.why()).isPresent());
        String now = (says ? text.substring(0, said) + said(input) : text.substring(0, proven))
                + proven(proof, commit, changes) + text.substring(end + END.length()).replaceFirst("^\\n", "");
        return now.equals(text) ? Optional.empty() : Optional.of(now);
    }

    private static String said(PrInput input) {
        var body = new StringBuilder(SAID).append('\n');
        section(body, "What", input.what());
        section(body, "Why", input.why());
        section(body, "Risk", input.risk());
        return body.toString();
    }

    private static String proven(Proof proof, String commit, List<Checkout.Change> changes) {
        var body = new StringBuilder(PROVEN).append('\n').append(proof.markdown(commit));
        body.append("## Files\n\n").append(Results.counts(changes)).append("\n\n");
        changes.stream().limit(FILES).forEach(change -> body.append("    ").append(Results.line(change)).append('\n'));
        if (changes.size() > FILES) {
            body.append("    and ").append(changes.size() - FILES).append(" more\n");
        }
        return body.append(END).append('\n').toString();
    }

    /** The marks in a text would let it pass for what the host recorded. */
    private static void section(StringBuilder body, String title, @Nullable String text) {
        PrInput.text(text).ifPresent(given -> body.append("## ").append(title).append("\n\n")
                .append(given.replace("<!-- telecoder:", "<!-- ")).append("\n\n"));
    }

    /** The repository's template; empty where there is none, or where it is a link, which could lead out of the tree. */
    static String template(Path root) {
        return TEMPLATES.stream().flatMap(name -> RepoFile.read(root, name, LONGEST_TEMPLATE).stream()).findFirst()
                .orElse("");
    }
}
