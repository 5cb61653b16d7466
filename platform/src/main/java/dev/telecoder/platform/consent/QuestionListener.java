package dev.telecoder.platform.consent;

/** Told of questions, to show them to people. Called after they are safe on disk, on any thread. */
public interface QuestionListener {

    /**
     * A question was asked.
     *
     * @param question the question
     */
    void asked(Question question);

    /**
     * A question was answered, or is over.
     *
     * @param question the question as it stands now
     * @param outcome such as {@code 7K3Q allowed by Anna}
     */
    void settled(Question question, String outcome);
}
