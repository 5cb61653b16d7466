package dev.telecoder.platform.app;

import dev.telecoder.api.skill.Origin;
import dev.telecoder.platform.conversation.Conversation;
import dev.telecoder.platform.conversation.Message;
import dev.telecoder.platform.heartbeat.Job;
import dev.telecoder.platform.heartbeat.JobWork;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.repo.RepoSettings;
import dev.telecoder.platform.skill.Call;
import dev.telecoder.platform.skill.Outcome;
import dev.telecoder.platform.skill.Token;
import dev.telecoder.platform.store.Ids;
import dev.telecoder.platform.task.Entry;
import dev.telecoder.platform.task.RunResult;
import dev.telecoder.platform.task.Turn;
import dev.telecoder.platform.web.HostView;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Does jobs, on behalf of the owner: a turn of the agent, or one run of a skill, through the same gate as all others. */
record JobTurns(Host host, Told told) implements JobWork {

    @Override
    public Turned open(Handle h, Job job, @Nullable String conversation, String text) {
        Person owner = host.people().owner();
        Conversation held = Optional.ofNullable(conversation).flatMap(id -> host.conversations().find(h, id))
                .filter(known -> known.state() != Conversation.State.ARCHIVED)
                .orElseGet(() -> host.conversations().open(h, owner, "Job " + job.name(), "api"));
        for (String repo : job.repos().reversed()) {
            host.conversations().focus(held.id(), repo, url(repo));
        }
        String turn = host.turns().open(h, held.id(), owner.id(), Entry.CRON, null);
        host.messages().add(h, new Message(Ids.next(), held.id(), turn, Message.Role.USER, owner.id(),
                "job " + job.name(), "api", prompt(job, text), List.of(), held.people(), Origin.PERSON,
                host.clock().instant()));
        return new Turned(held.id(), turn);
    }

    @Override
    public void begin(Turned turned) {
        host.agent().enqueue(turned.conversation(), turned.turn());
    }

    @Override
    public Optional<Ending> ending(String turn) {
        return host.turns().find(turn).map(found -> !found.state().ended() ? Optional.<Ending>empty()
                : Optional.of(new Ending(found.state() == Turn.State.DONE, found.state() == Turn.State.DONE ? null
                        : found.error() == null ? found.state().word() : found.error())))
                .orElseGet(() -> Optional.of(new Ending(false, "Its turn is gone.")));
    }

    @Override
    public Ending run(Job job) {
        Person owner = host.people().owner();
        HostApi api = new HostApi(host, () -> {});
        try (HostView.Bench bench = api.bench(job.repos().isEmpty() ? null : job.repos().getFirst(), owner);
                Token token = new Token()) {
            Outcome outcome =
                    host.executor().run(new Call(job.skill(), job.input(), Entry.CRON, owner, null, null, null,
                            0, null, null, 0, false, null, false, bench.place(), line -> {}, token));
            RunResult result = outcome.result();
            return new Ending(result.succeeded(), result.error() == null ? result.output()
                    : String.valueOf(result.error().message()));
        }
    }

    @Override
    public void tell(Handle h, String id, Job job, String markdown) {
        told.to(h, id, job.notify_(), markdown);
    }

    private String url(String repo) {
        return host.repos().configured().stream().filter(known -> known.name().equals(repo)).findFirst()
                .map(RepoSettings::url).orElse(repo);
    }

    private static String prompt(Job job, String text) {
        String about = job.repos().size() > 1 ? "\n\nRepositories: " + String.join(", ", job.repos()) : "";
        return job.prompt() + about + (text.isBlank() ? "" : "\n\n" + text);
    }
}
