package dev.telecoder.testkit;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.monitor.HeartbeatEvent;
import dev.telecoder.api.monitor.HeartbeatEvent.Severity;
import dev.telecoder.api.monitor.Monitor;
import dev.telecoder.api.signal.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MonitorContractTest {

    enum Fault implements FaultMatrix.Fault {
        NONE(""),
        SAYS_THAT_ALL_IS_WELL("reportsNothingWhenNothingIsNew"),
        NEWEST_FIRST("reportsEachHappeningOnceOldestFirst"),
        ONE_KEY_FOR_ALL("reportsEachHappeningOnceOldestFirst"),
        KEEPS_THE_LAST_ONLY("reportsEachHappeningOnceOldestFirst"),
        KEY_OF_ITS_OWN("givesTheSameHappeningTheSameKey"),
        TELLS_THE_LAST_AFTER_A_START("doesNotRepeatItselfAfterAStart"),
        ANOTHER_KEY_WHEN_PUSHED("polledAndPushedAreOneEvent"),
        DEAF_TO_SIGNALS("polledAndPushedAreOneEvent"),
        GIVES_UP_AT_THE_FIRST_FAULT("aBrokenRepositoryDoesNotHideTheOthers"),
        SWALLOWS_THE_LIMIT("passesARateLimitOnAndLosesNothing"),
        NO_DELAY("passesARateLimitOnAndLosesNothing");

        private final String row;

        Fault(String row) {
            this.row = row;
        }

        @Override
        public String row() {
            return row;
        }
    }

    private static volatile Fault fault = Fault.NONE;

    @Test
    void eachRowCatchesTheMonitorThatBreaksIt() {
        FaultMatrix.check(Watching.class, Fault.class, chosen -> fault = chosen);
    }

    static final class Watching extends MonitorContract {

        private final World world = new World();

        @Override
        protected Monitor monitor() {
            return new Watcher(world);
        }

        @Override
        protected Outside outside() {
            return world;
        }
    }

    private record Happening(int number, String repo) {

        Instant at() {
            return Instant.EPOCH.plusSeconds(number);
        }
    }

    private static final class World implements MonitorContract.Outside {

        private final List<Happening> happened = new ArrayList<>();
        private final Set<String> broken = new HashSet<>();
        private @Nullable Duration limit;

        @Override
        public List<String> repos() {
            return List.of("myorg/api", "myorg/web");
        }

        @Override
        public void happen(String repo) {
            happened.add(new Happening(happened.size() + 1, repo));
        }

        @Override
        public Optional<Signal> pushed() {
            Happening last = happened.getLast();
            return Optional.of(Signal.builder("test", "d-" + last.number(), "happened", last.at()).repo(last.repo())
                    .subject("" + last.number()).build());
        }

        @Override
        public void breakDown(String repo) {
            broken.add(repo);
        }

        @Override
        public void limit(Duration delay) {
            limit = delay;
        }

        List<Happening> ask(String repo) {
            if (limit != null) {
                Duration delay = limit;
                limit = null;
                throw fault == Fault.NO_DELAY ? PluginException.of(Failure.RATE_LIMITED, "Too fast.")
                        : PluginException.rateLimited(delay, "Too fast.");
            }
            if (broken.contains(repo)) {
                throw PluginException.of(Failure.UNAVAILABLE, repo + " is broken.");
            }
            return happened.stream().filter(one -> one.repo().equals(repo)).toList();
        }
    }

    private static final class Watcher implements Monitor {

        private final World world;
        private int looks;

        private Watcher(World world) {
            this.world = world;
        }

        @Override
        public String id() {
            return "watcher";
        }

        @Override
        public Duration interval() {
            return Duration.ofMinutes(1);
        }

        @Override
        public List<HeartbeatEvent> check(Check check) {
            looks++;
            List<HeartbeatEvent> events = new ArrayList<>();
            for (Repo repo : check.repos()) {
                try {
                    events.addAll(look(repo.name(), check));
                } catch (PluginException failed) {
                    boolean limited = failed.failure() == Failure.RATE_LIMITED;
                    if (limited ? fault != Fault.SWALLOWS_THE_LIMIT : fault == Fault.GIVES_UP_AT_THE_FIRST_FAULT) {
                        throw failed;
                    }
                }
            }
            events.sort(Comparator.comparing(HeartbeatEvent::occurredAt));
            if (fault == Fault.NEWEST_FIRST) {
                Collections.reverse(events);
            }
            if (fault == Fault.SAYS_THAT_ALL_IS_WELL && looks > 1 && world.happened.isEmpty()) {
                events.add(event(new Happening(0, "myorg/api"), ""));
            }
            return fault == Fault.KEEPS_THE_LAST_ONLY && events.size() > 1 ? List.of(events.getLast()) : events;
        }

        private List<HeartbeatEvent> look(String repo, Check check) {
            List<Happening> all = world.ask(repo);
            Optional<String> seen = check.recall(repo);
            int last = all.isEmpty() ? 0 : all.getLast().number();
            check.remember(repo, "" + last);
            if (seen.isEmpty()) {
                return List.of();
            }
            int known = Integer.parseInt(seen.get());
            boolean again = fault == Fault.TELLS_THE_LAST_AFTER_A_START && looks == 1 && last == known && last > 0;
            return all.stream().filter(one -> one.number() > known || again && one.number() == last)
                    .map(one -> event(one, "")).toList();
        }

        @Override
        public Set<String> signals() {
            return Set.of("happened");
        }

        @Override
        public List<HeartbeatEvent> onSignal(Signal signal, Check check) {
            if (fault == Fault.DEAF_TO_SIGNALS) {
                return List.of();
            }
            var pushed = new Happening(Integer.parseInt(signal.subject()), signal.repo().orElseThrow());
            return List.of(event(pushed, fault == Fault.ANOTHER_KEY_WHEN_PUSHED ? "pushed-" : ""));
        }

        private HeartbeatEvent event(Happening one, String prefix) {
            String key = switch (fault) {
                case ONE_KEY_FOR_ALL -> "all";
                case KEY_OF_ITS_OWN -> one.number() + "@" + System.identityHashCode(this);
                default -> prefix + one.repo() + ":" + one.number();
            };
            return HeartbeatEvent.builder(key, Severity.WARNING, "Something happened", one.at()).repo(one.repo())
                    .build();
        }
    }
}
