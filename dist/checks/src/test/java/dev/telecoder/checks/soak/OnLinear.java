package dev.telecoder.checks.soak;

import dev.telecoder.plugin.linear.LinearChannel;
import dev.telecoder.plugin.linear.LinearFormat;
import dev.telecoder.testkit.FakeLinear;
import dev.telecoder.testkit.TestContext;
import java.time.Instant;
import java.util.List;

/** Comments on issues of Linear, by its webhook; half of them are meant for the bot by the issue's label alone. */
final class OnLinear extends Hooked {

    private static final String SECRET = "lin_wh_secret";

    private final FakeLinear fake;

    OnLinear() {
        this(FakeLinear.start());
    }

    private OnLinear(FakeLinear fake) {
        super(new LinearChannel(TestContext.with("api_key", FakeLinear.KEY, "webhook_secret", SECRET, "trigger_label",
                "agent", "api_url", fake.url())),
                new LinearFormat(), new Faults(fake::cut, fake::restore, fake::limit, fake::refused, fake::close),
                fake::lost);
        this.fake = fake;
        fake.labels("agent");
    }

    @Override
    public String write(int chat, String text) {
        String issue = "issue-" + chat;
        String id = "in" + id();
        String body = chat % 2 == 0 ? "@telecoder " + text : text;
        post(() -> FakeLinear.commented(SECRET, issue, id, "user-" + chat, body, Instant.now()));
        return issue;
    }

    @Override
    public int answered() {
        return fake.comments().size();
    }

    @Override
    public List<Reply> replies() {
        return fake.comments().stream().map(comment -> new Reply(comment.issue(), comment.body())).toList();
    }
}
