package dev.telecoder.platform.app;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.llm.LlmModel;
import dev.telecoder.api.llm.LlmProvider;
import dev.telecoder.api.llm.LlmRequest.Thinking;
import dev.telecoder.platform.agent.Agent;
import dev.telecoder.platform.config.Nearest;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.identity.Role;
import dev.telecoder.platform.model.Ledger;
import dev.telecoder.platform.model.Limits;
import dev.telecoder.platform.model.ModelRouter;
import dev.telecoder.platform.model.Pick;
import dev.telecoder.platform.model.Picks;
import dev.telecoder.platform.model.Price;
import dev.telecoder.platform.model.Prices;
import dev.telecoder.platform.model.UsageTable;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What {@code /model}, {@code /usage} and {@code /compact} do. Safe for many threads. */
final class ModelControls {

    private static final int SHOWN = 25;

    private final ModelRouter router;
    private final Picks picks;
    private final Prices prices;
    private final Ledger ledger;
    private final Agent agent;

    ModelControls(ModelRouter router, Picks picks, Prices prices, Ledger ledger, Agent agent) {
        this.router = router;
        this.picks = picks;
        this.prices = prices;
        this.ledger = ledger;
        this.agent = agent;
    }

    String model(String conversation, String wish) {
        try {
            List<String> words = List.of(wish.strip().split("\\s+"));
            Pick now = picks.of(conversation);
            if (wish.isBlank() || words.getFirst().equalsIgnoreCase("list")) {
                return listed(now);
            }
            if (words.getFirst().equalsIgnoreCase("default")) {
                picks.choose(conversation, Pick.DEFAULT);
                return "Back to the usual: " + described(Pick.DEFAULT) + ".";
            }
            if (words.getFirst().equalsIgnoreCase("thinking")) {
                return thinking(conversation, now, words.size() > 1 ? words.get(1) : "");
            }
            return switched(conversation, now, words);
        } catch (PluginException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private String thinking(String conversation, Pick now, String word) {
        Thinking level = Pick.thinking(word);
        if (level == null && !word.equalsIgnoreCase("default")) {
            return "How long may it think? `/model thinking none`, `low`, `medium` or `high`.";
        }
        Pick pick = new Pick(now.provider(), now.model(), level);
        picks.choose(conversation, pick);
        return "From the next request on: " + described(pick) + ".";
    }

    private String switched(String conversation, Pick now, List<String> words) {
        Thinking level = words.size() > 1 ? Pick.thinking(words.getLast()) : null;
        List<String> name = level == null ? words : words.subList(0, words.size() - 1);
        String first = name.getFirst();
        LlmProvider provider = null;
        String model = String.join("/", name);
        for (LlmProvider one : router.providers()) {
            if (first.equals(one.id()) && name.size() > 1 || first.startsWith(one.id() + "/")) {
                provider = one;
                model = model.substring(one.id().length() + 1);
            }
        }
        boolean named = provider != null;
        if (!named) {
            if (name.size() > 1) {
                return "There is no provider `" + first + "`. There are "
                        + String.join(", ", router.providers().stream()
                                .map(one -> "`" + one.id() + "`").toList())
                        + ".";
            }
            Optional<Found> found = find(model);
            if (found.isEmpty()) {
                return "I know no model `" + model + "`." + near(model)
                        + " `/model` lists those there are; `/model PROVIDER/"
                        + model + "` takes it all the same.";
            }
            provider = found.get().provider();
        }
        Pick pick = new Pick(provider.id(), model, level == null ? now.thinking() : level);
        picks.choose(conversation, pick);
        return "From the next request on: " + described(pick) + ". `/model default` goes back.";
    }

    private record Found(LlmProvider provider, List<LlmModel> models) {}

    private Optional<Found> find(String model) {
        String first = router.selected().filter(one -> one.model().equals(model)).map(ModelRouter.Selected::provider)
                .orElse("");
        for (Found found : all()) {
            if (found.provider().id().equals(first)
                    || found.models().stream().anyMatch(one -> one.name().equals(model))) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }

    private String near(String model) {
        String near = Nearest.to(model,
                all().stream().flatMap(found -> found.models().stream()).map(LlmModel::name).toList());
        return near == null ? "" : " Did you mean `" + near + "`?";
    }

    /** The models of all providers that can tell; one that has no key cannot. */
    private List<Found> all() {
        List<Found> all = new ArrayList<>();
        for (LlmProvider provider : router.providers()) {
            try {
                all.add(new Found(provider, provider.models()));
            } catch (RuntimeException e) {
                all.add(new Found(provider, List.of()));
            }
        }
        return all;
    }

    private String listed(Pick now) {
        StringBuilder text = new StringBuilder("**Model**: ").append(described(now)).append('\n');
        List<ModelRouter.Selected> others = now.model() == null ? router.fallbacks() : List.of();
        if (!others.isEmpty()) {
            text.append("If it does not answer: ").append(String.join(", ", others.stream()
                    .map(ModelRouter.Selected::name).toList())).append('\n');
        }
        for (Found found : all()) {
            if (!found.models().isEmpty()) {
                text.append("\n**").append(found.provider().id()).append("**\n");
                found.models().stream().limit(SHOWN)
                        .forEach(model -> text.append("- `").append(model.name()).append('`')
                                .append(cost(found.provider().id(), model.name())).append('\n'));
                if (found.models().size() > SHOWN) {
                    text.append("- and ").append(found.models().size() - SHOWN).append(" more\n");
                }
            }
        }
        return text.append(
                "\n`/model NAME` chooses one here, `/model default` goes back, `/model thinking high` sets how long"
                        + " it thinks.")
                .toString();
    }

    private String cost(String provider, String model) {
        return prices.of(provider, model).map(price -> ", " + price.input().toPlainString() + " / "
                + price.output().toPlainString() + " USD for a million tokens in / out").orElse("");
    }

    private String described(Pick pick) {
        String thinking = pick.thinking() == null ? ""
                : ", thinking " + pick.thinking().name().toLowerCase(Locale.ROOT);
        ModelRouter.Selected model = router.selected(pick);
        return "`" + model.name() + "` (" + model.why() + ")" + thinking;
    }

    String usage(String conversation, Person person) {
        UsageTable table = ledger.table();
        Limits limits = ledger.limits();
        LocalDate today = LocalDate.now(Clock.systemUTC());
        String whose = person.role().compareTo(Role.ADMIN) <= 0 ? null : person.id();
        StringBuilder text = new StringBuilder("**Usage**").append(whose == null ? "" : " of yours").append('\n');
        row(text, "Today", table.since(today, whose), whose == null ? limits.perDay() : Optional.empty());
        row(text, "This month", table.since(today.withDayOfMonth(1), whose),
                whose == null ? limits.perMonth() : Optional.empty());
        row(text, "This conversation", table.ofConversation(conversation), Optional.empty());
        List<UsageTable.Sum> models = table.by(UsageTable.By.MODEL, today.withDayOfMonth(1), whose);
        if (models.size() > 1) {
            text.append("\n**This month by model**\n");
            models.stream().limit(5).forEach(model -> row(text, model.name(), model, Optional.empty()));
        }
        limits.perTask().ifPresent(limit -> text.append("\nA task may cost ").append(limit.toPlainString())
                .append(" USD; it then pauses and asks."));
        prices.problems().forEach(problem -> text.append("\n\n").append(problem));
        return text.toString();
    }

    private static void row(StringBuilder text, String name, UsageTable.Sum sum, Optional<BigDecimal> limit) {
        @Nullable Long nano = sum.nano();
        text.append("- ").append(name).append(": ")
                .append(nano == null ? sum.requests() == 0 ? "0.00 USD" : "no price known" : Price.words(nano) + " USD")
                .append(limit.map(most -> " of " + most.toPlainString()).orElse("")).append(", ")
                .append(sum.requests()).append(sum.requests() == 1 ? " request, " : " requests, ")
                .append(tokens(sum.input() + sum.cached() + sum.cacheWrite())).append(" tokens in (")
                .append(tokens(sum.cached())).append(" cached), ").append(tokens(sum.output())).append(" out")
                .append(nano != null && sum.unpriced() > 0 ? "; " + sum.unpriced() + " of them without a price" : "")
                .append('\n');
    }

    private static String tokens(long count) {
        return count < 10_000 ? String.valueOf(count)
                : count < 1_000_000 ? count / 1_000 + "k" : String.format(Locale.ROOT, "%.1fM", count / 1e6);
    }

    String compact(String conversation, Person person, String focus) {
        Agent.Compacted compacted = agent.compact(conversation, person.id(), focus);
        if (compacted.later()) {
            return "A task runs here. What was said is summarised before it asks the model again, if it is long enough for"
                    + " that to gain anything.";
        }
        return compacted.summary().isEmpty()
                ? "There is nothing to summarise yet: what was said is as short as a summary of it."
                : "Summarised; what you said is kept word for word, and the whole history stays in the store.\n\n"
                        + compacted.summary();
    }
}
