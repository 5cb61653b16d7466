package dev.telecoder.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * The table, with the figures of the last release beside it, for the terminal, for people and for programs.
 *
 * @param rows what was measured
 * @param machine on what
 * @param baseline the last release's figures, by id
 */
record Report(List<Row> rows, Machine machine, JsonNode baseline) {

    static Report of(List<Row> rows, Machine machine, Path baseline) throws IOException {
        return new Report(rows, machine,
                Files.exists(baseline) ? Peer.JSON.readTree(baseline.toFile()) : Peer.JSON.createObjectNode());
    }

    /** The last release's figure of a row; NaN if it had none. */
    double before(Row row) {
        JsonNode value = baseline.path("figures").path(row.id());
        return value.isNumber() ? value.asDouble() : Double.NaN;
    }

    String terminal() {
        var text = new StringBuilder("\n").append(machine.description()).append('\n');
        if (machine.loaded()) {
            text.append(machine.warning()).append('\n');
        }
        text.append("%n  %-76s %9s %9s %9s %9s  %s%n".formatted("", "bar", "aim", "measured", "before", ""));
        for (Row row : rows) {
            text.append("  %-76s %9s %9s %9s %9s  %s%n".formatted(cut(row.what() + unit(row)), Row.number(row.bar()),
                    Row.number(row.aim()), Row.number(row.value()), Row.number(before(row)), row.verdictText()));
        }
        return text.append("\n  \"before\" is ").append(baseline.path("release").asText("nothing yet")).append('\n')
                .toString();
    }

    String markdown() {
        var text = new StringBuilder("# Benchmark\n\n").append(machine.description()).append(".\n");
        if (machine.loaded()) {
            text.append("\n**").append(machine.warning()).append("**\n");
        }
        text.append("\n| what | bar | aim | measured | before | | how |\n|---|--:|--:|--:|--:|---|---|\n");
        for (Row row : rows) {
            text.append(
                    "| %s | %s | %s | %s | %s | %s | %s |%n".formatted(row.what() + unit(row), Row.number(row.bar()),
                            Row.number(row.aim()), Row.number(row.value()), Row.number(before(row)), row.verdictText(),
                            row.detail().replace("|", "/").replace('\n', ' ')));
        }
        return text.append("\n\"before\" is ").append(baseline.path("release").asText("nothing yet")).append(".\n")
                .toString();
    }

    ObjectNode json(String release) {
        ObjectNode all = Peer.JSON.createObjectNode().put("release", release)
                .put("measured_at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        all.set("machine", machine.json());
        ObjectNode figures = all.putObject("figures");
        rows.stream().filter(row -> !Double.isNaN(row.value()))
                .forEach(row -> figures.put(row.id(), Math.round(row.value() * 1_000) / 1_000.0));
        return all;
    }

    List<Row> missed() {
        return rows.stream().filter(row -> row.verdict() == Row.Verdict.MISSED).toList();
    }

    private static String unit(Row row) {
        return row.unit().isEmpty() ? "" : ", " + row.unit();
    }

    private static String cut(String what) {
        return what.length() <= 76 ? what : what.substring(0, 75) + "…";
    }
}
