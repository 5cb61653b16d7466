package dev.telecoder.checks.turns;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.memory.Recall;
import dev.telecoder.api.repo.Checkout;
import dev.telecoder.api.repo.Repositories;
import dev.telecoder.api.sandbox.Sandbox;
import dev.telecoder.api.skill.ModelQuestion;
import dev.telecoder.platform.consent.Action;
import dev.telecoder.platform.model.Account;
import dev.telecoder.platform.skill.Workplace;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A place to work without a repository or a sandbox.
 *
 * @param directory the folder
 */
record Desk(Path directory) implements Workplace {

    @Override
    public Optional<Checkout> checkout() {
        return Optional.empty();
    }

    @Override
    public Repositories repositories() {
        throw new UnsupportedOperationException("There are no repositories here.");
    }

    @Override
    public Sandbox sandbox(boolean outside) {
        throw new UnsupportedOperationException("There is no sandbox here.");
    }

    @Override
    public boolean isolating() {
        return true;
    }

    @Override
    public void killSandbox() {}

    @Override
    public Recall recall() {
        throw new UnsupportedOperationException("Nothing is remembered here.");
    }

    @Override
    public ModelQuestion question(Account account, CancellationToken cancellation) {
        throw new UnsupportedOperationException("The skill here asks no model.");
    }

    @Override
    public Grant grant(Action action) {
        return () -> {};
    }

    @Override
    public Optional<String> snapshot() {
        return Optional.empty();
    }

    @Override
    public void restore(String snapshot) {}

    @Override
    public Optional<String> tree() {
        return Optional.empty();
    }

    @Override
    public Optional<Reach> reach(@Nullable String branch) {
        return Optional.empty();
    }
}
