package dev.telecoder.platform.app;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.config.ConfigChange;
import dev.telecoder.platform.config.ConfigProblem;
import dev.telecoder.platform.config.ConfigState;
import dev.telecoder.platform.config.FolderWatch;
import java.util.List;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes up changes of config.yaml while the host serves, and says what became of them: in the log, and as an event. */
final class ConfigReload {

    private static final Logger LOG = LoggerFactory.getLogger("telecoder.config");

    private final Host host;

    ConfigReload(Host host) {
        this.host = host;
    }

    void begin(FolderWatch folders) {
        ConfigState state = host.config().state();
        if (!state.taken()) {
            LOG.error("config.yaml cannot be read. The settings of the last good one hold, from {}.",
                    host.home().lastGoodConfig().file());
            state.problems().forEach(problem -> LOG.error("{}", problem.describe("config.yaml")));
        }
        host.config().onChange(this::changed);
        folders.on(host.home().root(), this::readAgain);
        readAgain(); // it may have changed before somebody watched
        keep();
    }

    private void readAgain() {
        host.config().reload(host.plugins().sectionUses());
    }

    private void keep() {
        host.config().keep(host.home().lastGoodConfig(), host.plugins().sectionUses());
    }

    private void changed(ConfigChange change) {
        if (!change.taken()) {
            LOG.warn("config.yaml was not taken; the last good settings go on.");
        }
        for (String path : new TreeSet<>(change.paths())) {
            LOG.info("config.yaml: {} changed{}", path,
                    ConfigChange.needsRestart(path) ? "; it holds from the next start on" : "");
        }
        for (String section : new TreeSet<>(change.held())) {
            LOG.warn("config.yaml: {} is wrong; what it said before goes on.", section);
        }
        for (ConfigProblem problem : change.problems()) {
            LOG.warn("{}", problem.describe("config.yaml"));
        }
        host.events().publish("config.changed", null, null, JsonValue.object().put("taken", change.taken())
                .put("paths", List.copyOf(new TreeSet<>(change.paths())))
                .put("held", List.copyOf(new TreeSet<>(change.held())))
                .put("problems", change.problems().stream().map(ConfigProblem::toJson).toList()).build().toString());
        keep();
    }
}
