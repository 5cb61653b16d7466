package dev.telecoder.platform.app;

import dev.telecoder.api.repo.CodeHost;
import dev.telecoder.api.repo.CodeHosts;
import dev.telecoder.api.sandbox.SandboxRuntime;
import dev.telecoder.api.signal.Signals;
import dev.telecoder.platform.agent.Agent;
import dev.telecoder.platform.config.ConfigHolder;
import dev.telecoder.platform.config.FolderWatch;
import dev.telecoder.platform.config.HostJson;
import dev.telecoder.platform.config.ServerConfig;
import dev.telecoder.platform.consent.Consent;
import dev.telecoder.platform.conversation.Conversations;
import dev.telecoder.platform.conversation.Messages;
import dev.telecoder.platform.conversation.SqlEventStore;
import dev.telecoder.platform.event.Counters;
import dev.telecoder.platform.event.EventBus;
import dev.telecoder.platform.gateway.Channels;
import dev.telecoder.platform.gateway.Controls;
import dev.telecoder.platform.gateway.Gateway;
import dev.telecoder.platform.gateway.Mail;
import dev.telecoder.platform.gateway.Pairings;
import dev.telecoder.platform.gateway.QuestionMail;
import dev.telecoder.platform.heartbeat.Incidents;
import dev.telecoder.platform.heartbeat.JobFolder;
import dev.telecoder.platform.heartbeat.Jobs;
import dev.telecoder.platform.heartbeat.Monitors;
import dev.telecoder.platform.heartbeat.Occurrences;
import dev.telecoder.platform.http.AddressRules;
import dev.telecoder.platform.http.HostHttp;
import dev.telecoder.platform.identity.People;
import dev.telecoder.platform.model.Ledger;
import dev.telecoder.platform.model.ModelRouter;
import dev.telecoder.platform.model.Picks;
import dev.telecoder.platform.model.Prices;
import dev.telecoder.platform.model.RoutedQuestion;
import dev.telecoder.platform.model.SandboxCalls;
import dev.telecoder.platform.model.Unpriced;
import dev.telecoder.platform.plugin.ApiVersion;
import dev.telecoder.platform.plugin.Extensions;
import dev.telecoder.platform.plugin.Installer;
import dev.telecoder.platform.plugin.PluginHost;
import dev.telecoder.platform.plugin.PluginParts;
import dev.telecoder.platform.repo.Repos;
import dev.telecoder.platform.repo.Retention;
import dev.telecoder.platform.repo.Signing;
import dev.telecoder.platform.sandbox.EgressGateway;
import dev.telecoder.platform.sandbox.SandboxSettings;
import dev.telecoder.platform.sandbox.Sandboxes;
import dev.telecoder.platform.signal.Pollers;
import dev.telecoder.platform.signal.StoredSignals;
import dev.telecoder.platform.skill.Catalog;
import dev.telecoder.platform.skill.Executor;
import dev.telecoder.platform.skill.Places;
import dev.telecoder.platform.skill.yaml.Surroundings;
import dev.telecoder.platform.skill.yaml.YamlSkills;
import dev.telecoder.platform.store.Database;
import dev.telecoder.platform.task.JournalWatch;
import dev.telecoder.platform.task.ModelCalls;
import dev.telecoder.platform.task.Runs;
import dev.telecoder.platform.task.Turns;
import dev.telecoder.platform.watch.PullWatches;
import dev.telecoder.platform.watch.RepoWatches;
import dev.telecoder.platform.web.WebServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One TeleCoder, wired together: the ground, the domain, the pillars. A command that needs no more than a skill opens the same
 * host and starts neither channels nor turns.
 */
