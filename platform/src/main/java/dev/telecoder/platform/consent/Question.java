package dev.telecoder.platform.consent;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.store.Times;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A question to a person: may this run, shall this plan be followed, or simply what the model wants to know.
 *
 * @param id four characters, to be typed
 * @param kind what is asked
 * @param state where it stands
 * @param conversation where it was asked, or {@code null}
 * @param turn the turn that waits for it, or {@code null}
 * @param task its task, or {@code null}
 * @param run the run that waits for it, or {@code null}
 * @param skill the skill, or {@code null}
 * @param risk the risk, or {@code null}
 * @param summary one line
 * @param detail what else there is to know before answering, as CommonMark; may be empty
 * @param input what the skill is passed, or the plan
 * @param repo the repository, or {@code null}
 * @param branch the branch, or {@code null}
 * @param effects what others will see
 * @param choices what can be picked, of a question the model asks; empty for free text
 * @param always whether "Always allow" is offered
 * @param binds what the consent is bound to
 * @param askedOf who may answer besides those whose role allows it
 * @param answer what was picked or written, of a question the model asked, or {@code null}
 * @param createdAt when it was asked
 * @param expiresAt until when it can be answered
 * @param answeredBy who answered, by name, or {@code null}
 * @param answeredAt when, or {@code null}
 */
public record Question(String id, Kind kind, State state, @Nullable String conversation, @Nullable String turn,
        @Nullable String task, @Nullable String run, @Nullable String skill, @Nullable String risk, String summary,
        String detail, JsonValue input, @Nullable String repo, @Nullable String branch, List<String> effects,
        List<String> choices, boolean always, String binds, String askedOf, @Nullable String answer, Instant createdAt,
        Instant expiresAt, @Nullable String answeredBy, @Nullable Instant answeredAt) {

    /** Copies the lists. */
    public Question {
        effects = List.copyOf(effects);
        choices = List.copyOf(choices);
    }

    /** {@return whether this offers work that nobody began yet, so that no turn waits for the answer} */
    public boolean isOffer() {
        return kind == Kind.PLAN && turn == null;
    }

    /** What is asked. */
    public enum Kind {
        /** Whether one run may go on. */
        ONCE,
        /** Whether a plan shall be followed. */
        PLAN,
        /** Something the model wants to know. */
        QUESTION;

        /** {@return the name in JSON} */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Where a question stands. */
    public enum State {
        /** Nobody answered yet. */
        PENDING,
        /** Somebody said yes, or answered. */
        ALLOWED,
        /** Somebody said no. */
        DENIED,
        /** Its time ran out; that is a no. */
        EXPIRED,
        /** There is nothing to ask any more. */
        WITHDRAWN;

        /** {@return the name in JSON} */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** {@return the object A of the API} */
    public JsonValue toJson() {
        return JsonValue.object().put("id", id).put("kind", kind).put("state", state).put("skill", skill)
                .put("risk", risk)
                .put("summary", summary).put("detail", detail).put("input", input).put("repo", repo)
                .put("effects", effects)
                .put("choices", choices).put("always", always).put("binds", binds).put("conversation", conversation)
                .put("turn", turn).put("asked_of", askedOf).put("answer", answer)
                .put("created_at", Times.text(createdAt))
                .put("expires_at", Times.text(expiresAt)).put("answered_by", answeredBy)
                .put("answered_at", answeredAt == null ? null : Times.text(answeredAt)).build();
    }
}
