package dev.telecoder.platform.web.admin;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Clock;

/** All pages of the dashboard. They are made here and need no script to be read or used; with one they keep themselves current. */
public final class AdminPages implements AutoCloseable {

    private static final int YEAR = 365 * 24 * 3_600;

    private final Desk desk;
    private final RoutesConfig routes;
    private final LogStream logs;
    private final Assets assets = new Assets();

    /**
     * Makes the pages.
     *
     * @param routes where they are served
     * @param backend what they ask
     * @param clock tells the time
     */
    public AdminPages(RoutesConfig routes, Backend backend, Clock clock) {
        this.routes = routes;
        this.logs = new LogStream(backend);
        this.desk = new Desk(routes, backend, clock);
    }

    /**
     * Registers all of them.
     *
     * @return these
     */
    public AdminPages register() {
        routes.get("/admin", ctx -> ctx.status(302).header("Location", "/admin/"));
        routes.get("/admin/assets/<path>", assets::send);
        routes.post("/admin/login", desk::login);
        routes.post("/admin/logout", desk::logout);
        desk.action("/theme", AdminPages::theme);
        routes.get("/admin/logs/events", logs::stream);
        new OverviewPage().register(desk);
        new ConversationPages().register(desk);
        new QuestionPages().register(desk);
        new UsagePage().register(desk);
        new HeartbeatPages().register(desk);
        new PluginPages().register(desk);
        new SettingPages().register(desk);
        new SkillPages().register(desk);
        new PairingPage().register(desk);
        new LogPage().register(desk);
        desk.elsewhere();
        return this;
    }

    /** Ends the streams; the routes end with the server. */
    @Override
    public void close() {
        logs.close();
    }

    private static Desk.Done theme(Visit visit) {
        String theme = visit.form("theme");
        Context ctx = visit.ctx();
        boolean chosen = theme.equals("dark") || theme.equals("light");
        ctx.res().addHeader("Set-Cookie", "telecoder_theme=" + (chosen ? theme : "") + "; HttpOnly; SameSite=Strict;"
                + " Path=/admin; Max-Age=" + (chosen ? YEAR : 0));
        return new Desk.Done(visit.back(), null);
    }
}
