package dev.telecoder.platform.web.admin;

import gg.jte.html.HtmlTemplateOutput;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes requests for pages: finds the visitor, shows the login to who is none, turns refusals into pages, and after a form leads
 * to a page that tells what became of it, so that a reload does nothing twice. Safe for many threads.
 */
final class Desk {

    static final String BASE = "/admin";
    private static final Logger LOG = LoggerFactory.getLogger(Desk.class);
    private static final int MAX_FLASHES = 500;

    private final RoutesConfig routes;
    private final Backend backend;
    private final Clock clock;
    private final Map<String, Flash> flashes = new LinkedHashMap<>();

    Desk(RoutesConfig routes, Backend backend, Clock clock) {
        this.routes = routes;
        this.backend = backend;
        this.clock = clock;
    }

    /** Writes a page. */
    interface Body {
        void write(HtmlTemplateOutput out, Frame frame, Show show);
    }

    /** Makes a page. */
    interface Page {
        Shown make(Visit visit) throws Exception;
    }

    /** Does what a form asks for. */
    interface Action {
        Done act(Visit visit) throws Exception;
    }

    /**
     * A page to show.
     *
     * @param title its title
     * @param status its status
     * @param body what writes it
     */
    record Shown(String title, int status, Body body) {

        static Shown of(String title, Body body) {
            return new Shown(title, 200, body);
        }
    }

    /**
     * What became of a form.
     *
     * @param location where to go on, under the base
     * @param flash what to tell there, or {@code null}
     * @param again the form once more, with what is wrong with it; {@code null} to go on
     */
    record Done(String location, @Nullable Flash flash, @Nullable Shown again) {

        Done(String location, @Nullable Flash flash) {
            this(location, flash, null);
        }
    }

    void page(String place, String path, Page page) {
        routes.get(BASE + path, ctx -> {
            Optional<Backend.Visitor> visitor = visitor(ctx);
            if (visitor.isEmpty()) {
                return;
            }
            Visit visit = new Visit(ctx, new Asks(backend, visitor.get()));
            Shown shown;
            try {
                shown = page.make(visit);
            } catch (Backend.Refused e) {
                shown = refused(e.status(), e.detail());
            } catch (RuntimeException e) {
                LOG.error("The page {} failed", ctx.path(), e);
                shown = refused(500, "Something failed inside TeleCoder. Its log has the details.");
            }
            show(visit, place, shown);
        });
    }

    /** Where there is no page, for browsers; registered after all pages. */
    void elsewhere() {
        routes.get(BASE + "/<elsewhere>", ctx -> {
            if (!String.valueOf(ctx.header("Accept")).contains("text/html")) {
                throw new NotFoundResponse();
            }
            visitor(ctx).ifPresent(visitor -> show(new Visit(ctx, new Asks(backend, visitor)), "",
                    refused(404, "There is no page at this address.")));
        });
    }

    void action(String path, Action action) {
        routes.post(BASE + path, ctx -> {
            Optional<Backend.Visitor> visitor = visitor(ctx);
            if (visitor.isEmpty()) {
                return;
            }
            Visit visit = new Visit(ctx, new Asks(backend, visitor.get()));
            Done done;
            try {
                String header = ctx.header("X-CSRF-Token");
                backend.permitWriting(visitor.get(), header == null ? visit.form("csrf") : header);
                done = action.act(visit);
            } catch (Backend.Refused e) {
                if (e.status() == 403 && visit.form("back").isEmpty()) {
                    show(visit, "", refused(403, e.detail()));
                    return;
                }
                done = new Done(visit.back(), Flash.failed(e.detail()).at(visit.form("at")));
            } catch (RuntimeException e) {
                LOG.error("The form {} failed", ctx.path(), e);
                done = new Done(visit.back(),
                        Flash.failed("Something failed inside TeleCoder. Its log has the details."));
            }
            if (done.again() != null) {
                show(visit, done.location(), done.again());
                return;
            }
            keep(visitor.get().key(), done.flash());
            ctx.header("Cache-Control", "no-store").status(303).header("Location", BASE + done.location());
        });
    }

    /** The form that everybody may send. */
    void login(Context ctx) {
        String given = String.valueOf(ctx.formParam("token")).strip();
        // A link may be pasted whole.
        String token = given.replaceFirst("^.*[?&]code=([^&\\s#]+).*$", "$1");
        try {
            backend.login(ctx, token);
            ctx.header("Cache-Control", "no-store").status(303).header("Location", BASE + "/");
        } catch (Backend.Refused e) {
            loginPage(ctx, e.status(), e.detail());
        }
    }

    void logout(Context ctx) {
        visitor(ctx).ifPresent(visitor -> {
            try {
                backend.permitWriting(visitor, String.valueOf(ctx.formParam("csrf")));
                backend.logout(ctx, visitor);
                ctx.header("Cache-Control", "no-store").status(303).header("Location", BASE + "/");
            } catch (Backend.Refused e) {
                loginPage(ctx, e.status(), e.detail());
            }
        });
    }

    private Optional<Backend.Visitor> visitor(Context ctx) {
        try {
            Optional<Backend.Visitor> visitor = backend.visitor(ctx);
            if (visitor.isEmpty()) {
                loginPage(ctx, 401, "");
            }
            return visitor;
        } catch (Backend.Refused e) {
            loginPage(ctx, e.status(), e.detail());
            return Optional.empty();
        }
    }

    private void loginPage(Context ctx, int status, String problem) {
        // A part of a page cannot show a login; the browser is led to a whole one.
        if (ctx.header("HX-Request") != null) {
            ctx.header("HX-Redirect", BASE + "/");
        }
        StringOutput out = new StringOutput();
        JteloginGenerated.render(new OwaspHtmlTemplateOutput(out), null, problem, theme(ctx));
        html(ctx, status, out);
    }

    private void show(Visit visit, String place, Shown shown) {
        Context ctx = visit.ctx();
        Backend.Visitor visitor = visit.asks().visitor();
        int questions = visit.openQuestions();
        Frame frame = new Frame(shown.title(), place, visitor, theme(ctx), take(visitor.key()), questions,
                backend.version(), visit.self());
        StringOutput out = new StringOutput(8192);
        shown.body().write(new OwaspHtmlTemplateOutput(out), frame, new Show(clock.instant()));
        html(ctx, shown.status(), out);
    }

    private static Shown refused(int status, String detail) {
        String title = status == 404 ? "Not found" : status == 403 ? "Not allowed" : "That did not work";
        return new Shown(title, status, (out, frame, show) -> JterefusedGenerated.render(out, null, frame, detail));
    }

    private static void html(Context ctx, int status, StringOutput out) {
        // With "no-referrer" a browser would send a form with the Origin "null", which is refused.
        ctx.header("Referrer-Policy", "same-origin");
        ctx.status(status).contentType("text/html; charset=utf-8").header("Cache-Control", "no-store")
                .result(out.toString());
    }

    static String theme(Context ctx) {
        String theme = ctx.cookie("telecoder_theme");
        return "dark".equals(theme) || "light".equals(theme) ? theme : "";
    }

    private synchronized void keep(String key, @Nullable Flash flash) {
        if (flash != null) {
            flashes.put(key, flash);
            if (flashes.size() > MAX_FLASHES) {
                flashes.remove(flashes.keySet().iterator().next());
            }
        }
    }

    private synchronized @Nullable Flash take(String key) {
        return flashes.remove(key);
    }
}
