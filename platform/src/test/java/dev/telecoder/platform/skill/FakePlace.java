package dev.telecoder.platform.skill;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.memory.Recall;
import dev.telecoder.api.repo.Checkout;
import dev.telecoder.api.repo.Repositories;
import dev.telecoder.api.sandbox.Sandbox;
import dev.telecoder.api.skill.ModelQuestion;
import dev.telecoder.platform.consent.Action;
import dev.telecoder.platform.model.Account;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A place over a folder with one file, whose text is its snapshot and its tree. Safe for many threads. */
public final class FakePlace implements Workplace {

    public final AtomicInteger killed = new AtomicInteger();
    public final List<Action> granted = new CopyOnWriteArrayList<>();
    public volatile boolean isolating = true;
    public volatile @Nullable Sandbox sandbox;
    public volatile @Nullable Reach reach;
    public volatile Optional<Checkout> checkout = Optional.empty();
    private final Path folder;

    public FakePlace(Path folder) {
        this.folder = folder;
    }

    /** The one file. */
    public Path file() {
        return folder.resolve("file.txt");
    }

    @Override
    public Path directory() {
        return folder;
    }

    @Override
    public Optional<Checkout> checkout() {
        return checkout;
    }

    @Override
    public Repositories repositories() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Sandbox sandbox(boolean outside) {
        Sandbox set = sandbox;
        if (set == null) {
            throw new UnsupportedOperationException();
        }
        return set;
    }

    @Override
    public boolean isolating() {
        return isolating;
    }

    @Override
    public void killSandbox() {
        killed.incrementAndGet();
        Sandbox set = sandbox;
        if (set != null) {
            set.kill();
        }
    }

    @Override
    public Recall recall() {
        throw new UnsupportedOperationException();
    }

    @Override
    public ModelQuestion question(Account account, CancellationToken cancellation) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Grant grant(Action action) {
        granted.add(action);
        return () -> granted.remove(action);
    }

    @Override
    public Optional<String> snapshot() {
        return Optional.of(text());
    }

    @Override
    public void restore(String snapshot) {
        try {
            Files.writeString(file(), snapshot);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Optional<String> tree() {
        return Optional.of(text());
    }

    @Override
    public Optional<Reach> reach(@Nullable String branch) {
        return Optional.ofNullable(reach);
    }

    private String text() {
        try {
            return Files.exists(file()) ? Files.readString(file()) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
