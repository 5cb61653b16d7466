package dev.telecoder.platform.web;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.memory.Recall;
import dev.telecoder.api.repo.Checkout;
import dev.telecoder.api.repo.Repositories;
import dev.telecoder.api.sandbox.Sandbox;
import dev.telecoder.api.skill.ModelQuestion;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.api.skill.Skill;
import dev.telecoder.api.skill.SkillContext;
import dev.telecoder.api.skill.SkillInput;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.api.skill.SkillSpec;
import dev.telecoder.platform.consent.Action;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.model.Account;
import dev.telecoder.platform.plugin.Extensions;
import dev.telecoder.platform.plugin.InstallRequest;
import dev.telecoder.platform.skill.Workplace;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.pf4j.ExtensionPoint;

/** The parts of a host that are not about HTTP, as small as they can be. */
final class Fakes {

    private Fakes() {}

    /** Extensions that a test adds. */
    static final class Added implements Extensions {

        private final List<Extension<? extends ExtensionPoint>> all = new CopyOnWriteArrayList<>();

        void add(String plugin, ExtensionPoint instance) {
            all.add(new Extension<>(plugin, instance));
        }

        @Override
        public <T extends ExtensionPoint> List<Extension<T>> of(Class<T> kind) {
            List<Extension<T>> found = new ArrayList<>();
            all.stream().filter(one -> kind.isInstance(one.instance()))
                    .forEach(one -> found.add(new Extension<>(one.plugin(), kind.cast(one.instance()))));
            return found;
        }

        @Override
        public void onChange(Runnable changed) {}
    }

    /** A skill that repeats what it is told. */
    record Echo(String name, Risk risk) implements Skill {

        @Override
        public SkillSpec spec() {
            return SkillSpec.builder(name, "Repeats a word.", """
                    {"type":"object","properties":{"word":{"type":"string"}},"required":["word"]}""", risk)
                    .outsideText(false).build();
        }

        @Override
        public SkillResult run(SkillInput input, SkillContext context) {
            return SkillResult.ok("heard " + input.value().get("word").text())
                    .withData(JsonValue.object().put("word", input.value().get("word")).build());
        }
    }

    /** What the host as a whole knows. */
    static final class View implements HostView {

        volatile List<Part> parts = List.of(new Part("store", "up", "", Instant.EPOCH),
                new Part("agent", "up", "", Instant.EPOCH),
                new Part("plugins", "up", "", Instant.EPOCH), new Part("model", "down", "no key", Instant.EPOCH));
        final List<String> stopped = new CopyOnWriteArrayList<>();
        final List<InstallRequest> installed = new CopyOnWriteArrayList<>();
        final List<byte[]> uploads = new CopyOnWriteArrayList<>();
        final List<JsonValue> incidents = new CopyOnWriteArrayList<>();
        volatile CompletableFuture<Boolean> stop = CompletableFuture.completedFuture(true);

        @Override
        public String version() {
            return "0.1.0";
        }

        @Override
        public List<Part> readyParts() {
            return parts;
        }

        @Override
        public JsonValue status() {
            return JsonValue.object().put("version", "0.1.0").put("ready", true).build();
        }

        @Override
        public List<JsonValue> incidents() {
            return incidents;
        }

        @Override
        public Optional<String> act(String number, String action, dev.telecoder.platform.identity.Person person) {
            return incidents.stream().filter(one -> one.get("number").text().equals(number)).findFirst()
                    .map(one -> number + " " + action + " by " + person.role().word());
        }

        @Override
        public List<JsonValue> plugins() {
            return List.of(JsonValue.object().put("id", "skills-code").put("state", "started").build());
        }

        @Override
        public boolean enablePlugin(String id, boolean enabled) {
            return id.equals("skills-code");
        }

        @Override
        public Optional<JsonValue> plugin(String id) {
            return plugins().stream().filter(plugin -> plugin.get("id").text().equals(id)).findFirst();
        }

        @Override
        public JsonValue installPlugin(InstallRequest wanted) {
            installed.add(wanted);
            if (wanted.source().startsWith("/")) {
                try {
                    uploads.add(java.nio.file.Files.readAllBytes(java.nio.file.Path.of(wanted.source())));
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }
            return JsonValue.object().put("id", "new").put("state", "started").build();
        }

        @Override
        public void removePlugin(String id) {
            stopped.add(id);
        }

        @Override
        public JsonValue verifyPlugin(String id) {
            return JsonValue.object().put("id", id).put("ok", true).build();
        }

        @Override
        public List<JsonValue> repos() {
            return List.of(JsonValue.object().put("name", "myorg/api").build());
        }

        @Override
        public List<JsonValue> usage(@Nullable String person) {
            return List.of(JsonValue.object().put("period", "today").put("usd", 0).build());
        }

        @Override
        public CompletableFuture<Boolean> stop(String conversation) {
            stopped.add(conversation);
            return stop;
        }

        @Override
        public void ended(String conversation) {}

        @Override
        public Bench bench(@Nullable String repo, Person person) {
            if (repo != null) {
                throw PluginException.of(Failure.REJECTED, "There is no repository '" + repo + "'.");
            }
            return new Bench() {
                @Override
                public Workplace place() {
                    return new Empty();
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public void shutdown() {}
    }

    /** A place with nothing in it. */
    private record Empty() implements Workplace {

        @Override
        public Path directory() {
            return Path.of(System.getProperty("java.io.tmpdir"));
        }

        @Override
        public Optional<Checkout> checkout() {
            return Optional.empty();
        }

        @Override
        public Repositories repositories() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Sandbox sandbox(boolean outside) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isolating() {
            return true;
        }

        @Override
        public void killSandbox() {}

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
}
