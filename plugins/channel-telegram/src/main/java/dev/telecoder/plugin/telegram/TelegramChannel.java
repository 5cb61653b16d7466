package dev.telecoder.plugin.telegram;
final class TelegramChannel { static final String ID = "telegram"; }
