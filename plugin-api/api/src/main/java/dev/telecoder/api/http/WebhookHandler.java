package dev.telecoder.api.http;

import dev.telecoder.api.HostProvided;
import dev.telecoder.api.signal.Signal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.pf4j.ExtensionPoint;

/**
 * Answers HTTP callbacks. The host serves it under {@code /hooks/{plugin id}/{path}}, limits the
 * size of the body, and answers 500 without details if the handler throws.
 *
 * @since 1.0
 */
public interface WebhookHandler extends ExtensionPoint {

    /** {@return the last part of the address, such as {@code events}} */
    String path();

    /**
     * Answers a request, within a few seconds: most senders give up soon after. Check the signature
     * first, over the body's exact bytes; then publish a {@code Signal}, or hand a chat message to the inbox,
     * and leave the work to whoever listens.
     *
     * @param request what was received
     * @return what to answer
     */
    Response handle(Request request);

    /** A request as it was received. */
    @HostProvided
    interface Request {

        /** {@return the method, in upper case} */
        String method();

        /**
         * Reads a header.
         *
         * @param name its name, in any case
         * @return its first value
         */
        Optional<String> header(String name);

        /**
         * Reads a query parameter.
         *
         * @param name its name
         * @return its first value
         */
        Optional<String> query(String name);

        /** {@return a copy of the body's exact bytes} */
        byte[] body();
    }

    /** What to answer: a status, headers (some senders insist on a content type), and the text of the body. */
    final class Response {

        private final int status;
        private final Map<String, String> headers;
        private final String body;
        private final boolean duplicate;

        private Response(int status, Map<String, String> headers, String body, boolean duplicate) {
            this.status = status;
            this.headers = Map.copyOf(headers);
            this.body = body;
            this.duplicate = duplicate;
        }

        /**
         * Makes an answer.
         *
         * @param status such as 200
         * @param body the text of the body; may be empty
         * @return the answer
         */
        public static Response of(int status, String body) {
            return new Response(status, Map.of(), Objects.requireNonNull(body, "body"), false);
        }

        /** {@return the answer 202, with no body} */
        public static Response accepted() {
            return of(202, "");
        }

        /** {@return the answer 202 to a delivery that was taken before and had no effect this time} */
        public static Response seenBefore() {
            return new Response(202, Map.of(), "", true);
        }

        /** {@return the answer 401, for a wrong or missing signature} */
        public static Response unauthorized() {
            return of(401, "");
        }

        /** {@return the answer 400, for what cannot be read} */
        public static Response unreadable() {
            return of(400, "");
        }

        /**
         * Adds a header.
         *
         * @param name its name
         * @param value its value
         * @return a new answer
         */
        public Response withHeader(String name, String value) {
            Map<String, String> all = new LinkedHashMap<>(headers);
            all.put(name, value);
            return new Response(status, all, body, duplicate);
        }

        /** {@return the status} */
        public int status() {
            return status;
        }

        /** {@return whether the delivery was taken before and had no effect this time} */
        public boolean duplicate() {
            return duplicate;
        }

        /** {@return the headers} */
        public Map<String, String> headers() {
            return headers;
        }

        /** {@return the text of the body} */
        public String body() {
            return body;
        }
    }
}
