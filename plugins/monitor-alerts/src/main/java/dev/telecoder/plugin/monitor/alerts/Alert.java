package dev.telecoder.plugin.monitor.alerts;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.monitor.HeartbeatEvent.Severity;
import dev.telecoder.api.monitor.HeartbeatEvent.State;
import java.net.URI;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/**
 * An alert as all three services have it in common.
 *
 * @param incident names what goes on, within the service
 * @param state where it stands
 * @param severity how urgent it is
 * @param title one line
 * @param detail what the service says of it
 * @param project the service's name for what it is about
 * @param named what the service says outright about the repository: a name or an address; empty if nothing
 * @param release what was running; empty if unknown
 * @param environment where; empty if unknown
 * @param files files of the trace, those where it happened first
 * @param at when
 * @param location where to look at it
 */
record Alert(String incident, State state, Severity severity, String title, String detail, String project,
        String named, String release, String environment, List<String> files, Instant at, Optional<URI> location) {

    private static final int LONGEST_TITLE = 200;

    Alert {
        String line = title.replaceAll("\\p{Cntrl}+", " ").strip();
        title = line.isEmpty() ? "An alert without a title"
                : line.length() <= LONGEST_TITLE ? line : line.substring(0, LONGEST_TITLE - 1) + "…";
        files = List.copyOf(files);
    }

    /** Reads a time as services write it; the other one if there is none. */
    static Instant time(JsonValue value, Instant otherwise) {
        try {
            return OffsetDateTime.parse(value.text()).toInstant();
        } catch (DateTimeParseException e) {
            long number = value.asLong(0);
            return number <= 0 ? otherwise
                    : number > 100_000_000_000L ? Instant.ofEpochMilli(number) : Instant.ofEpochSecond(number);
        }
    }

    static Optional<URI> address(JsonValue value) {
        return value.findText().filter(text -> text.matches("https?://\\S+")).flatMap(text -> {
            try {
                return Optional.of(URI.create(text));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        });
    }
}
