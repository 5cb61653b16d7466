package dev.telecoder.platform.app;

/** A backup is damaged, or is none; the message says what is wrong with it. */
final class BackupDamage extends Exception {

    private static final long serialVersionUID = 1L;

    BackupDamage(String message) {
        super(message);
    }
}
