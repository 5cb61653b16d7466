package dev.telecoder.plugins.sandbox.docker;

import dev.telecoder.api.Setting;
import java.util.Optional;

/**
 * What this plugin reads of the section {@code sandbox}.
 *
 * @param image the image sandboxes are made of
 */
@Setting("Where code of repositories runs.")
record DockerConfig(
        @Setting(value = "The image, for a runtime that has images.",
                examples = "telecoder-sandbox") Optional<String> image) {

    /** What `telecoder sandbox build` makes. */
    static final String USUAL_IMAGE = "telecoder-sandbox";

    String imageOrUsual() {
        return image.orElse(USUAL_IMAGE);
    }
}
