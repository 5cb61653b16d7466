package dev.telecoder.platform.app;

import java.util.ArrayList;
import java.util.List;

/** Lines up columns. The last one is cut where the line would leave a terminal, and never for a program. */
final class Table {

    private static final int LONGEST = 200;

    private final List<String> columns;
    private final List<List<String>> rows = new ArrayList<>();

    Table(List<String> columns) {
        this.columns = List.copyOf(columns);
    }

    void row(List<String> cells) {
        rows.add(cells.stream().map(cell -> cell.strip().replaceAll("\\s+", " ")).toList());
    }

    void print(Io io) {
        int[] widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = columns.get(i).length();
            for (List<String> row : rows) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        String head = line(columns.stream().map(column -> column.toUpperCase(java.util.Locale.ROOT)).toList(), widths);
        io.line(io.colours() ? "\u001b[1m" + head + "\u001b[0m" : head);
        for (List<String> row : rows) {
            String line = line(row, widths);
            io.line(io.seen() && line.length() > LONGEST ? line.substring(0, LONGEST - 1) + "…" : line);
        }
    }

    private static String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            line.append(cells.get(i)).repeat(' ', i == cells.size() - 1 ? 0 : widths[i] - cells.get(i).length() + 2);
        }
        return line.toString().stripTrailing();
    }
}
