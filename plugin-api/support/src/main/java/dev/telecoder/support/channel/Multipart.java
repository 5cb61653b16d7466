package dev.telecoder.support.channel;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A body of several parts, as forms with files are sent. For one thread.
 *
 * @since 1.0
 */
public final class Multipart {

    private final String boundary = "part-" + UUID.randomUUID();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    /** Begins an empty body. */
    public Multipart() {}

    /**
     * Adds a field.
     *
     * @param name its name
     * @param value its value
     * @return this body
     */
    public Multipart field(String name, String value) {
        return part("name=\"" + name + "\"", null, value.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Adds a field that is JSON.
     *
     * @param name its name
     * @param json its value
     * @return this body
     */
    public Multipart json(String name, String json) {
        return part("name=\"" + name + "\"", "application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Adds a file.
     *
     * @param name the name of the field
     * @param file the name of the file
     * @param mediaType its type
     * @param bytes its content
     * @return this body
     */
    public Multipart file(String name, String file, String mediaType, byte[] bytes) {
        String safe = file.replaceAll("[\"\\\\\\p{Cntrl}]", "_");
        return part("name=\"" + name + "\"; filename=\"" + safe + "\"", mediaType.replaceAll("\\p{Cntrl}", ""), bytes);
    }

    private Multipart part(String disposition, @Nullable String type, byte[] bytes) {
        write("--" + boundary + "\r\ncontent-disposition: form-data; " + disposition + "\r\n"
                + (type == null ? "" : "content-type: " + type + "\r\n") + "\r\n");
        body.writeBytes(bytes);
        write("\r\n");
        return this;
    }

    private void write(String text) {
        body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** {@return the type of the whole, with what parts its parts} */
    public String mediaType() {
        return "multipart/form-data; boundary=" + boundary;
    }

    /** {@return the whole, so far} */
    public byte[] bytes() {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(body.toByteArray());
        whole.writeBytes(("--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return whole.toByteArray();
    }
}
