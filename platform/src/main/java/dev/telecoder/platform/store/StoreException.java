package dev.telecoder.platform.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** The database could not do what it was asked; nothing of the work in question was written. */
public final class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What went wrong, for who can do something about it. */
    public enum Kind {
        /** The disk is full. */
        FULL,
        /** Another program holds the database. */
        LOCKED,
        /** The file is damaged, or no database. */
        CORRUPT,
        /** The file cannot be opened or written. */
        INACCESSIBLE,
        /** The file was written by a newer, or by an unknown, version of the program. */
        OTHER_VERSION,
        /** A rule of a table forbids it, such as a key that must be unique. */
        CONSTRAINT,
        /** The waiting thread was interrupted; the work itself goes on. */
        INTERRUPTED,
        /** The store is closed. */
        CLOSED,
        /** Anything else: a fault of the program. */
        FAULT
    }

    /** What went wrong. */
    private final Kind kind;

    StoreException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** {@return what went wrong} */
    public Kind kind() {
        return kind;
    }

    /** Explains what SQLite or JDBI threw. */
    static StoreException of(Path file, Throwable cause) {
        if (cause instanceof StoreException known) {
            return known;
        }
        SQLException sql = findSql(cause);
        Kind kind = sql instanceof SQLiteException sqlite ? kind(sqlite.getResultCode()) : Kind.FAULT;
        String what = sql == null ? String.valueOf(cause.getMessage()) : String.valueOf(sql.getMessage());
        String message = switch (kind) {
            case FULL -> "The disk with the database " + file + " is full; nothing was written. "
                    + "Free some space there, then try again.";
            case LOCKED -> "The database " + file + " is locked by another program. "
                    + "Close the program that has it open (another TeleCoder, a database browser), then try again.";
            case CORRUPT -> "The database " + file + " is damaged or is no database (" + what + "). Stop TeleCoder, "
                    + "keep the file, and put a copy from the backups folder in its place.";
            case INACCESSIBLE -> "The database " + file + " cannot be opened or written (" + what + "). "
                    + "Check that the folder exists and belongs to the user who runs TeleCoder, and that the disk is sound.";
            case CONSTRAINT -> "The database " + file + " refused a row: " + what;
            default -> "The database " + file + " failed: " + what;
        };
        return new StoreException(kind, message, cause);
    }

    /** Says that the disk did not take what was written. */
    static StoreException unforced(Path file, IOException cause) {
        return new StoreException(Kind.INACCESSIBLE, "The database " + file + " could not be forced to the disk ("
                + cause.getMessage()
                + "), so what was just written may be lost in a power cut. Check the disk and its free"
                + " space, then try again.", cause);
    }

    private static Kind kind(SQLiteErrorCode code) {
        return switch (code.code & 0xff) {
            case 13 -> Kind.FULL;
            case 5, 6 -> Kind.LOCKED;
            case 11, 26 -> Kind.CORRUPT;
            case 3, 8, 10, 14, 23 -> Kind.INACCESSIBLE;
            case 19 -> Kind.CONSTRAINT;
            default -> Kind.FAULT;
        };
    }

    private static @Nullable SQLException findSql(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return sql;
            }
        }
        return null;
    }
}
