package dev.telecoder.platform.app;

import dev.telecoder.platform.consent.Question;
import dev.telecoder.platform.consent.QuestionListener;
import dev.telecoder.platform.task.Turn;
import dev.telecoder.platform.task.Turns;

/** Marks the turn of a question as waiting while it is open. */
record WaitingTurns(Turns turns, QuestionListener next) implements QuestionListener {

    @Override
    public void asked(Question question) {
        if (question.turn() != null) {
            turns.state(question.turn(), Turn.State.WAITING);
        }
        next.asked(question);
    }

    @Override
    public void settled(Question question, String outcome) {
        if (question.turn() != null) {
            turns.state(question.turn(), Turn.State.RUNNING);
        }
        next.settled(question, outcome);
    }
}
