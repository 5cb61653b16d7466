package dev.telecoder.platform.app;

import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.config.HostJson;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** A command: its options are its fields, and calling it runs it and gives the exit code. */
abstract class Command implements Callable<Integer> {

    /** Where it reads and prints. */
    protected final Io io;

    /** Reads and writes JSON. */
    protected final Json json = new HostJson();

    /** Whether the result is wanted as JSON. */
    @Option(names = "--json", description = "print the result as JSON") protected boolean asJson;

    /** Asks how to call it. */
    @Option(names = {"-h", "--help"}, usageHelp = true,
            description = "show how to call this") protected boolean helpWanted;

    Command(Io io) {
        this.io = io;
    }

    /** Prints a list: as one JSON array, or as a table with a row for each item. */
    int list(JsonValue items, String nothing, List<String> columns) {
        if (asJson) {
            io.line(items.toString());
        } else if (items.items().isEmpty()) {
            io.tell(nothing);
        } else {
            Table table = new Table(columns);
            for (JsonValue item : items.items()) {
                table.row(columns.stream().map(column -> shown(path(item, column))).toList());
            }
            table.print(io);
        }
        return 0;
    }

    /** Prints one object: as JSON, or a line for each member. */
    int object(JsonValue object) {
        if (asJson) {
            io.line(object.toString());
            return 0;
        }
        int width = object.members().keySet().stream().mapToInt(String::length).max().orElse(0);
        object.members().forEach((name, value) -> io.line(name + " ".repeat(width - name.length() + 2) + shown(value)));
        return 0;
    }

    static String shown(JsonValue value) {
        if (value.isNull()) {
            return "-";
        }
        if (value instanceof JsonValue.JsonArray) {
            return value.items().isEmpty() ? "-"
                    : String.join(", ", value.items().stream().map(Command::shown).toList());
        }
        return value.members().isEmpty() ? value.text() : value.toString();
    }

    private static JsonValue path(JsonValue item, String column) {
        JsonValue at = item;
        for (String name : column.split("\\.")) {
            at = at.get(name);
        }
        return at;
    }
}
