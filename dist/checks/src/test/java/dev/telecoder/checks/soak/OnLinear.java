package dev.telecoder.checks.soak;

import dev.telecoder.api.channel.Channel;
import dev.telecoder.api.channel.MessageFormat;
import dev.telecoder.plugin.linear.LinearChannel;
import dev.telecoder.plugin.linear.LinearFormat;
import dev.telecoder.testkit.FakeLinear;
import dev.telecoder.testkit.TestContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Comments on issues of Linear, by its webhook; half of them are meant for the bot by the issue's label alone. */
final class OnLinear implements Platform {

    private static final String SECRET = "lin_wh_secret";

    private final FakeLinear fake = FakeLinear.start();
    private final LinearChannel channel = new LinearChannel(TestContext.with("api_key", FakeLinear.KEY,
            "webhook_secret", SECRET, "trigger_label", "agent", "api_url", fake.url()));
    private final Posting posting = new Posting(channel);
    private int ids;
    private int lost;

    OnLinear() {
        fake.labels("agent");
    }

    @Override
    public Channel channel() {
        return channel;
    }

    @Override
    public MessageFormat format() {
        return new LinearFormat();
    }

    @Override
    public String write(int chat, String text) {
        String issue = "issue-" + chat;
        String id = "in" + ids++;
        String body = chat % 2 == 0 ? "@telecoder " + text : text;
        posting.post(() -> FakeLinear.commented(SECRET, issue, id, "user-" + chat, body, Instant.now()));
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
        return fake.comments().stream().map(comment -> new Reply(comment.issue(), comment.body())).toList();
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
