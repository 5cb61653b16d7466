package dev.telecoder.platform.web;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.config.ConfigEditor;
import dev.telecoder.platform.config.FolderWatch;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.plugin.InstallRequest;
import dev.telecoder.platform.skill.Workplace;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What the API asks of the host as a whole. The wiring implements it. Called by many threads. */
public interface HostView {

    /** {@return the version of the program} */
    String version();

    /** {@return how each part is: store, agent, plugins, model, sandbox, heartbeat, {@code channel:ID}} */
    List<Part> readyParts();

    /** {@return the object of the command {@code status}} */
    JsonValue status();

    /** {@return the items of the command {@code plugins list}} */
    List<JsonValue> plugins();

    /**
     * Switches a plugin on or off.
     *
     * @param id the plugin
     * @param enabled whether it shall run
     * @return whether there is such a plugin
     */
    boolean enablePlugin(String id, boolean enabled);

    /**
     * Tells all about a plugin: an item of {@link #plugins} and beside it description, provider, license, file, sections,
     * and where it was installed from.
     *
     * @param id the plugin
     * @return the object of the command {@code plugins info}, if there is such a plugin
     */
    Optional<JsonValue> plugin(String id);

    /**
     * Installs a plugin, or another version of one.
     *
     * @param wanted from where, and under which conditions
     * @return what became of it, as an item of {@link #plugins}
     * @throws dev.telecoder.platform.plugin.InstallRefused with the reason, as advice; nothing is changed then
     */
    JsonValue installPlugin(InstallRequest wanted);

    /**
     * Removes a plugin that was added; the folder of its data stays. A bundled one of the same id comes back.
     *
     * @param id the plugin
     * @throws dev.telecoder.platform.plugin.InstallRefused if there is none, or it is bundled
     */
    void removePlugin(String id);

    /**
     * Checks a plugin: manifest, plugin API, checksum, classes, extensions.
     *
     * @param id the plugin
     * @return {@code {"id","version","ok","checks":[{"check","ok","detail"}]}}
     * @throws dev.telecoder.platform.plugin.InstallRefused if there is none
     */
    JsonValue verifyPlugin(String id);

    /** {@return how each monitor of each repository is} */
    default List<JsonValue> monitors() {
        return List.of();
    }

    /** {@return what went on or goes on, open incidents first} */
    default List<JsonValue> incidents() {
        return List.of();
    }

    /**
     * Does about an incident what the buttons under its message do.
     *
     * @param number the incident's number
     * @param action {@code fix}, {@code log}, {@code mute} or {@code flaky}
     * @param person who asks for it
     * @return what came of it; empty if there is no such incident or action
     */
    default Optional<String> act(String number, String action, Person person) {
        return Optional.empty();
    }

    /** {@return the items of the command {@code cron list}} */
    default List<JsonValue> jobs() {
        return List.of();
    }

    /**
     * Lists what jobs did, as the command {@code cron runs}.
     *
     * @param job only of this job; {@code null} for all
     * @param limit the most to list
     * @return the items, the newest first
     */
    default List<JsonValue> jobRuns(@Nullable String job, int limit) {
        return List.of();
    }

    /**
     * Runs a job now.
     *
     * @param job its name
     * @param text what to tell it; may be empty
     * @return when it was begun; empty if there is no such job
     * @throws IllegalStateException with advice, if it cannot run now
     */
    default Optional<Instant> runJob(String job, String text) {
        return Optional.empty();
    }

    /** {@return the repositories: name, url, host, what else is known} */
    List<JsonValue> repos();

    /**
     * Tells the settings of a section: {@code {"path","schema","values":[…]}}, the values as {@code config show} has them,
     * without secrets.
     *
     * @param section such as {@code llm} or {@code channels.telegram}
     * @return the settings, if anybody reads the section
     */
    default Optional<JsonValue> settings(String section) {
        return Optional.empty();
    }

    /**
     * Tells which sections a plugin reads.
     *
     * @param plugin the plugin
     * @return their paths
     */
    default List<String> sectionsOf(String plugin) {
        return List.of();
    }

    /**
     * Changes settings in config.yaml, all or none.
     *
     * @param edits the changes
     * @return what stands in the way; empty if they were made
     */
    default ConfigEditor.Edited changeSettings(List<ConfigEditor.Edit> edits) {
        return new ConfigEditor.Edited(false, List.of());
    }

    /** {@return the file the host logs to, which need not be there; empty where it logs to none} */
    default Optional<Path> logFile() {
        return Optional.empty();
    }

    /**
     * Tells when the log has grown.
     *
     * @param grown what to do then
     * @return the registration, to be closed to end it
     */
    default FolderWatch.Registration onLog(Runnable grown) {
        return () -> {};
    }

    /**
     * Tells what was spent, a row for each period: period, usd, limit_usd, input_tokens, output_tokens, requests.
     *
     * @param person on whose behalf; {@code null} for everybody
     * @return the rows for today, this month and all time
     */
    List<JsonValue> usage(@Nullable String person);

    /**
     * Stops what runs in a conversation.
     *
     * @param conversation the conversation
     * @return done when nothing of it runs any more; tells whether there was something
     */
    CompletableFuture<Boolean> stop(String conversation);

    /**
     * Ends a conversation for good: its tools and its workspace may go.
     *
     * @param conversation the conversation
     */
    void ended(String conversation);

    /**
     * Gives a place to run one skill in.
     *
     * @param repo a configured repository or a git URL; {@code null} for an empty folder
     * @param person on whose behalf
     * @return the place, to be closed when the run has ended
     * @throws dev.telecoder.api.PluginException of kind {@code REJECTED} if there is no such repository
     */
    Bench bench(@Nullable String repo, Person person);

    /** Ends the host, soon. */
    void shutdown();

    /**
     * How a part of the host is.
     *
     * @param name which part
     * @param state {@code up}, {@code down} or {@code off}
     * @param detail one sentence; may be empty
     * @param since since when
     */
    record Part(String name, String state, String detail, Instant since) {}

    /** A place for one run. */
    interface Bench extends AutoCloseable {

        /** {@return the place} */
        Workplace place();

        @Override
        void close();
    }
}
