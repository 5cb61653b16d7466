package dev.telecoder.plugin.web;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/**
 * What came from an address, as text.
 *
 * @param title what it calls itself; empty if it does not
 * @param text the text; of a page as Markdown
 */
record Page(String title, String text) {

    /** Thrown for what is no text. */
    static final class NoText extends Exception {

        private static final long serialVersionUID = 1L;

        NoText(String message) {
            super(message);
        }
    }

    static Page of(byte[] body, String contentType, URI from) throws NoText {
        String type = contentType.split(";")[0].strip().toLowerCase(Locale.ROOT);
        if (body.length == 0) {
            return new Page("", "");
        }
        if (starts(body, "%PDF-") || type.equals("application/pdf")) {
            throw new NoText("It is a PDF, which is not read. Look for the same text as a web page.");
        }
        boolean html = type.contains("html") || type.isEmpty() && looksLikeHtml(body);
        boolean text = html || type.isEmpty() || type.startsWith("text/") || type.matches(
                "application/(.*\\+)?(json|xml|yaml|x-yaml|toml|javascript|ecmascript|x-sh|x-ndjson|jsonl|graphql|sql|x-tex|rtf)"
                        + "|application/(x-)?(www-form-urlencoded|typescript)|image/svg\\+xml|message/.*");
        if (!text && !(type.equals("application/octet-stream") && !binary(body))) {
            throw new NoText("It is of the type " + type
                    + ", which is no text. Fetch it with shell.exec and curl if you need the file.");
        }
        @Nullable Charset named = charset(contentType);
        if (!html && named == null && binary(body)) {
            throw new NoText("It holds binary data, not text.");
        }
        return html ? html(body, named, from) : new Page("", plain(body, named));
    }

    private static Page html(byte[] body, @Nullable Charset named, URI from) throws NoText {
        try {
            Document page =
                    Jsoup.parse(new ByteArrayInputStream(body), named == null ? null : named.name(), from.toString());
            String title = page.title().strip();
            Element content = MainContent.of(page);
            return new Page(title, Markdown.of(content));
        } catch (IOException unreadable) {
            throw new NoText("It cannot be read as a page: " + unreadable.getMessage());
        }
    }

    private static String plain(byte[] body, @Nullable Charset named) {
        if (starts(body, "\u00ef\u00bb\u00bf")) {
            return new String(body, 3, body.length - 3, StandardCharsets.UTF_8);
        }
        if (body.length > 1 && (body[0] & 0xff) + (body[1] & 0xff) == 0xff + 0xfe && (body[0] & 0xfe) == 0xfe) {
            return new String(body, StandardCharsets.UTF_16);
        }
        if (named != null) {
            return new String(body, named);
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException older) {
            return new String(body, Charset.forName("windows-1252"));
        }
    }

    private static @Nullable Charset charset(String contentType) {
        int at = contentType.toLowerCase(Locale.ROOT).indexOf("charset=");
        if (at < 0) {
            return null;
        }
        String name = contentType.substring(at + 8).split(";")[0].replace("\"", "").replace("'", "").strip();
        try {
            return Charset.isSupported(name) ? Charset.forName(name) : null;
        } catch (IllegalArgumentException notOne) {
            return null;
        }
    }

    private static boolean binary(byte[] body) {
        for (int i = 0; i < Math.min(body.length, 2_000); i++) {
            if (body[i] == 0) {
                return !(body.length > 1 && (body[0] & 0xfe) == 0xfe && (body[1] & 0xfe) == 0xfe);
            }
        }
        return false;
    }

    private static boolean looksLikeHtml(byte[] body) {
        String head = new String(Arrays.copyOf(body, Math.min(body.length, 500)), StandardCharsets.ISO_8859_1)
                .strip().toLowerCase(Locale.ROOT);
        return head.startsWith("<!doctype html") || head.startsWith("<html") || head.contains("<head")
                || head.contains("<body");
    }

    private static boolean starts(byte[] body, String prefix) {
        byte[] wanted = prefix.getBytes(StandardCharsets.ISO_8859_1);
        return body.length >= wanted.length && Arrays.equals(Arrays.copyOf(body, wanted.length), wanted);
    }
}
