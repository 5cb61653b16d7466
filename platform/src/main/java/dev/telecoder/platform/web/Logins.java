package dev.telecoder.platform.web;

import dev.telecoder.platform.identity.Role;
import io.javalin.http.Context;
import java.util.Optional;

/** Finds out who makes a request, by its token or its cookie. Safe for many threads. */
final class Logins {

    private static final String BEARER = "Bearer ";

    private final Tokens tokens;
    private final Guard guard;

    Logins(Tokens tokens, Guard guard) {
        this.tokens = tokens;
        this.guard = guard;
    }

    Caller require(Context ctx) {
        Caller caller = find(ctx).orElseThrow(Problem::notLoggedIn);
        if (caller.person().role() == Role.GUEST) {
            throw Problem.forbidden("A guest may do nothing here. The owner can give you a role.");
        }
        return caller;
    }

    /** Empty if nothing was shown; what was shown and is wrong is a problem. */
    Optional<Caller> find(Context ctx) {
        String authorization = ctx.header("Authorization");
        String remote = ctx.req().getRemoteAddr();
        if (authorization != null) {
            if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
                throw Problem.of(401, "Expected Authorization: Bearer with a token.");
            }
            return Optional.of(tokens.bearer(authorization.substring(BEARER.length()).strip(), remote));
        }
        String cookie = ctx.cookie(cookieName(ctx));
        return cookie == null || cookie.isEmpty() ? Optional.empty() : Optional.of(tokens.session(cookie, remote));
    }

    /** For pages that tell more to those who are known; a wrong token counts as a try and gets what everybody gets. */
    Optional<Caller> findQuietly(Context ctx) {
        try {
            return find(ctx);
        } catch (Problem e) {
            return Optional.empty();
        }
    }

    void giveCookie(Context ctx, String session) {
        ctx.res().addHeader("Set-Cookie",
                cookieName(ctx) + "=" + session + "; HttpOnly; SameSite=Strict; Path=/; Max-Age="
                        + Tokens.SESSION_HOLDS.toSeconds() + (guard.secure() ? "; Secure" : ""));
    }

    void takeCookie(Context ctx) {
        ctx.res().addHeader("Set-Cookie", cookieName(ctx) + "=; HttpOnly; SameSite=Strict; Path=/; Max-Age=0"
                + (guard.secure() ? "; Secure" : ""));
    }

    /** A browser sends cookies to all ports of a machine, so that two hosts on one must not share a name. */
    private static String cookieName(Context ctx) {
        return "telecoder_" + ctx.req().getLocalPort();
    }
}
