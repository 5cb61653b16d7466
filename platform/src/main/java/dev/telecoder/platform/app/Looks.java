package dev.telecoder.platform.app;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.repo.Repositories;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.api.skill.Skills;
import dev.telecoder.platform.config.Limit;
import dev.telecoder.platform.conversation.Conversation;
import dev.telecoder.platform.gateway.Mail;
import dev.telecoder.platform.gateway.QuestionMail;
import dev.telecoder.platform.heartbeat.JobWork;
import dev.telecoder.platform.heartbeat.MonitorWork;
import dev.telecoder.platform.heartbeat.Remedy;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.identity.Role;
import dev.telecoder.platform.skill.Call;
import dev.telecoder.platform.skill.Outcome;
import dev.telecoder.platform.task.Entry;
import dev.telecoder.platform.web.HostView;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What monitors work with, on behalf of the owner, and where their events are told. */
record Looks(Host host, Told told, Mail mail) implements MonitorWork {

    /** The owner's own conversation for what has no address; it is found again by this chat. */
    private static final List<String> PAGES = List.of("api:heartbeat");

    @Override
    public Repositories repositories() {
        return host.places().lookingAt("monitors");
    }

    @Override
    public String defaultBranch(String repo) {
        return repositories().all().stream().filter(one -> one.name().equals(repo)).findFirst()
                .map(Repositories.Repository::defaultBranch).orElse("");
    }

    @Override
    public boolean isPolled(String repo, String source, String kind) {
        return host.pollers().covers(repo, source, kind);
    }

    @Override
    public Tools tools(String repo, CancellationToken token) {
        return new ReadOnly(host, repo, token);
    }

    @Override
    public Optional<String> recipient(Handle h, List<String> addresses) {
        return told.reader(h, addresses.isEmpty() ? PAGES : addresses);
    }

    @Override
    public String tell(Handle h, String id, List<String> addresses, Notice notice) {
        return told.of(h, id, addresses.isEmpty() ? PAGES : addresses, held -> worded(h, id, held, notice),
                offer(notice), host.turns()).id();
    }

    @Override
    public void amend(Handle h, String id, Said before, Notice notice) {
        host.conversations().find(h, before.conversation()).ifPresent(held -> {
            String turn = host.turns().told(h, held.id(), host.people().owner().id(), Entry.HEARTBEAT);
            mail.amend(h, id, held, before.message(), turn, worded(h, id, held, notice), offer(notice));
        });
    }

    @Override
    public void outdated(Handle h, String subject) {
        host.consent().offers().withdraw(h, subject, "what it was about is another now");
    }

    /** With what is offered to be done, where one person reads who may have it done. */
    private String worded(Handle h, String id, Conversation held, Notice notice) {
        Remedy remedy = notice.remedy();
        return remedy == null ? notice.markdown()
                : told.reader(held).flatMap(host.people()::find).filter(one -> one.role().covers(Role.DEVELOPER))
                        .map(one -> host.consent().offers().offer(h, notice.subject(), id, held.id(), one,
                                remedy.repo(),
                                remedy.summary(), EventTurns.EFFECTS))
                        .map(offer -> notice.markdown() + "\n\n" + QuestionMail.offered(offer))
                        .orElse(notice.markdown());
    }

    private static Mail.Offer offer(Notice notice) {
        return notice.subject().isEmpty() ? Mail.Offer.NOTHING
                : new Mail.Offer(notice.subject(), IncidentActions.CHOICES);
    }

    @Override
    public boolean canAsk(String monitor, Limit budget) {
        return host.models().selected().isPresent()
                && budget.amount().filter(most -> most.compareTo(spentToday(monitor)) <= 0).isEmpty();
    }

    private BigDecimal spentToday(String monitor) {
        LocalDate today = LocalDate.ofInstant(host.clock().instant(), ZoneOffset.UTC);
        return host.ledger().table().ofMonitor(monitor, today);
    }

    @Override
    public void changed() {
        host.database().afterCommit(() -> host.events().publish("incident.changed", null, null, "{}"));
    }

    @Override
    public JobWork.Turned ask(Handle h, Question question) {
        return new EventTurns(host).open(h, question);
    }

    /** Skills that only look, in a place that is made when the first is asked for. Used by one look, so by one thread. */
    private static final class ReadOnly implements Tools, Skills {

        private final Host host;
        private final String repo;
        private final CancellationToken token;
        private HostView.@Nullable Bench bench;

        ReadOnly(Host host, String repo, CancellationToken token) {
            this.host = host;
            this.repo = repo;
            this.token = token;
        }

        @Override
        public Skills skills() {
            return this;
        }

        @Override
        public SkillResult run(String name, JsonValue input) {
            if (host.catalog().find(name).filter(found -> found.spec().risk() == Risk.READ).isEmpty()) {
                throw PluginException.of(Failure.REJECTED, "A monitor may run skills that only look; " + name
                        + " is none.");
            }
            Person owner = host.people().owner();
            HostView.Bench place = bench;
            if (place == null) {
                place = new HostApi(host, () -> {}).bench(repo.isEmpty() ? null : repo, owner);
                bench = place;
            }
            Outcome outcome = host.executor().run(new Call(name, input, Entry.HEARTBEAT, owner, null, null, null, 0,
                    null, null, 0, false, null, false, place.place(), line -> {}, token));
            return outcome.result().toSkillResult();
        }

        @Override
        public void close() {
            Optional.ofNullable(bench).ifPresent(HostView.Bench::close);
        }
    }
}
