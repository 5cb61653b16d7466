package dev.telecoder.platform.web.admin;

import dev.telecoder.api.json.JsonValue;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the pages ask of the server behind them: who visits, and the API in their name. The pages have no other way to anything,
 * so that nobody sees or does more here than a program with the same login. Called by many threads.
 */
public interface Backend {

    /**
     * Finds out who makes a request.
     *
     * @param ctx the request
     * @return the visitor, or empty if nobody is logged in
     * @throws Refused if they may do nothing here
     */
    Optional<Visitor> visitor(Context ctx);

    /**
     * Logs in.
     *
     * @param ctx the request; its response gets the cookie
     * @param token a token, or the code of a login link
     * @throws Refused if it is wrong, or too many were
     */
    void login(Context ctx, String token);

    /**
     * Logs out.
     *
     * @param ctx the request; its response takes the cookie back
     * @param visitor who leaves
     */
    void logout(Context ctx, Visitor visitor);

    /**
     * Checks that a form was sent from one of our pages, and not too often.
     *
     * @param visitor who sent it
     * @param csrf what it showed; may be empty
     * @throws Refused if it may not be taken
     */
    void permitWriting(Visitor visitor, String csrf);

    /**
     * Calls a route of the API.
     *
     * @param visitor on whose behalf
     * @param method such as {@code GET}
     * @param path the segments after {@code /api/v1}
     * @param query the query
     * @param body what is sent; {@code JsonValue.NULL} for nothing
     * @return the body of the answer; {@code JsonValue.NULL} where it has none
     * @throws Refused if the API answers with a problem
     */
    JsonValue call(Visitor visitor, String method, List<String> path, Map<String, String> query, JsonValue body);

    /**
     * Passes a file on to a route of the API.
     *
     * @param visitor on whose behalf
     * @param ctx the request with the form, whose part {@code file} it is
     * @param path the segments after {@code /api/v1}
     * @return the body of the answer
     * @throws Refused if the API answers with a problem
     */
    JsonValue upload(Visitor visitor, Context ctx, List<String> path);

    /**
     * Reads JSON that a person typed.
     *
     * @param text what they typed
     * @return the value
     * @throws Refused if it is none
     */
    JsonValue read(String text);

    /**
     * Tells when the log has grown.
     *
     * @param grown what to do then
     * @return to be closed to end it
     */
    AutoCloseable onLog(Runnable grown);

    /** {@return the version of the program} */
    String version();

    /**
     * Somebody who is logged in.
     *
     * @param id the person
     * @param name what to call them
     * @param admin whether they may see and do everything
     * @param key names the login; gives nothing away
     * @param csrf what each form must show; empty where no cookie was used
     * @param login the login, for the server
     */
    record Visitor(String id, String name, boolean admin, String key, String csrf, Object login) {}

    /**
     * What is wrong with one field.
     *
     * @param path which
     * @param message why
     */
    record Wrong(String path, String message) {}

    /** The API said no. The message is for a person and holds nothing secret. */
    final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final int status;
        private final transient List<Wrong> errors;

        /**
         * Makes the refusal.
         *
         * @param status the status
         * @param detail why
         * @param errors what is wrong with which field
         */
        public Refused(int status, String detail, List<Wrong> errors) {
            super(detail, null, false, false);
            this.status = status;
            this.errors = List.copyOf(errors);
        }

        /** {@return the status} */
        public int status() {
            return status;
        }

        /** {@return what is wrong with which field} */
        public List<Wrong> errors() {
            return errors;
        }

        /** {@return why, for a person} */
        public String detail() {
            return String.valueOf(getMessage());
        }
    }
}
