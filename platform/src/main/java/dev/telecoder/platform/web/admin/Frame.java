package dev.telecoder.platform.web.admin;

import org.jspecify.annotations.Nullable;

/**
 * What all pages have around what they show.
 *
 * @param title of the page
 * @param place which entry of the menu it belongs to
 * @param visitor who looks at it
 * @param theme {@code light}, {@code dark}, or empty for what the system says
 * @param flash what became of what they did, or {@code null}
 * @param questions how many questions are open
 * @param version of the program
 * @param self the address of the page, with its query
 */
record Frame(String title, String place, Backend.Visitor visitor, String theme, @Nullable Flash flash, int questions,
        String version, String self) {

    /** What htmx sends with each request; the token also stands in each form, for where there is no script. */
    String headers() {
        return dev.telecoder.api.json.JsonValue.object().put("X-CSRF-Token", visitor.csrf()).build().toString();
    }

    /** The notice about one thing on the page, or {@code null}. */
    @Nullable Flash flashAt(String id) {
        return flash != null && flash.at().equals(id) ? flash : null;
    }
}
