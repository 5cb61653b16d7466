package dev.telecoder.platform.config;

/**
 * A place in a file.
 *
 * @param line from 1; 0 if unknown
 * @param column from 1; 0 if unknown
 */
record Position(int line, int column) {

    static final Position UNKNOWN = new Position(0, 0);
}
