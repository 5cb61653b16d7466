package dev.telecoder.platform.model;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.config.ConfigProblem;
import dev.telecoder.platform.config.YamlText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What models cost and how much they take: the bundled table, and over it a file of the owner's, which is read again when it
 * has changed. Safe for many threads.
 */
public final class Prices {

    private static final Logger LOG = LoggerFactory.getLogger(Prices.class);

    private static final String PAID = "paid";

    private final Supplier<Path> file;
    private final List<Entry> bundled;
    private final Set<String> paid;
    private volatile Read own = new Read("", List.of(), List.of());

    private record Read(String stamp, List<Entry> entries, List<String> problems) {}

    private record Entry(String pattern, JsonValue values) {

        /** How well the name fits: the length of what is written out; -1 if it does not. */
        int fits(String provider, String model) {
            String full = provider + "/" + model;
            String bare = model.substring(model.lastIndexOf('/') + 1);
            // OpenRouter writes claude-opus-4.8 for what its vendor calls claude-opus-4-8.
            String vendors = bare.startsWith("claude-") ? bare.replace('.', '-') : bare;
            for (String name : List.of(full, model, bare, vendors)) {
                if (pattern.equals(name)) {
                    return 10_000;
                }
                if (pattern.endsWith("*") && name.startsWith(pattern.substring(0, pattern.length() - 1))) {
                    return pattern.length() + (name.equals(full) ? provider.length() : 0);
                }
            }
            return -1;
        }
    }

    /**
     * Makes the table.
     *
     * @param file the owner's file, which need not be there
     */
    public Prices(Supplier<Path> file) {
        this.file = file;
        try (InputStream in = Prices.class.getResourceAsStream("/llm/models.yaml")) {
            if (in == null) {
                throw new IllegalStateException("The prices of models are missing from this build.");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            this.bundled = read(text, new ArrayList<>());
            this.paid = YamlText.read(text).root().get(PAID).items().stream().map(JsonValue::text)
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Finds what a model costs.
     *
     * @param provider the provider
     * @param model the model
     * @return its price; empty if nobody told
     */
    public Optional<Price> of(String provider, String model) {
        return find(provider, model, "input").map(Prices::price);
    }

    /** As {@link #of(String, String)}; on a machine of one's own what has no price costs nothing. */
    Optional<Price> of(String provider, String model, ModelChoice choice) {
        return of(provider, model)
                .or(() -> choice.onOwnMachine(provider) ? Optional.of(Price.FREE) : Optional.empty());
    }

    /**
     * Tells whether a provider is known to send bills.
     *
     * @param provider the provider
     * @return whether its models cost something, also those without a price here
     */
    public boolean sendsBills(String provider) {
        return paid.contains(provider);
    }

    /** How large request and answer may be together, where it is known. */
    OptionalInt contextTokens(String provider, String model) {
        return find(provider, model, "context").map(found -> OptionalInt.of(found.get("context").asInt(0)))
                .orElse(OptionalInt.empty());
    }

    /** {@return what is wrong with the owner's file, a line each} */
    public List<String> problems() {
        return own().problems();
    }

    private Optional<JsonValue> find(String provider, String model, String key) {
        String from = provider.toLowerCase(Locale.ROOT);
        String name = model.toLowerCase(Locale.ROOT);
        return best(own().entries(), from, name, key).or(() -> best(bundled, from, name, key));
    }

    private static Optional<JsonValue> best(List<Entry> entries, String provider, String model, String key) {
        @Nullable Entry best = null;
        int length = -1;
        for (Entry entry : entries) {
            int fits = entry.values().get(key).isNull() ? -1 : entry.fits(provider, model);
            if (fits > length) {
                best = entry;
                length = fits;
            }
        }
        return Optional.ofNullable(best).map(Entry::values);
    }

    private Read own() {
        Path path = file.get();
        String stamp;
        try {
            stamp = Files.isRegularFile(path) ? path + " " + Files.getLastModifiedTime(path) + " " + Files.size(path)
                    : "";
        } catch (IOException e) {
            stamp = "";
        }
        Read now = own;
        if (!stamp.equals(now.stamp())) {
            now = read(path, stamp);
            own = now;
            now.problems().forEach(LOG::warn);
        }
        return now;
    }

    private static Read read(Path path, String stamp) {
        if (stamp.isEmpty()) {
            return new Read(stamp, List.of(), List.of());
        }
        List<String> problems = new ArrayList<>();
        try {
            List<Entry> entries = read(Files.readString(path), problems);
            return new Read(stamp, entries, problems.stream().map(one -> path.getFileName() + ": " + one).toList());
        } catch (IOException e) {
            return new Read(stamp, List.of(), List.of(path + " could not be read: " + e.getMessage()));
        }
    }

    private static List<Entry> read(String text, List<String> problems) {
        YamlText yaml = YamlText.read(text);
        yaml.problems().stream().map(ConfigProblem::problem).forEach(problems::add);
        List<Entry> entries = new ArrayList<>();
        JsonValue root = yaml.root().get("models") instanceof JsonValue.JsonObject models ? models : yaml.root();
        root.members().forEach((name, value) -> {
            if (name.equals(PAID)) {
                return;
            }
            boolean provider = value.members().values().stream().anyMatch(one -> one instanceof JsonValue.JsonObject);
            if (provider) {
                value.members().forEach((model, values) -> entry(name + "/" + model, values, entries, problems));
            } else {
                entry(name, value, entries, problems);
            }
        });
        return entries;
    }

    private static void entry(String name, JsonValue values, List<Entry> entries, List<String> problems) {
        if (values.get("input").isNull() || values.get("output").isNull()) {
            problems.add(name + " lacks input or output. Expected US dollars for a million tokens, such as {input: 3,"
                    + " cached: 0.30, cache_write: 3.75, output: 15}.");
            return;
        }
        for (String key : List.of("input", "cached", "cache_write", "output", "reasoning")) {
            if (!values.get(key).isNull() && amount(values, key).filter(one -> one.signum() >= 0).isEmpty()) {
                problems.add(name + "." + key + " is " + values.get(key)
                        + ". Expected US dollars for a million tokens, such as 3 or 0.30.");
                return;
            }
        }
        entries.add(new Entry(name.toLowerCase(Locale.ROOT), values));
    }

    private static Price price(JsonValue values) {
        BigDecimal input = amount(values, "input").orElseThrow();
        BigDecimal output = amount(values, "output").orElseThrow();
        return new Price(input, amount(values, "cached").orElse(input), amount(values, "cache_write").orElse(input),
                output, amount(values, "reasoning").orElse(output));
    }

    private static Optional<BigDecimal> amount(JsonValue values, String key) {
        JsonValue value = values.get(key);
        try {
            return value.isNull() ? Optional.empty() : Optional.of(new BigDecimal(value.text().strip()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
