package dev.telecoder.support.markdown;

import java.util.ArrayList;
import java.util.List;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableHead;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.node.Node;

/** Sets a table in columns, to be shown in letters of one width: no chat has tables. */
final class TableText {

    /** A column is not padded further; one wide cell would push the others out of sight. */
    private static final int WIDEST = 40;

    private TableText() {}

    static String of(TableBlock table) {
        List<List<Cell>> rows = new ArrayList<>();
        int heads = 0;
        for (Node part = table.getFirstChild(); part != null; part = part.getNext()) {
            for (Node row = part.getFirstChild(); row != null; row = row.getNext()) {
                if (row instanceof TableRow) {
                    rows.add(cells(row));
                    heads += part instanceof TableHead ? 1 : 0;
                }
            }
        }
        int[] widths = widths(rows);
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < rows.size(); i++) {
            out.append(line(rows.get(i), widths)).append('\n');
            if (i + 1 == heads) {
                for (int column = 0; column < widths.length; column++) {
                    out.append(column == 0 ? "" : "-+-").append("-".repeat(Math.max(1, widths[column])));
                }
                out.append('\n');
            }
        }
        return out.toString();
    }

    private record Cell(String text, int width, TableCell.Alignment alignment) {}

    private static List<Cell> cells(Node row) {
        List<Cell> cells = new ArrayList<>();
        for (Node node = row.getFirstChild(); node != null; node = node.getNext()) {
            if (node instanceof TableCell cell) {
                StringBuilder text = new StringBuilder();
                InlineWalk.line(cell).forEach(run -> text.append(run.text()));
                TableCell.Alignment alignment =
                        cell.getAlignment() == null ? TableCell.Alignment.LEFT : cell.getAlignment();
                cells.add(new Cell(text.toString(), width(text.toString()), alignment));
            }
        }
        return cells;
    }

    private static int[] widths(List<List<Cell>> rows) {
        int[] widths = new int[rows.stream().mapToInt(List::size).max().orElse(0)];
        for (List<Cell> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], Math.min(WIDEST, row.get(i).width()));
            }
        }
        return widths;
    }

    private static String line(List<Cell> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            Cell cell = row.get(i);
            int missing = Math.max(0, widths[i] - cell.width());
            int before = switch (cell.alignment()) {
                case LEFT -> 0;
                case CENTER -> missing / 2;
                case RIGHT -> missing;
            };
            line.append(i == 0 ? "" : " | ").append(" ".repeat(before)).append(cell.text())
                    .append(" ".repeat(missing - before));
        }
        return line.toString().stripTrailing();
    }

    /** In columns: letters of East Asia and emoji take two, what joins to the letter before takes none. */
    private static int width(String text) {
        return text.codePoints().map(point -> switch (Character.getType(point)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
            default -> point >= 0x1100 && point <= 0x115F || point >= 0x2E80 && point <= 0xA4CF
                    || point >= 0xAC00 && point <= 0xD7A3 || point >= 0xF900 && point <= 0xFAFF
                    || point >= 0xFE30 && point <= 0xFE6F || point >= 0xFF00 && point <= 0xFF60
                    || point >= 0x1F300 && point <= 0x1FAFF || point >= 0x20000 && point <= 0x3FFFD ? 2 : 1;
        }).sum();
    }
}
