package dev.telecoder.plugin.discord;

final class DiscordChannel {
    static final String ID = "discord";
}
