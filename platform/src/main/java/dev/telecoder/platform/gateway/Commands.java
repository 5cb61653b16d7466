package dev.telecoder.platform.gateway;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.config.Nearest;
import dev.telecoder.platform.consent.Answered;
import dev.telecoder.platform.consent.Consent;
import dev.telecoder.platform.consent.Question;
import dev.telecoder.platform.conversation.Conversation;
import dev.telecoder.platform.identity.Person;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The chat commands. They answer without the model. */
final class Commands {

    private static final String HELP = """
            **Commands**
            - `/status` how TeleCoder is, and which model answers
            - `/new` begins a new conversation
            - `/stop` stops what runs here; a bare `stop` does too
            - `/approve ID [always]`, `/deny ID` answer a question; `yes` or `no` will do while one is open
            - `/compact [focus]` summarises what was said, so that it costs less to go on
            - `/model` which model answers; `/model NAME` chooses one, `/model thinking high` how long it thinks
            - `/usage` what was used and what it cost
            - `/tasks` what is worked on
            - `/undo` brings the files back to what they were before the last task; again, before the one before
            - `/repos` the repositories
            - `/watch owner/repo` tells here when its CI turns red or green; `/unwatch [owner/repo]` ends that
            - `/skill NAME {input}` runs a skill without the model
            - `/digest` what happened meanwhile and what goes on
            - `/notify` what you are told of by itself; `/notify critical`, `/notify quiet 22:00-08:00` change it
            - `/mute WHAT [24h]` nothing is told of a repository or incident; `/mute` lists, `/mute off WHAT` ends it
            - `/link` makes a code that joins another account of yours, `/link CODE` there; `/unlink CHANNEL` parts it again
            - `/whoami` who you are to TeleCoder
            - `/help` this

            Everything else is for the agent: say what you want in your own words.""";

    private static final List<String> NAMES =
            List.of("help", "status", "new", "stop", "approve", "deny", "compact",
                    "model", "usage", "tasks", "undo", "repos", "watch", "unwatch", "skill", "digest", "notify", "mute",
                    "link", "unlink", "whoami");

    private final Consent consent;
    private final Controls controls;
    private final Links links;
    private final Json json;

    Commands(Consent consent, Controls controls, Links links, Json json) {
        this.consent = consent;
        this.controls = controls;
        this.links = links;
        this.json = json;
    }

    /** Whether a text is for us: a known command, an unknown one, or a bare stop. A path such as /etc/hosts is not. */
    static boolean isCommand(String text) {
        String stripped = text.strip();
        return Words.isStop(stripped) || stripped.matches("(?s)/[a-zA-Z_]+(@\\w+)?(\\s.*)?");
    }

    /** Whether a command stops what runs. */
    static boolean stops(String text) {
        return Words.isStop(text) || name(text).equals("stop") || begins(text);
    }

    /** Whether a command ends the conversation. */
    static boolean begins(String text) {
        return name(text).equals("new");
    }

    /** Whether a command has effects of its own, which must not happen twice. */
    static boolean hasEffects(String text) {
        return name(text).equals("skill") || name(text).equals("undo");
    }

    /** The code that a text redeems, if it is that command. */
    static Optional<String> linkCode(String text) {
        String[] words = text.strip().split("\\s+", 2);
        return name(text).equals("link") && words.length > 1 ? Optional.of(words[1]) : Optional.empty();
    }

    private static String name(String text) {
        String stripped = text.strip();
        return stripped.startsWith("/")
                ? stripped.substring(1).split("\\s+", 2)[0].replaceFirst("@.*", "").toLowerCase(Locale.ROOT) : "";
    }

    /**
     * Carries a command out and says what to answer.
     *
     * @param text the command
     * @param conversation where
     * @param person who
     * @param stopped when what ran has ended, and whether something did, for a command that stops
     */
    String run(String text, Conversation conversation, Person person, CompletableFuture<Boolean> stopped) {
        String stripped = text.strip();
        String name = Words.isStop(stripped) ? "stop" : name(stripped);
        String[] parts = stripped.split("\\s+", 2);
        String rest = parts.length > 1 ? parts[1].strip() : "";
        return switch (name) {
            case "help", "start" -> HELP;
            case "status" -> controls.status();
            case "new" -> begin(conversation, stopped);
            case "stop" -> stop(stopped);
            case "approve" -> answer(rest, person, true);
            case "deny" -> answer(rest, person, false);
            case "compact" -> controls.compact(conversation, person, rest);
            case "model" -> controls.model(conversation, rest);
            case "usage" -> controls.usage(conversation, person);
            case "tasks" -> controls.tasks(conversation, person);
            case "undo" -> controls.undo(conversation, person);
            case "digest" -> controls.digest(conversation, person);
            case "notify" -> controls.notifications(conversation, person, rest);
            case "mute" -> controls.mute(conversation, person, rest);
            case "repos" -> controls.repos(conversation);
            case "watch" -> controls.watch(conversation, person, rest);
            case "unwatch" -> controls.unwatch(conversation, person, rest);
            case "skill" -> skill(rest, conversation, person);
            case "link" -> rest.isEmpty() ? links.make(conversation, person) : links.given(conversation, person, rest);
            case "unlink" -> links.part(conversation, person, rest);
            case "whoami" -> links.whoIs(conversation, person);
            default -> "There is no command `/" + name + "`." + nearest(name) + " `/help` lists them.";
        };
    }

    private static String nearest(String name) {
        String near = Nearest.to(name, NAMES);
        return near == null ? "" : " Did you mean `/" + near + "`?";
    }

    /** The conversation was archived when the command was stored: what is said after it belongs to the next. */
    private String begin(Conversation conversation, CompletableFuture<Boolean> stopped) {
        stop(stopped);
        controls.ended(conversation.id());
        return "A new conversation begins. The old one is kept.";
    }

    private static String stop(CompletableFuture<Boolean> stopped) {
        try {
            return stopped.get(10, TimeUnit.SECONDS) ? "Stopped." : "Nothing is running here.";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException();
        } catch (TimeoutException e) {
            return "I told it to stop, but after 10 s it has not ended yet. `/status` shows what runs.";
        } catch (ExecutionException e) {
            throw new IllegalStateException("stopping failed", e.getCause());
        }
    }

    private String answer(String rest, Person person, boolean yes) {
        String[] words = rest.split("\\s+");
        if (words[0].isEmpty()) {
            return "Which question? `/" + (yes ? "approve" : "deny") + " ID`, such as `/" + (yes ? "approve" : "deny")
                    + " 7K3Q`.";
        }
        boolean always = yes && words.length > 1 && words[1].equalsIgnoreCase("always");
        Answered answered = consent.answer(words[0], person, yes, always, null);
        Question question = answered.question();
        if (always && answered.outcome() == Answered.Outcome.TAKEN && question != null && !question.always()) {
            return answered.sentence() + " No rule was made: this kind asks each time.";
        }
        return answered.sentence();
    }

    private String skill(String rest, Conversation conversation, Person person) {
        String[] parts = rest.split("\\s+", 2);
        if (parts[0].isEmpty()) {
            return "Which skill? `/skill NAME {input}`, such as `/skill code.search {\"query\":\"TODO\"}`.";
        }
        try {
            JsonValue input = json.parse(parts.length > 1 ? parts[1] : "{}");
            return controls.runSkill(conversation, person, parts[0], input);
        } catch (PluginException e) {
            return "The input of `/skill` is a JSON object: " + e.getMessage();
        }
    }
}
