package dev.telecoder.plugin.githubchannel;

import dev.telecoder.api.Configured;
import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginContext;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.channel.Channel;
import dev.telecoder.api.channel.ChannelProfile;
import dev.telecoder.api.channel.ChannelProfile.LengthUnit;
import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.channel.InboundMessage;
import dev.telecoder.api.channel.Inbox;
import dev.telecoder.api.channel.MessageEditor;
import dev.telecoder.api.channel.OutboundMessage;
import dev.telecoder.api.channel.Sender;
import dev.telecoder.api.repo.CodeHost;
import dev.telecoder.api.repo.CodeHosts;
import dev.telecoder.api.repo.Talk;
import dev.telecoder.api.signal.Signal;
import dev.telecoder.api.signal.SignalListener;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.pf4j.Extension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Talks where the repositories are. It hears by signals, whether they were pushed or polled, and speaks through the code host
 * {@code github}. Any number of threads may use it.
 */
@Extension
@Configured(value = "channels.github", settings = GithubChannelConfig.class)
public final class GithubChannel implements Channel, SignalListener, MessageEditor {

    static final String ID = "github";

    /** Stands in what we write, unseen: an account may be shared with a person. */
    static final String MARK = "\n\n<!-- telecoder -->";

    private static final Logger LOG = LoggerFactory.getLogger(GithubChannel.class);
    private static final String SEEN = "👀";

    private final GithubChannelConfig config;
    private final CodeHosts hosts;
    private final Choices choices;
    private volatile @Nullable Running running;

    /** What is there from start to stop. */
    private record Running(Inbox inbox, String account, Pattern mention) {}

    /**
     * Made by the host when the section is there.
     *
     * @param context the host's part
     * @param hosts finds the code host
     */
    public GithubChannel(PluginContext context, CodeHosts hosts) {
        this.config = context.config(GithubChannelConfig.class);
        this.hosts = hosts;
        this.choices = new Choices(new OpenQuestions(context.dataDirectory(), context.json()));
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public ChannelProfile profile() {
        return ChannelProfile.builder(GithubFormat.LONGEST, LengthUnit.UTF16).threads().build();
    }

    @Override
    public void start(Inbox inbox) {
        String account = host().account().orElseThrow(() -> PluginException.of(Failure.CONFIGURATION,
                "channels.github needs an account to speak as. Set github.token, or github.app_id with its key."));
        String name = account.replaceFirst("\\[bot\\]$", "");
        running = new Running(inbox, account, Pattern.compile("(?i)(?<![\\p{L}\\p{N}_/`])@(?:" + Pattern.quote(name)
                + "(?:\\[bot\\])?|telecoder)(?![\\p{L}\\p{N}_-])[,:]?"));
    }

    @Override
    public void stop() {
        running = null;
    }

    @Override
    public Receipt send(OutboundMessage message) {
        Place place = Place.of(message.address());
        Talk.Remark said = talk().say(place.repo(), place.topic(),
                text(message) + Choices.written(message.choices()) + MARK);
        choices.asked(message.address(), said.id(), message.choices());
        return new Receipt(said.id());
    }

    @Override
    public void edit(String messageId, OutboundMessage replacement) {
        Place place = Place.of(replacement.address());
        talk().edit(place.repo(), place.topic(), messageId,
                text(replacement) + Choices.written(replacement.choices()) + MARK);
        choices.changed(replacement.address(), messageId, replacement.choices());
    }

    private static String text(OutboundMessage message) {
        return message.part().body().get("body").findText().orElse(message.part().plainText());
    }

    @Override
    public Set<String> signals() {
        return Set.of("issues.opened", "issues.labeled", "issue_comment.created", "pull_request.opened",
                "pull_request.labeled", "pull_request_review.submitted", "pull_request_review_comment.created",
                "discussion.created", "discussion_comment.created");
    }

    @Override
    public void onSignal(Signal signal) {
        Running here = running;
        if (!signal.source().equals(ID) || here == null && signal.own()) {
            return;
        }
        if (here == null) {
            throw PluginException.of(Failure.UNAVAILABLE, "The channel github is not started; the signal comes again.");
        }
        Heard.of(signal).filter(heard -> isForUs(heard, here)).ifPresent(heard -> hear(heard, here));
    }

    private boolean isForUs(Heard heard, Running here) {
        if (heard.bot() || heard.login().equalsIgnoreCase(here.account()) || heard.text().contains(MARK.strip())) {
            return false;
        }
        if (!heard.label().isEmpty()) {
            return heard.label().equalsIgnoreCase(config.label());
        }
        return here.mention().matcher(heard.text()).find()
                || heard.labels().stream().anyMatch(config.label()::equalsIgnoreCase)
                || choices.isAnswer(heard.place().address(), heard.text().strip());
    }

    private void hear(Heard heard, Running here) {
        Talk talk = talk();
        Place place = heard.place();
        if (talk.right(place.repo(), heard.login()).compareTo(config.role()) < 0) {
            LOG.info("{} called TeleCoder in {} without the right to: channels.github.command_role asks for {}.",
                    heard.login(), place.address().chat(), config.role().name().toLowerCase(Locale.ROOT));
            return;
        }
        ChatAddress address = place.address();
        Sender sender = new Sender(heard.author().get("id").findText().orElse(heard.login()), heard.login());
        String text = here.mention().matcher(heard.text()).replaceAll("").strip();
        InboundMessage.Builder message = InboundMessage.builder(heard.id(), address, sender, heard.at())
                .addressedToBot(true).vouched(true);
        choices.picked(address, text).ifPresentOrElse(
                picked -> message.picked(picked.messageId(), picked.choiceId()),
                () -> message.text(text.isEmpty() ? "Please take care of this." : text)
                        .quoted(Quotes.before(talk, heard, here.account())));
        Inbox.Taken taken = here.inbox().receive(message.build());
        if (taken.state() == Inbox.Taken.State.TAKEN && !heard.id().startsWith("review/")) {
            acknowledge(talk, heard);
        } else if (taken.state() == Inbox.Taken.State.REFUSED && !taken.notice().isEmpty()) {
            talk.say(place.repo(), place.topic(), taken.notice() + MARK);
        }
    }

    /** That it was heard is stored; whether it is shown is of less weight. */
    private static void acknowledge(Talk talk, Heard heard) {
        try {
            talk.react(heard.place().repo(), heard.place().topic(), heard.remark(), SEEN, true);
        } catch (PluginException e) {
            LOG.warn("What was heard in {} could not be acknowledged: {}", heard.place().address().chat(),
                    e.getMessage());
        }
    }

    private CodeHost host() {
        return hosts.find(ID).orElseThrow(() -> PluginException.of(Failure.UNAVAILABLE,
                "channels.github needs the code host github: the plugin codehost-github, and the section github."));
    }

    private Talk talk() {
        return host().ability(Talk.class).orElseThrow(() -> PluginException.of(Failure.UNAVAILABLE,
                "The code host github cannot talk. Install a newer codehost-github."));
    }
}
