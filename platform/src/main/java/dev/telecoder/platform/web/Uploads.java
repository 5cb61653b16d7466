package dev.telecoder.platform.web;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.conversation.Message;
import dev.telecoder.platform.store.Ids;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Keeps the files that come with messages of the API. Their names come from outside and are not used as paths. */
final class Uploads {

    private static final int MAX_FILES = 10;
    private static final int MAX_NAME = 200;

    private final Path folder;

    Uploads(Path folder) {
        this.folder = folder;
    }

    /**
     * A file as it was sent.
     *
     * @param name its name
     * @param mediaType its type
     * @param bytes its content
     */
    record File(String name, String mediaType, byte[] bytes) {}

    static List<File> read(JsonValue attachments) {
        if (!attachments.isNull() && !(attachments instanceof JsonValue.JsonArray)) {
            throw Problem.invalid("attachments", "expected a list");
        }
        if (attachments.items().size() > MAX_FILES) {
            throw Problem.invalid("attachments", "may be at most " + MAX_FILES);
        }
        List<File> files = new ArrayList<>();
        for (JsonValue one : attachments.items()) {
            String path = "attachments[" + files.size() + "]";
            String name = one.get("name").text();
            if (name.isBlank() || name.length() > MAX_NAME) {
                throw Problem.invalid(path + ".name", "expected 1 to " + MAX_NAME + " characters");
            }
            String mediaType = one.get("media_type").text();
            try {
                files.add(new File(name, mediaType.isBlank() ? "application/octet-stream" : mediaType,
                        Base64.getDecoder().decode(one.get("data").text())));
            } catch (IllegalArgumentException e) {
                throw Problem.invalid(path + ".data", "expected Base64");
            }
        }
        return files;
    }

    List<Message.StoredFile> keep(List<File> files) {
        List<Message.StoredFile> kept = new ArrayList<>();
        for (File file : files) {
            String name = Ids.next();
            try {
                Files.createDirectories(folder);
                Files.write(folder.resolve(name), file.bytes());
            } catch (IOException e) {
                throw new UncheckedIOException("The file " + file.name() + " could not be kept in " + folder, e);
            }
            kept.add(new Message.StoredFile(file.name(), file.mediaType(), file.bytes().length,
                    folder.getFileName() + "/" + name));
        }
        return kept;
    }
}