final class Host implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Host.class);

    private static final int WARM_UP_MILLIS = 3_000;

    private final Home home;
    private final Clock clock = MovedClock.orNot(System.getProperty("telecoder.clock", ""));
    private final HostJson json = new HostJson();
    private final ConfigHolder config;
    private final Database database;
    private final HostHttp http;
    private final Counters counters = new Counters();
    private final EventBus events;
    private final StoredSignals signals;
    private final PluginHost plugins;
    private final HostSettings settings;
    private final Installer installer;
    private final People people;
    private final Conversations conversations;
    private final Messages messages;
    private final Turns turns;
    private final Runs runs;
    private final ModelCalls modelCalls;
    private final Channels channels;
    private final Mail mail;
    private final Consent consent;
    private final Prices prices;
    private final Ledger ledger;
    private final Picks picks;
    private final ModelRouter models;
    private final Repos repos;
    private final EgressGateway egress;
    private final Sandboxes sandboxes;
    private final Places places;
    private final Retention retention;
    private final YamlSkills yamlSkills;
    private final Catalog catalog;
    private final Executor executor;
    private final Agent agent;
    private final Jobs jobs;
    private final Monitors monitors;
    private final Incidents incidents;
    private final PullWatches pulls;
    private final RepoWatches watches;
    private final Pollers pollers;
    private final Gateway gateway;
    private final Pairings pairings;
    private final Controls controls;
    private volatile @Nullable FolderWatch watch;
    private volatile @Nullable Tidying tidying;
    private volatile @Nullable Thread warmingUp;
    private volatile boolean started;

    private Host(Home home, ConfigHolder config, Map<String, String> environment, JournalWatch watch) {
        this.home = home;
        this.config = config;
        this.database = Database.open(home.database(), home.backups());
        this.http = new HostHttp(environment);
        this.events = new EventBus(new SqlEventStore(database), clock);
        this.signals = new StoredSignals(database, json, clock);
        PluginParts pluginParts = new PluginParts(bundled(), home.plugins(), home.data().resolve("plugins"),
                config::current, (plugin, addresses) -> http.allowing(AddressRules.allowing(addresses)), json, clock,
                Map.of(Signals.class, signals, CodeHosts.class, (CodeHosts) this::codeHost), database,
                ApiVersion.current());
        this.plugins = new PluginHost(pluginParts);
        this.settings = new HostSettings(config, plugins);
        this.installer = new Installer(plugins, pluginParts, http);
        config.onChange(change -> plugins.configChanged(change.paths()));
        this.people = new People(database, clock);
        this.conversations = new Conversations(database, clock);
        this.messages = new Messages(database, json);
        this.turns = new Turns(database, json, clock);
        this.runs = new Runs(database, json, clock, watch);
        this.modelCalls = new ModelCalls(database, json, clock, watch);
        this.channels = new Channels(plugins, clock);
        this.mail = new Mail(database, conversations, messages, channels, events, counters,
                home.data().resolve("attachments"), json,
                clock);
        this.consent = new Consent(database, json, settings::permissions,
                new WaitingTurns(turns, new QuestionMail(mail, events)), clock);
        this.prices = new Prices(() -> home.root().resolve(config.current().settings().budget().prices()));
        this.ledger = new Ledger(database, settings::limits, clock);
        this.picks = new Picks(database);
        this.models = new ModelRouter(plugins, settings::modelChoice, environment, counters, prices, ledger, clock);
        config.onChange(change -> models.changed());
        this.repos = new Repos(home.workspaces(), settings::repositories, new GitCredentials(config, this::codeHost),
                settings::pushRules, clock);
        repos.sign(Signing.of(environment));
        this.egress = new EgressGateway(home.data().resolve("egress"),
                () -> config.current().settings().sandbox().egress(),
                new EgressGateway.Parts(
                        new ConfiguredModel(() -> config.current().settings().llm(), models::selected, environment,
                                new SandboxCalls(prices, settings::modelChoice, ledger),
                                task -> database.read(h -> turns.findRunning(h, task))),
                        http, json));
        this.sandboxes = new Sandboxes(this::sandboxRuntimes,
                () -> SandboxSettings.of(config.current().settings().sandbox(), hostId(home))
                        .withMounts(AgentFolders.of(home).mounts()),
                clock,
                Optional.of(egress));
        this.places = new Places(database, json, conversations, repos, sandboxes, settings::pushRules, plugins,
                (account, cancellation) -> new RoutedQuestion(models, json, account, cancellation));
        places.recallWhile(() -> config.current().settings().memory().enabled());
        this.retention = new Retention(repos, new OpenTasks(database, turns, conversations, places),
                () -> OpenTasks.limits(config.current().settings().sandbox().workspaces()), clock);
        this.yamlSkills = YamlSkills.of(home.skills(), surroundings(environment));
        this.catalog = new Catalog(plugins, List.of(), List.of(yamlSkills));
        this.executor = new Executor(catalog, consent, runs, json, clock);
        Told told = new Told(conversations, people, channels, mail);
        Occurrences occurrences = new Occurrences(database);
        occurrences.onChange(() -> events.publish("job.changed", null, null, "{}"));
        Looks looks = new Looks(this, told, mail);
        this.incidents = new Incidents(database, () -> config.current().settings().heartbeat(),
                () -> config.current().settings().repos(), looks, json, clock);
        this.agent = new Agent(
                new Agent.Parts(database, conversations, messages, people, turns, runs, modelCalls, consent, catalog,
                        executor, new Agent.Models(models, picks, ledger.table(), new Unpriced(database, ledger, clock),
                                new RulesInFocus(conversations, repos)::of, home.data()),
                        events, json, watch, clock),
                turn -> places.of(turn.conversation()),
                new Answers(conversations, mail, occurrences, incidents, told, runs, this::pulls));
        Pulls watched = new Pulls(this, mail);
        this.pulls = new PullWatches(database, watched, clock);
        this.watches = new RepoWatches(database, watched, wish -> WatchControls.isTold(this, wish), clock);
        places.alsoLooksAt(() -> WatchControls.further(this, watches()));
        Polling polling = new Polling(config, plugins, () -> places.lookingAt("polling"));
        this.pollers = new Pollers(database, signals, polling::sources, polling::scope, clock);
        this.jobs = new Jobs(new JobFolder(home.jobs()), this::timezone, occurrences, new JobTurns(this, told), clock);
        this.monitors = new Monitors(database, plugins, () -> config.current().settings().heartbeat(),
                () -> config.current().settings().repos(), looks, incidents, clock);
        consent.offers().whenAgreed((h, offer, person) -> new IncidentActions(this).agreed(h, offer, person));
        ledger.limitTasks(turn -> occurrences.budgetOf(turn).or(() -> incidents.budgetOf(turn)));
        this.pairings = new Pairings(database, people, clock);
        this.controls = new HostControls(this, agent, places, executor, turns, settings::repositories,
                () -> new HostStatus(this).markdown(), new ModelControls(models, picks, prices, ledger, agent),
                new Undoing(turns, runs, places), () -> new WatchControls(this, watches(), pulls()));
        this.gateway = new Gateway(
                new Gateway.Parts(database, people, conversations, messages, turns, consent, channels, pairings,
                        mail, counters, json, clock),
                settings::access, message -> agent.enqueue(message.conversation(), message.turn()), controls);
    }

    /**
     * Opens the host of a home: reads the settings, opens the store, loads the plugins.
     *
     * @param home where everything is kept
     * @param environment the environment variables
     * @return the host, which does nothing yet
     */
    static Host open(Home home, Map<String, String> environment) {
        home.prepare();
        return open(home, new ConfigHolder(home.config(), environment), environment, false);
    }

    /**
     * Opens the host of a home to serve it. Where config.yaml cannot be read, the copy of the last good one holds: nobody
     * may be there to mend it.
     *
     * @param home where everything is kept
     * @param environment the environment variables
     * @return the host, which does nothing yet
     */
    static Host openToServe(Home home, Map<String, String> environment) {
        home.prepare();
        Thread store = Database.prepare();
        ConfigHolder config = new ConfigHolder(home.config(), environment);
        config.beginWith(home.lastGoodConfig());
        awaited(store);
        return open(home, config, environment, true);
    }

    private static void awaited(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Host open(Home home, ConfigHolder config, Map<String, String> environment, boolean serves) {
        if (!config.current().readable()) {
            // All defaults would hold, and with them none of the owner's rules about what is allowed.
            throw CommandFailure.usage(config.current().problems().getFirst().describe(home.config().toString())
                    + " `telecoder config validate` checks it again.");
        }
        Host host = new Host(home, config, environment, HaltingWatch.of(environment));
        if (serves) {
            // Nothing of a plugin is needed for it; who asks for a skill meanwhile waits.
            Thread.ofPlatform().daemon().name("yaml-skills").start(host::readSkills);
        }
        host.plugins.load();
        return host;
    }

    /**
     * Serves the API and the pages.
     *
     * @param server where to listen
     * @param token the owner's token
     * @param shutdown what to do when the API is asked to end the host
     * @return the server, to be closed before the host
     * @throws IOException if the address cannot be listened on
     */
    WebServer serve(ServerConfig server, String token, Runnable shutdown) throws IOException {
        sandboxes.begin();
        HostApi api = new HostApi(this, shutdown);
        WebServer web = WebServer.start(server, token,
                new WebServer.Parts(database, people, conversations, messages, turns, runs,
                        ledger.table(), consent, gateway, events, counters, catalog, executor, repos, plugins, api,
                        json,
                        home.data().resolve("attachments"), clock));
        api.servedAt(web.url().toString());
        return web;
    }

    /** {@return whether turns are taken up} */
    boolean started() {
        return started;
    }

    /** Takes up what was left undone, and starts the channels. The API is served before. */
    void start() {
        sandboxes.start();
        signals.start(() -> Stream
                .of(plugins.signalListeners(), monitors.listeners(), List.of(pulls.listener(), watches.listener()))
                .flatMap(List::stream).toList());
        plugins.onChange(signals::listenersChanged);
        agent.resume(); // before new messages come in, so that older turns go first
        gateway.start();
        jobs.start();
        monitors.start();
        pollers.start();
        pulls.start();
        watch = watchFolders();
        started = true;
        tidying = new Tidying(events, retention);
        // Nobody waits for this, and the first turn need not either.
        warmingUp = Thread.ofPlatform().daemon().name("warm-up").priority(Thread.MIN_PRIORITY).start(this::warmUp);
    }

    /** What changes in the home is taken up while the host serves; a command that ends at once watches nothing. */
    private FolderWatch watchFolders() {
        FolderWatch folders = new FolderWatch();
        new ConfigReload(this).begin(folders);
        folders.on(home.skills(), yamlSkills::readAgain);
        yamlSkills.readAgain(); // they may have changed before somebody watched
        folders.on(home.jobs(), jobs::readAgain);
        jobs.readAgain();
        folders.on(home.plugins(), plugins::load);
        folders.on(bundled(), plugins::load);
        plugins.load(); // what came while nobody watched
        return folders;
    }

    private void readSkills() {
        try {
            yamlSkills.skills();
        } catch (RuntimeException e) {
            LOG.debug("The skills in YAML could not be read beforehand; the start reads them again.", e);
        }
    }

    private void warmUp() {
        try {
            repos.warmUp();
            catalog.warmUp();
            sandboxes.status();
            retention.start();
        } catch (RuntimeException e) {
            LOG.debug("Something could not be made ready beforehand; it is when it is needed.", e);
        }
    }

    /** It writes into the home, which may be gone once the host is closed. */
    private void awaitWarmUp() {
        Thread thread = warmingUp;
        try {
            if (thread != null) {
                thread.join(WARM_UP_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        FolderWatch watching = watch;
        if (watching != null) {
            watching.close();
        }
        awaitWarmUp();
        Tidying tidy = tidying;
        if (tidy != null) {
            tidy.close();
        }
        jobs.close();
        monitors.close();
        pollers.close();
        pulls.close();
        agent.close();
        gateway.close();
        signals.close();
        events.close();
        // Before what turns are working with: what is cut off now must not be noted as failed. The store is left as a crash
        // at this moment would leave it, and the next start goes on from there.
        database.close();
        sandboxes.close();
        plugins.close();
        http.close();
    }

    /** What watches folders; {@code null} before the host starts. */
    @Nullable FolderWatch watch() {
        return watch;
    }

    Home home() {
        return home;
    }

    Clock clock() {
        return clock;
    }

    HostJson json() {
        return json;
    }

    HostSettings settings() {
        return settings;
    }

    ConfigHolder config() {
        return config;
    }

    Database database() {
        return database;
    }

    Counters counters() {
        return counters;
    }

    EventBus events() {
        return events;
    }

    PluginHost plugins() {
        return plugins;
    }

    Installer installer() {
        return installer;
    }

    People people() {
        return people;
    }

    Conversations conversations() {
        return conversations;
    }

    Messages messages() {
        return messages;
    }

    Turns turns() {
        return turns;
    }

    Runs runs() {
        return runs;
    }

    Channels channels() {
        return channels;
    }

    Consent consent() {
        return consent;
    }

    ModelRouter models() {
        return models;
    }

    Ledger ledger() {
        return ledger;
    }

    Prices prices() {
        return prices;
    }

    Repos repos() {
        return repos;
    }

    Sandboxes sandboxes() {
        return sandboxes;
    }

    Places places() {
        return places;
    }

    Retention retention() {
        return retention;
    }

    YamlSkills yamlSkills() {
        return yamlSkills;
    }

    Catalog catalog() {
        return catalog;
    }

    Executor executor() {
        return executor;
    }

    Agent agent() {
        return agent;
    }

    Incidents incidents() {
        return incidents;
    }

    Mail mail() {
        return mail;
    }

    Monitors monitors() {
        return monitors;
    }

    PullWatches pulls() {
        return pulls;
    }

    RepoWatches watches() {
        return watches;
    }

    Jobs jobs() {
        return jobs;
    }

    Pollers pollers() {
        return pollers;
    }

    private Optional<CodeHost> codeHost(String id) {
        return plugins.of(CodeHost.class).stream().map(Extensions.Extension::instance)
                .filter(host -> host.id().equals(id)).findFirst();
    }

    /** Whose clocks count where nothing else is said. */
    ZoneId timezone() {
        return config.current().settings().heartbeat().timezone().orElseGet(ZoneId::systemDefault);
    }

    Gateway gateway() {
        return gateway;
    }

    Pairings pairings() {
        return pairings;
    }

    Controls controls() {
        return controls;
    }

    /** The plugins of the distribution this runs from. */
    static Path bundled() {
        String dist = System.getProperty("telecoder.dist", "");
        return dist.isEmpty() ? Path.of("plugins") : Path.of(dist, "plugins");
    }

    private static String hostId(Home home) {
        return Integer.toHexString(home.root().toString().hashCode());
    }

    /** What is there for the skills of files to require. */
    Surroundings surroundings(Map<String, String> environment) {
        return new Surroundings(environment, () -> new Surroundings.SandboxView(sandboxes.status().runtime(),
                sandboxes.status().detail(), sandboxes.isolates(), sandboxes.reachesNetwork()));
    }

    private List<SandboxRuntime> sandboxRuntimes() {
        return plugins.of(SandboxRuntime.class).stream().map(Extensions.Extension::instance).toList();
    }
}
