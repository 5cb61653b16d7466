package dev.telecoder.platform.skill;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.task.Entry;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A wish to run a skill.
 *
 * @param skill the skill's name, or its name at the model
 * @param input what it is passed
 * @param entry which way the wish came in
 * @param person on whose behalf
 * @param conversation the conversation, or {@code null}
 * @param turn the turn, or {@code null}
 * @param task its task, or {@code null}
 * @param step the place in the turn's journal
 * @param callId the model's id of the call, or {@code null}
 * @param parent the run that asked, or {@code null}
 * @param depth how many runs stand above this one
 * @param outside whether the turn has read outside text
 * @param presumed up to which risk the person consented by what they typed, or {@code null}
 * @param mayAsk whether a person can be asked
 * @param workplace where it works
 * @param progress told of each line of progress
 * @param cancellation ends it
 */
public record Call(String skill, JsonValue input, Entry entry, Person person, @Nullable String conversation,
        @Nullable String turn, @Nullable String task, int step, @Nullable String callId, @Nullable String parent,
        int depth,
        boolean outside, @Nullable Risk presumed, boolean mayAsk, Workplace workplace, Consumer<String> progress,
        CancellationToken cancellation) {

    Call nested(String other, JsonValue otherInput, String run, boolean readOutside, CancellationToken token) {
        return new Call(other, otherInput, Entry.SKILL, person, conversation, turn, task, step, null, run, depth + 1,
                readOutside, presumed, mayAsk, workplace, progress, token);
    }

    Call at(Workplace place) {
        return new Call(skill, input, entry, person, conversation, turn, task, step, callId, parent, depth, outside,
                presumed, mayAsk, place, progress, cancellation);
    }

    Call inAChat() {
        return new Call(skill, input, entry, person, conversation, turn, task, step, callId, parent, depth, outside,
                null, mayAsk, workplace, progress, cancellation);
    }
}
