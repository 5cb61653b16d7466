package dev.telecoder.platform.gateway;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.conversation.Conversation;
import dev.telecoder.platform.identity.Person;
import java.util.concurrent.CompletableFuture;

/** What chat commands can do to the rest of the host. The wiring implements it, so that the gateway knows no other pillar. */
public interface Controls {

    /**
     * Stops what runs in a conversation.
     *
     * @param conversation the conversation
     * @return done when nothing of it runs any more; tells whether there was something
     */
    CompletableFuture<Boolean> stop(String conversation);

    /**
     * Ends a conversation for good: its tools and its workspace may go.
     *
     * @param conversation the conversation
     */
    void ended(String conversation);

    /**
     * Tells how the host is.
     *
     * @return CommonMark
     */
    String status();

    /**
     * Tells which model answers here and which could, or chooses one.
     *
     * @param conversation where it was asked
     * @param wish what to choose; empty to be told
     * @return CommonMark
     */
    String model(Conversation conversation, String wish);

    /**
     * Tells what was used of models and what it cost.
     *
     * @param conversation where it was asked
     * @param person who asks
     * @return CommonMark
     */
    String usage(Conversation conversation, Person person);

    /**
     * Summarises what was said, so that the next requests are short.
     *
     * @param conversation which
     * @param person who asks
     * @param focus what to keep above all; may be empty
     * @return CommonMark
     */
    String compact(Conversation conversation, Person person, String focus);

    /**
     * Tells what is worked on.
     *
     * @param conversation where it was asked
     * @param person who asks
     * @return CommonMark
     */
    String tasks(Conversation conversation, Person person);

    /**
     * Tells which repositories there are.
     *
     * @param conversation where it was asked
     * @return CommonMark
     */
    String repos(Conversation conversation);

    /**
     * Has changes of a repository's CI told here from now on.
     *
     * @param conversation where it was asked
     * @param person who asks
     * @param repo the repository, as {@code owner/repo}
     * @return what was done, as CommonMark
     */
    String watch(Conversation conversation, Person person, String repo);

    /**
     * Ends what {@link #watch} began.
     *
     * @param conversation where it was asked
     * @param person who asks
     * @param repo the repository; empty for all that are watched here
     * @return what was done, as CommonMark
     */
    String unwatch(Conversation conversation, Person person, String repo);

    /**
     * Brings the workspace back to what it was before the last task that changed it.
     *
     * @param conversation where it was asked
     * @param person who asks
     * @return what was done, or why nothing was, as CommonMark
     */
    String undo(Conversation conversation, Person person);

    /**
     * Runs a skill without the model, through the gate; a person may be asked.
     *
     * @param conversation where it was asked
     * @param person who asks
     * @param skill the skill
     * @param input its input
     * @return what came of it, as CommonMark
     */
    String runSkill(Conversation conversation, Person person, String skill, JsonValue input);
}
