package dev.telecoder.bench;

import java.util.List;

/** The table as a picture: each figure as a share of its bar, with the aim and the last release as marks. */
final class Plot {

    private static final int LEFT = 430;
    private static final int WIDTH = 440;
    private static final int LINE = 30;
    /** How far beyond the bar the picture goes. */
    private static final double MOST = 1.25;

    private Plot() {}

    static String svg(Report report) {
        List<Row> rows = report.rows().stream().filter(row -> !Double.isNaN(row.value()) && row.bar() > 0).toList();
        int height = 74 + rows.size() * LINE;
        int bar = LEFT + (int) (WIDTH / MOST);
        var text = new StringBuilder();
        text.append("""
                <svg xmlns="http://www.w3.org/2000/svg" width="980" height="%d" viewBox="0 0 980 %d" font-family="sans-serif" font-size="12">
                <rect width="980" height="%d" fill="#ffffff"/>
                <text x="12" y="22" font-size="15" font-weight="bold">Measured, as a share of the bar</text>
                <text x="12" y="40" fill="#555555">%s</text>
                <text x="%d" y="58" text-anchor="middle" fill="#b00020">bar</text>
                <line x1="%d" y1="62" x2="%d" y2="%d" stroke="#b00020" stroke-width="1.5"/>
                """.formatted(height, height, height, escape(report.machine().description()), bar, bar, bar,
                height - 10));
        int y = 68;
        for (Row row : rows) {
            text.append("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n".formatted(LEFT - 10, y + 15,
                    escape(shorten(row.what()))));
            text.append(
                    "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"16\" rx=\"2\" fill=\"%s\"/>%n".formatted(LEFT, y + 3,
                            Math.max(2, at(row.value(), row) - LEFT), colour(row)));
            mark(text, at(row.aim(), row), y, "#1b5e20", 2);
            double before = report.before(row);
            if (!Double.isNaN(before)) {
                mark(text, at(before, row), y, "#555555", 1);
            }
            text.append("<text x=\"%d\" y=\"%d\">%s %s</text>%n".formatted(LEFT + WIDTH + 10, y + 15,
                    Row.number(row.value()), row.unit()));
            y += LINE;
        }
        return text.append("<text x=\"%d\" y=\"58\" fill=\"#1b5e20\">green mark: aim</text>%n".formatted(LEFT))
                .append("<text x=\"%d\" y=\"58\" fill=\"#555555\">grey mark: last release</text>%n</svg>%n"
                        .formatted(LEFT + 110))
                .toString().replace("%n", "\n");
    }

    private static void mark(StringBuilder text, int x, int y, String colour, int width) {
        text.append(
                "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"%s\" stroke-width=\"%d\"/>%n".formatted(x, y, x,
                        y + 22, colour, width));
    }

    private static int at(double value, Row row) {
        return LEFT + (int) (WIDTH * Math.min(MOST, value / row.bar()) / MOST);
    }

    private static String colour(Row row) {
        return switch (row.verdict()) {
            case AIM -> "#66bb6a";
            case BAR -> "#ffca28";
            default -> "#ef5350";
        };
    }

    private static String shorten(String what) {
        return what.length() <= 62 ? what : what.substring(0, 61) + "…";
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
