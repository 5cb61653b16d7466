package dev.telecoder.platform.plugin;

/** Why a plugin is not started, as advice. It carries what the file said of itself, as far as it could be read. */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1L;

    final String id;
    final String version;
    final String requires;

    Refusal(String id, String version, String requires, String reason) {
        super(reason, null, false, false);
        this.id = id;
        this.version = version;
        this.requires = requires;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
