package dev.telecoder.checks.soak;

import dev.telecoder.api.channel.Channel;
import dev.telecoder.api.channel.MessageFormat;
import dev.telecoder.plugin.jira.JiraChannel;
import dev.telecoder.plugin.jira.JiraFormat;
import dev.telecoder.testkit.FakeJira;
import dev.telecoder.testkit.TestContext;
import java.time.Duration;
import java.util.List;

/** Comments on issues of Jira Cloud, by its webhook; half of them are meant for the bot by the issue's label alone. */
final class OnJira implements Platform {

    private static final String SECRET = "It's a Secret to Everybody";

    private final FakeJira fake = FakeJira.start();
    private final JiraChannel channel = new JiraChannel(TestContext.with("api_url", fake.url(), "user_email",
            FakeJira.EMAIL, "api_token", FakeJira.TOKEN, "webhook_secret", SECRET, "trigger_label", "agent"));
    private final Posting posting = new Posting(channel);
    private int ids;
    private int lost;

    OnJira() {
        fake.labels("agent");
    }

    @Override
    public Channel channel() {
        return channel;
    }

    @Override
    public MessageFormat format() {
        return new JiraFormat();
    }

    @Override
    public String write(int chat, String text) {
        String issue = String.valueOf(10_000 + chat);
        String id = String.valueOf(20_000 + ids++);
        String body = chat % 2 == 0 ? "[~accountid:me] " + text : text;
        posting.post(() -> FakeJira.commented(SECRET, issue, id, "user-" + chat, body));
        return issue;
    }

    @Override
    public boolean repeat() {
        posting.again();
        return true;
    }

    @Override
    public void limit() {
        fake.limit(Duration.ofSeconds(1));
    }

    @Override
    public void cut(SoakBed bed) {
        lost = fake.lost();
        fake.cut();
    }

    @Override
    public void restore(SoakBed bed) {
        Posting.met(bed, fake::lost, lost);
        fake.restore();
        posting.retry();
    }

    @Override
    public int answered() {
        return fake.comments().size();
    }

    @Override
    public List<Reply> replies() {
        return fake.comments().stream().map(comment -> new Reply(comment.issue(), comment.text())).toList();
    }

    @Override
    public List<String> refused() {
        return fake.refused();
    }

    @Override
    public void close() {
        fake.close();
    }
}
