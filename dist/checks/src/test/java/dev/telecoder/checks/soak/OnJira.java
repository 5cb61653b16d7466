package dev.telecoder.checks.soak;

import dev.telecoder.plugin.jira.JiraChannel;
import dev.telecoder.plugin.jira.JiraFormat;
import dev.telecoder.testkit.FakeJira;
import dev.telecoder.testkit.TestContext;
import java.util.List;

/** Comments on issues of Jira Cloud, by its webhook; half of them are meant for the bot by the issue's label alone. */
final class OnJira extends Hooked {

    private static final String SECRET = "It's a Secret to Everybody";

    private final FakeJira fake;

    OnJira() {
        this(FakeJira.start());
    }

    private OnJira(FakeJira fake) {
        super(new JiraChannel(TestContext.with("api_url", fake.url(), "user_email", FakeJira.EMAIL, "api_token",
                FakeJira.TOKEN, "webhook_secret", SECRET, "trigger_label", "agent")),
                new JiraFormat(), new Faults(fake::cut, fake::restore, fake::limit, fake::refused, fake::close),
                fake::lost);
        this.fake = fake;
        fake.labels("agent");
    }

    @Override
    public String write(int chat, String text) {
        String issue = String.valueOf(10_000 + chat);
        String id = String.valueOf(20_000 + id());
        String body = chat % 2 == 0 ? "[~accountid:me] " + text : text;
        post(() -> FakeJira.commented(SECRET, issue, id, "user-" + chat, body));
        return issue;
    }

    @Override
    public int answered() {
        return fake.comments().size();
    }

    @Override
    public List<Reply> replies() {
        return fake.comments().stream().map(comment -> new Reply(comment.issue(), comment.text())).toList();
    }
}
