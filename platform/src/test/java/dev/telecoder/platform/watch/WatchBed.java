package dev.telecoder.platform.watch;

import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.repo.PullRequestWork.Comment;
import dev.telecoder.api.repo.Repositories;
import dev.telecoder.api.signal.Signal;
import dev.telecoder.api.skill.Origin;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.api.skill.SkillResult.Artifact;
import dev.telecoder.platform.config.HostJson;
import dev.telecoder.platform.conversation.Conversation;
import dev.telecoder.platform.conversation.Conversations;
import dev.telecoder.platform.identity.People;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.store.Database;
import dev.telecoder.platform.task.Entry;
import dev.telecoder.platform.task.Run;
import dev.telecoder.platform.task.RunResult;
import dev.telecoder.platform.task.Turn;
import dev.telecoder.platform.task.Turns;
import dev.telecoder.testkit.ManualClock;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** A store with a conversation, a service, and what watching asks of the other parts, written down. */
final class WatchBed implements WatchWork, AutoCloseable {

    final ManualClock clock = ManualClock.at("2026-11-22T12:00:00Z");
    final FakeService service = new FakeService();
    final List<String> reports = new ArrayList<>();
    final List<String> told = new ArrayList<>();
    final List<List<Words>> turnsOpened = new ArrayList<>();
    final List<String> begun = new ArrayList<>();
    final Database database;
    final Turns turns;
    final Person person;
    final Conversation conversation;
    final String task;
    boolean planned = true;
    boolean monitored;
    boolean channel;
    final List<String> opened = new ArrayList<>();
    PullWatches pulls;
    RepoWatches repos;

    WatchBed(Path folder) {
        database = Database.open(folder.resolve("test.db"), folder.resolve("backups"));
        turns = new Turns(database, new HostJson(), clock);
        person = new People(database, clock).owner();
        var conversations = new Conversations(database, clock);
        conversation = database.write(h -> conversations.direct(h, person, new ChatAddress("fake", "1", null)));
        task = database.write(h -> turns.open(h, conversation.id(), person.id(), Entry.CHAT, null));
        pulls = new PullWatches(database, this, clock);
        repos = new RepoWatches(database, this, wish -> monitored, clock);
    }

    /** Another life of the host, on the same store. */
    void restart() {
        pulls = new PullWatches(database, this, clock);
    }

    /** A turn says something after git.pr pushed a commit. */
    boolean pushed(String turn, String commit) {
        service.head = commit;
        JsonValue data = JsonValue.object().put("number", 7).put("branch", "telecoder/x").put("base", "main")
                .put("commit", commit).put("url", "https://git.example/7").put("title", "Add x")
                .put("author", "telecoder").build();
        return said(turn, List.of(run(turn, new RunResult(true, "", data, List.of(),
                List.of(new Artifact("pull-request", "#7 Add x", URI.create("https://git.example/7"))),
                Origin.REPOSITORY,
                null))));
    }

    boolean said(String turn, List<Run> published) {
        Turn found = turns.find(turn).orElseThrow();
        return database.write(h -> {
            boolean silent = pulls.said(h, found, published);
            turns.end(h, turn, Turn.State.DONE, null, null);
            return silent;
        });
    }

    private Run run(String turn, RunResult result) {
        return new Run("run-" + clock.instant(), turn, 0, null, null, Entry.CHAT, person.id(), "git.pr", JsonValue.NULL,
                Risk.EXTERNAL, "allow", "", Run.State.DONE, "myorg/api", null, null, null, null, result,
                clock.instant(), null, null);
    }

    /** Some time passes, and the watch looks at what is due. */
    void pass(Duration time) {
        clock.advance(time);
        pulls.lookAround();
    }

    void signal(String kind) {
        Signal signal = Signal.builder("fake", kind + clock.instant(), kind, clock.instant()).repo("There/API").build();
        pulls.onSignal(signal);
        repos.onSignal(signal);
        pass(Duration.ofSeconds(1));
    }

    /** The turn that was begun last. */
    String turn() {
        return begun.getLast();
    }

    PullWatch.State state() {
        return database.read(h -> PullTable.find(h, 1)).orElseThrow().state();
    }

    @Override
    public Repositories repositories() {
        return service;
    }

    @Override
    public String service(String repo) {
        return "there/api";
    }

    @Override
    public boolean mayRepair(PullWatch watch) {
        return planned;
    }

    @Override
    public Optional<String> goOn(Handle h, PullWatch watch, List<Words> said) {
        turnsOpened.add(said);
        return Optional.of(turns.openOf(h, conversation.id(), watch.task()).orElseGet(
                () -> turns.goOn(h, conversation.id(), watch.person(), Entry.WATCH, watch.task())));
    }

    @Override
    public void begin(PullWatch watch, String turn) {
        begun.add(turn);
    }

    @Override
    public Optional<Boolean> stopped(String turn) {
        return turns.find(turn).filter(one -> one.state().ended()).map(one -> one.state() == Turn.State.STOPPED);
    }

    @Override
    public void report(Handle h, String id, PullWatch watch, String markdown, String next) {
        reports.add(markdown);
    }

    @Override
    public boolean isHeardElsewhere(PullWatch watch, Comment comment) {
        return channel && comment.markdown().contains("@telecoder");
    }

    @Override
    public void opened(Handle h, String in, String repo, String named, long number) {
        opened.add(named + "#" + number);
    }

    @Override
    public void tell(Handle h, String id, String to, String markdown) {
        told.add(markdown);
    }

    @Override
    public void close() {
        database.close();
    }
}
