package dev.telecoder.platform.agent;

import dev.telecoder.api.llm.Content;
import dev.telecoder.platform.conversation.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The images people send, as a model sees them; whatever else they send is told of by its name. Safe for many threads. */
final class Images {

    private static final Logger LOG = LoggerFactory.getLogger(Images.class);

    /** What every provider takes. */
    private static final Set<String> TYPES = Set.of("image/png", "image/jpeg", "image/gif", "image/webp");

    private static final long MOST_BYTES = 5L * 1024 * 1024;

    private final Path data;

    /** Makes it over the folder that the paths of files are relative to. */
    Images(Path data) {
        this.data = data;
    }

    Optional<Content> of(Message.StoredFile file) {
        if (!TYPES.contains(file.mediaType()) || file.size() > MOST_BYTES) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Content.Image(file.mediaType(),
                    Base64.getEncoder().encodeToString(Files.readAllBytes(data.resolve(file.path()))), file.name()));
        } catch (IOException e) {
            LOG.warn("The image {} cannot be read any more: {}", file.path(), e.toString());
            return Optional.empty();
        }
    }
}
