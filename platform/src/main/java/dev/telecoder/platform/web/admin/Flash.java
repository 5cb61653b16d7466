package dev.telecoder.platform.web.admin;

/**
 * What became of what a visitor did, shown once on the page they are led to.
 *
 * @param bad whether it did not work
 * @param text for the person
 * @param at the id of what it is about; empty for the page
 */
record Flash(boolean bad, String text, String at) {

    static Flash done(String text) {
        return new Flash(false, text, "");
    }

    static Flash failed(String text) {
        return new Flash(true, text, "");
    }

    Flash at(String id) {
        return new Flash(bad, text, id);
    }
}
