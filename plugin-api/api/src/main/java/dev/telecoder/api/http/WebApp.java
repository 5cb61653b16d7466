package dev.telecoder.api.http;

import java.util.Optional;
import org.pf4j.ExtensionPoint;

/**
 * Static files of a plugin's own, such as a page to chat in. The host serves them under {@code /apps/{plugin id}/}, with
 * a strict content security policy: the page may load from and talk to its own origin only. It uses the host's API and
 * event stream like any other client.
 *
 * @since 1.0
 */
public interface WebApp extends ExtensionPoint {

    /**
     * Finds a file. Called by many threads.
     *
     * @param path relative, with {@code /}, such as {@code css/chat.css}; empty for the start page
     * @return the file, or empty if there is none
     */
    Optional<Resource> resource(String path);

    /**
     * A file to serve.
     *
     * @param mediaType such as {@code text/html; charset=utf-8}
     * @param bytes the content; the host does not change it
     */
    record Resource(String mediaType, byte[] bytes) {}
}
