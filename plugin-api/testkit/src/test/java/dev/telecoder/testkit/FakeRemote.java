package dev.telecoder.testkit;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A service with one list, in pages of fifty, and the questions it refuses; for the contracts of code hosts and CI. */
class FakeRemote<T> implements RemoteService {

    /** What is done wrong by whoever asks. */
    enum Wrong {
        NOTHING, FIRST_PAGE_ONLY, ASKS_ALL_AGAIN, NO_DELAY, ASKS_ON, ALL_IS_REJECTED, QUOTES_THE_TOKEN
    }

    static final String TOKEN = "token-0123456789";
    private static final int PAGE = 50;

    final List<T> kept = new ArrayList<>();
    private @Nullable Duration limit;
    private String refusal = "";
    private int requests;
    private int unchanged;
    private @Nullable List<T> known;

    /** Asks as a plugin does. */
    List<T> ask(Wrong wrong) {
        List<T> all = new ArrayList<>();
        for (int page = 0;; page++) {
            List<T> got = page(page, wrong);
            all.addAll(got);
            if (got.size() < PAGE || wrong == Wrong.FIRST_PAGE_ONLY) {
                break;
            }
        }
        if (wrong != Wrong.ASKS_ALL_AGAIN && all.equals(known)) {
            unchanged++;
        }
        known = all;
        return all;
    }

    private List<T> page(int page, Wrong wrong) {
        requests++;
        String token = wrong == Wrong.QUOTES_THE_TOKEN ? " with " + TOKEN : "";
        if (limit != null) {
            Duration delay = limit;
            limit = null;
            requests += wrong == Wrong.ASKS_ON ? 1 : 0;
            throw wrong == Wrong.NO_DELAY ? PluginException.of(Failure.RATE_LIMITED, "Too fast.")
                    : PluginException.rateLimited(delay, "Too fast" + token);
        }
        if (!refusal.isEmpty()) {
            boolean forbidden = refusal.equals("403") && wrong != Wrong.ALL_IS_REJECTED;
            throw PluginException.of(forbidden ? Failure.AUTHENTICATION : Failure.REJECTED,
                    "The service refused (" + refusal + ") " + repo() + token);
        }
        return kept.subList(Math.min(kept.size(), page * PAGE), Math.min(kept.size(), (page + 1) * PAGE));
    }

    @Override
    public String repo() {
        return "myorg/api";
    }

    @Override
    public void limit(Duration delay) {
        limit = delay;
    }

    @Override
    public void forbid() {
        refusal = "403";
    }

    @Override
    public void lose() {
        refusal = "404";
    }

    @Override
    public int requests() {
        return requests;
    }

    @Override
    public int unchanged() {
        return unchanged;
    }

    @Override
    public List<String> secrets() {
        return List.of(TOKEN);
    }
}
