package dev.telecoder.platform.app;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.repo.Checkout;
import dev.telecoder.api.repo.CodeHost;
import dev.telecoder.api.repo.PullRequestWork;
import dev.telecoder.api.repo.Repositories;
import dev.telecoder.api.skill.Origin;
import dev.telecoder.platform.conversation.Conversation;
import dev.telecoder.platform.conversation.Message;
import dev.telecoder.platform.gateway.Mail;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.repo.RepoSettings;
import dev.telecoder.platform.skill.Workplace;
import dev.telecoder.platform.store.Ids;
import dev.telecoder.platform.task.Entry;
import dev.telecoder.platform.task.Evidence;
import dev.telecoder.platform.task.Turn;
import dev.telecoder.platform.watch.PullWatch;
import dev.telecoder.platform.watch.WatchWork;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What watching pull requests needs of the other parts: turns that go on with the task, and its last message. */
record Pulls(Host host, Mail mail) implements WatchWork {

    private static final Logger LOG = LoggerFactory.getLogger(Pulls.class);

    /** How many conversations of a person are looked through for the chat that is linked with an issue. */
    private static final int LOOKED_THROUGH = 20;

    @Override
    public Repositories repositories() {
        return host.places().lookingAt("pull-requests");
    }

    @Override
    public String service(String repo) {
        return host.repos().configured().stream().filter(known -> known.name().equals(repo)).findFirst()
                .map(RepoSettings::url).flatMap(url -> repositories().codeHost(repo).flatMap(at -> at.identify(url)))
                .orElse(repo);
    }

    @Override
    public boolean mayRepair(PullWatch watch) {
        return host.consent().grants().mayGoOn(watch.task(), watch.repo());
    }

    @Override
    public Optional<String> goOn(Handle h, PullWatch watch, List<Words> said) {
        Optional<Conversation> held = host.conversations().find(h, watch.conversation())
                .filter(known -> known.state() != Conversation.State.ARCHIVED);
        return held.map(conversation -> {
            String turn = host.turns().openOf(h, conversation.id(), watch.task())
                    .orElseGet(() -> host.turns().goOn(h, conversation.id(), watch.person(), Entry.WATCH,
                            watch.task()));
            for (Words words : said) {
                // Who reviews speaks for themselves, not for the person whose task it is.
                boolean own = words.sender().equals("TeleCoder") && words.origin() == Origin.PERSON;
                host.messages().add(h, new Message(Ids.next(), conversation.id(), turn, Message.Role.USER,
                        own ? watch.person() : null, words.sender(), "api", words.markdown(), List.of(),
                        conversation.people(), words.origin(), host.clock().instant()));
            }
            return turn;
        });
    }

    @Override
    public void begin(PullWatch watch, String turn) {
        host.agent().enqueue(watch.conversation(), turn);
    }

    @Override
    public Optional<Boolean> stopped(String turn) {
        Optional<Turn> found = host.turns().find(turn);
        return found.isEmpty() ? Optional.of(true) : found.filter(one -> one.state().ended())
                .map(one -> one.state() == Turn.State.STOPPED);
    }

    @Override
    public void report(Handle h, String id, PullWatch watch, String markdown, String next) {
        Optional<Conversation> held = host.conversations().find(h, watch.conversation());
        String lines = evidence(watch).withNext(next).lines();
        held.ifPresent(conversation -> mail.say(h, id, conversation, null, Message.Role.ASSISTANT,
                markdown + "\n\n" + lines));
        held.filter(conversation -> conversation.kind() == Conversation.Kind.SHARED).flatMap(nothing -> linked(watch))
                .ifPresent(chat -> mail.say(h, id + "-linked", chat, null, Message.Role.ASSISTANT, markdown));
    }

    /** The chat of the person on whose behalf it was done, other than the thread it was asked for in. */
    private Optional<Conversation> linked(PullWatch watch) {
        Optional<Person> person = host.people().find(watch.person());
        return person.flatMap(who -> host.conversations().list(who, null, LOOKED_THROUGH).stream()
                .filter(one -> one.kind() == Conversation.Kind.DIRECT && one.state() == Conversation.State.ACTIVE
                        && who.id().equals(one.owner()) && !one.addresses().isEmpty())
                .findFirst());
    }

    private Evidence evidence(PullWatch watch) {
        List<dev.telecoder.platform.task.Run> runs = host.runs().ofTask(watch.task());
        try {
            Workplace there = host.places().of(watch.conversation()).in(watch.repo());
            List<Checkout.Change> changed = there.checkout()
                    .map(checkout -> checkout.diff(base(checkout, watch), watch.branch(), List.of()).changes())
                    .orElse(List.of());
            return Evidence.of(runs, changed, there.tree().map(tree -> Map.of(watch.repo(), tree)).orElse(Map.of()));
        } catch (PluginException e) {
            LOG.warn("What pull request #{} of {} changes could not be read from its checkout: {}", watch.number(),
                    watch.repo(), e.getMessage());
            return Evidence.of(runs, List.of(), Map.of());
        }
    }

    private static String base(Checkout checkout, PullWatch watch) {
        String base = watch.base().isEmpty() ? checkout.defaultBranch() : watch.base();
        return checkout.resolve("origin/" + base).isPresent() ? "origin/" + base : base;
    }

    @Override
    public boolean isHeardElsewhere(PullWatch watch, PullRequestWork.Comment comment) {
        return channel(watch.repo()).map(CodeHost::account).map(account -> account.orElse("telecoder"))
                .filter(account -> Pattern.compile("(?i)(?<![\\p{L}\\p{N}_/`])@(?:telecoder|"
                        + Pattern.quote(account.replaceFirst("\\[bot\\]$", "")) + ")(?![\\p{L}\\p{N}_-])")
                        .matcher(comment.markdown()).find())
                .isPresent();
    }

    /** The code host of a repository, if the channel of the same name is up. */
    private Optional<CodeHost> channel(String repo) {
        return repositories().codeHost(repo).filter(at -> host.channels().find(at.id()).isPresent());
    }

    @Override
    public void opened(Handle h, String conversation, String repo, String service, long number) {
        channel(repo).ifPresent(at -> host.conversations().find(h, conversation)
                .filter(held -> held.kind() == Conversation.Kind.SHARED)
                .filter(held -> held.addresses().stream().anyMatch(one -> one.channel().equals(at.id())
                        && one.chat().startsWith(service + "#")))
                .ifPresent(held -> host.conversations().also(h, held,
                        new ChatAddress(at.id(), service + "#" + number, null))));
    }

    @Override
    public void tell(Handle h, String id, String conversation, String markdown) {
        host.conversations().find(h, conversation)
                .ifPresent(held -> mail.say(h, id, held, null, Message.Role.SYSTEM, markdown));
    }
}
