package dev.telecoder.support.channel;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/**
 * Tells the type of a file by its content; a name may lie. For any thread.
 *
 * @since 1.0
 */
public final class MediaTypes {

    private static final Map<String, String> TEXTS = Map.of("json", "application/json", "md", "text/markdown", "csv",
            "text/csv", "html", "text/html", "htm", "text/html", "xml", "application/xml", "svg", "image/svg+xml",
            "patch", "text/x-diff", "diff", "text/x-diff");

    private MediaTypes() {}

    /**
     * Tells the type.
     *
     * @param bytes the content
     * @param name the file's name, which tells kinds of text apart
     * @return such as {@code image/png}; {@code application/octet-stream} if it is nothing known
     */
    public static String of(byte[] bytes, String name) {
        String head = new String(bytes, 0, Math.min(bytes.length, 16), StandardCharsets.ISO_8859_1);
        if (head.startsWith("\u0089PNG\r\n")) {
            return "image/png";
        } else if (head.startsWith("\u00ff\u00d8\u00ff")) {
            return "image/jpeg";
        } else if (head.startsWith("GIF8")) {
            return "image/gif";
        } else if (head.startsWith("RIFF") && head.startsWith("WEBP", 8)) {
            return "image/webp";
        } else if (head.startsWith("RIFF") && head.startsWith("WAVE", 8)) {
            return "audio/wav";
        } else if (head.startsWith("%PDF-")) {
            return "application/pdf";
        } else if (head.startsWith("OggS")) {
            return "audio/ogg";
        } else if (head.startsWith("ID3") || head.startsWith("\u00ff\u00fb")) {
            return "audio/mpeg";
        } else if (head.startsWith("ftyp", 4)) {
            return "video/mp4";
        } else if (head.startsWith("PK\u0003\u0004")) {
            return "application/zip";
        } else if (head.startsWith("\u001f\u008b")) {
            return "application/gzip";
        }
        return isText(bytes) ? TEXTS.getOrDefault(ending(name), "text/plain") : "application/octet-stream";
    }

    private static String ending(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    private static boolean isText(byte[] bytes) {
        for (byte one : bytes) {
            if (one == 0) {
                return false;
            }
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
