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
