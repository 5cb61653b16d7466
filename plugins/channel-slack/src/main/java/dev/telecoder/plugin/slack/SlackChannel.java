package dev.telecoder.plugin.slack;

final class SlackChannel {
    static final String ID = "slack";
}
