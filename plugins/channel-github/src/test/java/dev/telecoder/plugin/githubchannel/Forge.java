package dev.telecoder.plugin.githubchannel;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.channel.Sender;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.repo.CodeHost;
import dev.telecoder.api.repo.CodeHosts;
import dev.telecoder.api.repo.Talk;
import dev.telecoder.api.signal.Signal;
import dev.telecoder.testkit.ChannelContract;
import dev.telecoder.testkit.ChannelContract.Delivered;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A code host that remembers what is said: what the host hands to the channel, whose own HTTP is tested where it is. */
final class Forge implements CodeHost, Talk, CodeHosts, ChannelContract.Platform {

    static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    static final ChatAddress ISSUE = new ChatAddress("github", "myorg/api#12", null);

    private final BlockingQueue<Delivered> delivered = new LinkedBlockingQueue<>();
    private final Map<String, Right> rights = new HashMap<>(Map.of("anna", Right.WRITE, "eve", Right.READ));
    final List<Remark> said = new ArrayList<>();
    final List<String> reactions = new ArrayList<>();
    final List<String> edits = new ArrayList<>();
    private @Nullable GithubChannel channel;
    private @Nullable Duration limit;
    private boolean refusing;
    private int next = 100;

    void hears(GithubChannel listening) {
        channel = listening;
    }

    void tell(String kind, JsonValue payload) {
        GithubChannel listening = channel;
        if (listening == null) {
            throw new IllegalStateException("Nobody listens.");
        }
        listening.onSignal(Signal.builder("github", "d-" + next++, kind, NOON).repo("myorg/api").subject("issues/12")
                .payload(payload).build());
    }

    static JsonValue user(String login) {
        return JsonValue.object().put("login", login).put("id", Math.abs(login.hashCode()))
                .put("type", login.endsWith("[bot]") ? "Bot" : "User").build();
    }

    static JsonValue issue(String... labels) {
        return JsonValue.object().put("number", 12).put("title", "The build is red").put("body", "Since yesterday.")
                .put("user", user("eve")).put("created_at", NOON.toString()).put("updated_at", NOON.toString())
                .put("labels",
                        List.of(labels).stream().map(one -> JsonValue.object().put("name", one).build()).toList())
                .build();
    }

    long comment(String author, String body, String... labels) {
        int id = next++;
        synchronized (this) {
            said.add(new Remark("" + id, author, body, NOON, null));
        }
        tell("issue_comment.created", JsonValue.object().put("action", "created").put("issue", issue(labels))
                .put("comment", JsonValue.object().put("id", id).put("body", body).put("user", user(author))
                        .put("created_at", NOON.toString()).build())
                .build());
        return id;
    }

    @Override
    public Optional<CodeHost> find(String id) {
        return id.equals("github") ? Optional.of(this) : Optional.empty();
    }

    @Override
    public String id() {
        return "github";
    }

    @Override
    public Optional<String> identify(String url) {
        return Optional.empty();
    }

    @Override
    public synchronized Optional<String> account() {
        check();
        return Optional.of("telecoder");
    }

    private void check() {
        if (limit != null) {
            Duration delay = limit;
            limit = null;
            throw PluginException.rateLimited(delay, "Too fast.");
        }
        if (refusing) {
            throw PluginException.of(Failure.AUTHENTICATION, "github.token is not known.");
        }
    }

    @Override
    public Optional<Subject> subject(String repo, Topic topic) {
        return Optional.of(new Subject("The build is red", "eve", "Since yesterday.", "open", List.of(), NOON,
                URI.create("https://x/1")));
    }

    @Override
    public synchronized List<Remark> remarks(String repo, Topic topic, Instant since) {
        return List.copyOf(said);
    }

    @Override
    public synchronized Remark say(String repo, Topic topic, String markdown) {
        check();
        Remark remark = new Remark("" + next++, "telecoder", markdown, NOON, null);
        said.add(remark);
        delivered.add(new Delivered(remark.id(), new Place(repo, topic).address(),
                markdown.replace(GithubChannel.MARK, "")));
        return remark;
    }

    @Override
    public synchronized void edit(String repo, Topic topic, String id, String markdown) {
        edits.add(id + " " + markdown.replace(GithubChannel.MARK, ""));
    }

    @Override
    public synchronized void react(String repo, Topic topic, String id, String reaction, boolean on) {
        reactions.add(topic.kind() + "/" + id + " " + reaction);
    }

    @Override
    public Right right(String repo, String account) {
        return rights.getOrDefault(account, Right.NONE);
    }

    @Override
    public ChatAddress chat() {
        return ISSUE;
    }

    @Override
    public boolean direct() {
        return false;
    }

    @Override
    public Sender person() {
        return new Sender(user("anna").get("id").text(), "anna");
    }

    @Override
    public String write(String text) {
        try {
            return "comment/" + comment("anna", "@telecoder " + text);
        } catch (PluginException nobodyListens) {
            throw new IllegalStateException(nobodyListens);
        }
    }

    @Override
    public Delivered delivered(Duration most) {
        try {
            Delivered found = delivered.poll(most.toMillis(), TimeUnit.MILLISECONDS);
            if (found == null) {
                throw new AssertionError("Nothing was said within " + most);
            }
            return found;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public synchronized void refuseCredentials() {
        refusing = true;
    }

    @Override
    public synchronized void limit(Duration delay) {
        limit = delay;
    }

    @Override
    public boolean holdsConnection() {
        return false;
    }

    @Override
    public void loseConnection() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void restoreConnection() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<String> secrets() {
        return List.of("ghp_secret");
    }

    @Override
    public void close() {
        channel = null;
    }
}
