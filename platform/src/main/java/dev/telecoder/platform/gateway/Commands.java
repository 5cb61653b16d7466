package dev.telecoder.platform.gateway;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.consent.Answered;
import dev.telecoder.platform.consent.Consent;
import dev.telecoder.platform.consent.Question;
import dev.telecoder.platform.conversation.Conversation;
import dev.telecoder.platform.conversation.Conversations;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.store.Database;
import java.util.List;
import java.util.Locale;
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
            - `/tasks` what is worked on
            - `/repos` the repositories
            - `/skill NAME {input}` runs a skill without the model
            - `/whoami` who you are to TeleCoder
            - `/help` this

            Everything else is for the agent: say what you want in your own words.""";

    private static final List<String> NAMES =
            List.of("help", "start", "status", "new", "stop", "approve", "deny", "tasks",
                    "repos", "skill", "whoami");

    private final Consent consent;
    private final Conversations conversations;
    private final Database database;
    private final Controls controls;
    private final Json json;

    Commands(Consent consent, Conversations conversations, Database database, Controls controls, Json json) {
        this.consent = consent;
        this.conversations = conversations;
        this.database = database;
        this.controls = controls;
        this.json = json;
    }

    /** Whether a text is for us: a known command, an unknown one, or a bare stop. A path such as /etc/hosts is not. */
    static boolean isCommand(String text) {
        String stripped = text.strip();
        return Words.isStop(stripped) || stripped.matches("(?s)/[a-zA-Z_]+(@\\w+)?(\\s.*)?");
    }

    /** Carries a command out and says what to answer. */
    String run(String text, Conversation conversation, Person person) {
        String stripped = text.strip();
        if (Words.isStop(stripped)) {
            return stop(conversation);
        }
        String[] parts = stripped.substring(1).split("\\s+", 2);
        String name = parts[0].replaceFirst("@.*", "").toLowerCase(Locale.ROOT);
        String rest = parts.length > 1 ? parts[1].strip() : "";
        return switch (name) {
            case "help", "start" -> HELP;
            case "status" -> controls.status();
            case "new" -> begin(conversation);
            case "stop" -> stop(conversation);
            case "approve" -> answer(rest, person, true);
            case "deny" -> answer(rest, person, false);
            case "tasks" -> controls.tasks(conversation, person);
            case "repos" -> controls.repos(conversation);
            case "skill" -> skill(rest, conversation, person);
            case "whoami" ->
                    "You are " + person.name() + ", " + person.role().word() + " of this TeleCoder. Your id is `"
                            + person.id() + "`.";
            default -> "There is no command `/" + name + "`." + nearest(name) + " `/help` lists them.";
        };
    }

    private static String nearest(String name) {
        String near = dev.telecoder.platform.config.Nearest.to(name, NAMES);
        return near == null ? "" : " Did you mean `/" + near + "`?";
    }

    private String begin(Conversation conversation) {
        stopAndWait(conversation);
        database.write(h -> {
            conversations.archive(h, conversation.id());
            return null;
        });
        controls.ended(conversation.id());
        return "A new conversation begins. The old one is kept.";
    }

    private String stop(Conversation conversation) {
        return stopAndWait(conversation) ? "Stopped." : "Nothing is running here.";
    }

    private boolean stopAndWait(Conversation conversation) {
        try {
            return controls.stop(conversation.id()).get(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException e) {
            return true;
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
