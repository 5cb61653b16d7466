package dev.telecoder.support.report;

import dev.telecoder.api.json.JsonValue;
import java.util.List;

/** The messages of rustc and clippy, bare or as cargo wraps them. */
final class RustJson {

    private RustJson() {}

    /** {@return whether this is one of cargo's or rustc's objects, with a finding in it or not} */
    static boolean add(JsonValue object, List<LintFinding> findings) {
        String reason = object.get("reason").text();
        if (reason.equals("compiler-message")) {
            message(object.get("message"), findings);
            return true;
        }
        boolean diagnostic = object.get("spans") instanceof JsonValue.JsonArray && !object.get("level").isNull();
        if (diagnostic) {
            message(object, findings);
        }
        return diagnostic || !object.get("$message_type").isNull()
                || reason.equals("compiler-artifact") || reason.equals("build-script-executed")
                || reason.equals("build-finished");
    }

    private static void message(JsonValue message, List<LintFinding> findings) {
        JsonValue span = message.get("spans").items().stream().filter(one -> one.get("is_primary").asBoolean(false))
                .findFirst().orElse(message.get("spans").at(0));
        // Inside a macro of another crate, the place that called it is what a person can change.
        while (span.get("file_name").text().startsWith("<") && !span.get("expansion").get("span").isNull()) {
            span = span.get("expansion").get("span");
        }
        String rule = message.get("code").get("code").text();
        if (span.isNull() && rule.isEmpty()) {
            // "2 warnings emitted", "aborting due to 1 previous error"
            return;
        }
        LintFinding finding = LintFinding.of(rule.startsWith("clippy::") ? "clippy" : "rustc",
                span.get("file_name").text(), span.get("line_start").asInt(0), span.get("column_start").asInt(0),
                message.get("level").text(), rule, message.get("message").text());
        // Every target that has the file says it again.
        if (!findings.contains(finding)) {
            findings.add(finding);
        }
    }
}
