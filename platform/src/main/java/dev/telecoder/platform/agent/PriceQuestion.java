package dev.telecoder.platform.agent;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.consent.Consent;
import dev.telecoder.platform.consent.Question;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.model.ModelRouter;
import dev.telecoder.platform.model.Unpriced;
import dev.telecoder.platform.task.Entry;
import dev.telecoder.platform.task.Turn;
import java.util.List;

/**
 * Asks once before a model is used of which nobody knows what it costs, while there are limits on what may be spent: from then
 * on its tokens are counted and no more. Safe for many threads.
 */
final class PriceQuestion {

    private static final String GO_ON = "Go on";

    private final ModelRouter router;
    private final Unpriced unpriced;
    private final Consent consent;

    PriceQuestion(ModelRouter router, Unpriced unpriced, Consent consent) {
        this.router = router;
        this.unpriced = unpriced;
        this.consent = consent;
    }

    /** Returns when the model may be used; throws if the person does not want it. */
    void agreed(Turn turn, Person person, ModelRouter.Selected model, CancellationToken cancellation) {
        if (!router.costsUnknown(model) || unpriced.agreed(model)) {
            return;
        }
        // Whoever typed a command, or made a job, chose the model and may not be there to be asked.
        if (turn.entry() != Entry.CHAT && turn.entry() != Entry.API) {
            return;
        }
        Question question = consent.propose(Question.Kind.QUESTION, turn.conversation(), turn.id(), turn.task(),
                turn.id() + "-price", person,
                "Nobody told me what " + model.name() + " costs, so the limits in `budget`"
                        + " cannot hold for it. Go on and count its tokens only?",
                "Its price can be set in prices.yaml.", JsonValue.object().build(), null, null, List.of(),
                List.of(GO_ON, "Stop"));
        Question answer = consent.await(question.id(), cancellation);
        if (answer.state() == Question.State.ALLOWED && GO_ON.equals(answer.answer())) {
            unpriced.agree(model, person.id());
            return;
        }
        throw PluginException.of(Failure.REJECTED,
                model.name() + " has no price, and nobody agreed to use it without one."
                        + " Set its price in prices.yaml, or choose another with /model.");
    }
}
