package dev.telecoder.platform.heartbeat;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.repo.Repositories;
import dev.telecoder.api.skill.Skills;
import dev.telecoder.platform.config.Limit;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Notes what would be told and what the agent would be asked. */
final class TestWork implements MonitorWork {

    final List<String> said = new ArrayList<>();
    final List<Question> asked = new ArrayList<>();
    boolean dies;
    boolean model;
    BigDecimal spent = BigDecimal.ZERO;
    @Nullable String reader;

    @Override
    public Repositories repositories() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Tools tools(String repo, CancellationToken token) {
        return new Tools() {

            @Override
            public Skills skills() {
                return (name, input) -> {
                    throw new UnsupportedOperationException(name);
                };
            }

            @Override
            public void close() {
                // It holds nothing.
            }
        };
    }

    @Override
    public Optional<String> recipient(Handle h, List<String> addresses) {
        return Optional.ofNullable(reader);
    }

    @Override
    public String tell(Handle h, String id, List<String> addresses, Notice notice) {
        if (dies) {
            throw new IllegalStateException("power cut");
        }
        said.add("tell " + addresses + " " + notice.markdown());
        return "c";
    }

    @Override
    public void amend(Handle h, String id, Said before, Notice notice) {
        said.add("amend " + before.message() + " " + notice.markdown());
    }

    @Override
    public boolean canAsk(String monitor, Limit budget) {
        return model && budget.amount().filter(most -> most.compareTo(spent) <= 0).isEmpty();
    }

    @Override
    public JobWork.Turned ask(Handle h, Question question) {
        if (dies) {
            throw new IllegalStateException("power cut");
        }
        asked.add(question);
        return new JobWork.Turned("looked", "turn-" + asked.size());
    }
}
