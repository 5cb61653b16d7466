package dev.telecoder.platform.app;

import dev.telecoder.api.llm.LlmProvider;
import dev.telecoder.api.llm.LlmRequest.Thinking;
import dev.telecoder.api.repo.CiProvider;
import dev.telecoder.api.sandbox.SandboxRuntime;
import dev.telecoder.platform.config.AccessConfig;
import dev.telecoder.platform.config.BudgetConfig;
import dev.telecoder.platform.config.CodeHostLogin;
import dev.telecoder.platform.config.ConfigHolder;
import dev.telecoder.platform.config.ConfigProblem;
import dev.telecoder.platform.config.LlmConfig;
import dev.telecoder.platform.config.PermissionsConfig;
import dev.telecoder.platform.config.RepoConfig;
import dev.telecoder.platform.model.Limits;
import dev.telecoder.platform.model.ModelChoice;
import dev.telecoder.platform.plugin.PluginHost;
import dev.telecoder.platform.repo.AskPaths;
import dev.telecoder.platform.repo.ProtectedBranches;
import dev.telecoder.platform.repo.PushRules;
import dev.telecoder.platform.repo.RepoSettings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What config.yaml says, in the words of those who ask: each call reads the settings that hold then. Safe for use by many
 * threads.
 *
 * @param config the settings
 * @param plugins whose settings and names count too
 */
record HostSettings(ConfigHolder config, PluginHost plugins) {

    PermissionsConfig permissions() {
        return config.current().settings().permissions();
    }

    AccessConfig access(String channel) {
        return config.current().settings().access().getOrDefault(channel, AccessConfig.DEFAULTS);
    }

    ModelChoice modelChoice() {
        LlmConfig llm = config.current().settings().llm();
        Set<String> own = new HashSet<>();
        llm.baseUrl().filter(OwnMachines::include).ifPresent(url -> own.add(llm.provider().orElse("*")));
        llm.fallbacks().forEach(fallback -> fallback.baseUrl().filter(OwnMachines::include)
                .ifPresent(url -> fallback.provider().ifPresent(own::add)));
        return new ModelChoice(llm.provider().orElse(null), llm.model().orElse(null), llm.smallModel().orElse(null),
                llm.fallbacks().stream().map(fallback -> new ModelChoice.Fallback(fallback.provider().orElse(null),
                        fallback.model().orElse(null))).toList(),
                llm.contextTokens().orElse(0), llm.maxOutputTokens().orElse(0),
                Thinking.valueOf(llm.thinking().orElse(LlmConfig.Thinking.MEDIUM).name()), own);
    }

    Limits limits() {
        BudgetConfig budget = config.current().settings().budget();
        return new Limits(budget.perTaskUsd().amount(), budget.perDayUsd().amount(), budget.perMonthUsd().amount());
    }

    PushRules pushRules() {
        return new PushRules(new ProtectedBranches(permissions().protectedBranches()),
                new AskPaths(permissions().askPaths()), permissions().largestDiff());
    }

    List<RepoSettings> repositories() {
        List<RepoSettings> all = new ArrayList<>();
        for (RepoConfig repo : config.current().settings().repos()) {
            String url = repo.url().orElseGet(() -> usualUrl(repo));
            String kind = repo.host()
                    .orElseGet(() -> url.contains("gitlab") ? "gitlab" : url.contains("github") ? "github" : "none");
            all.add(new RepoSettings(repo.name(), url, repo.branch().orElse(""), kind, repo.ci()));
        }
        return all;
    }

    /** Where a repository is that nobody gave an address of: at the section's own, else at the service everybody uses. */
    String usualUrl(String host, String name) {
        return config.current().section(host, CodeHostLogin.class).value().map(CodeHostLogin::gitUrl)
                .filter(url -> url != null && !url.isBlank()).map(url -> url.replaceFirst("/+$", ""))
                .orElse(host.equals("gitlab") ? "https://gitlab.com" : "https://github.com") + "/" + name + ".git";
    }

    private static String usualUrl(RepoConfig repo) {
        return (repo.host().orElse("github").equals("gitlab") ? "https://gitlab.com/" : "https://github.com/")
                + repo.name() + ".git";
    }

    /** All that is wrong with config.yaml, also names of what no plugin offers. */
    List<ConfigProblem> problems() {
        List<ConfigProblem> all = new ArrayList<>(config.current().problems(plugins.sectionUses()));
        if (!config.state().taken()) {
            all.addAll(config.state().problems());
        }
        config.current()
                .unknownName("llm.provider",
                        plugins.of(LlmProvider.class).stream().map(found -> found.instance().id()).toList())
                .ifPresent(all::add);
        List<String> runtimes = new ArrayList<>(List.of("auto", "docker", "bubblewrap", "process"));
        plugins.of(SandboxRuntime.class).forEach(found -> runtimes.add(found.instance().id()));
        config.current().unknownName("sandbox.runtime", runtimes).ifPresent(all::add);
        all.addAll(config.current().unknownNames("repos", "ci", ciServices()));
        return all.stream().sorted(Comparator.comparingInt(ConfigProblem::line)).toList();
    }

    /** By their ids; of one that is not set up yet, whose plugin was asked nothing, the section is called as it is. */
    private List<String> ciServices() {
        List<String> names = new ArrayList<>(plugins.awaited(CiProvider.class));
        plugins.of(CiProvider.class).forEach(found -> names.add(found.instance().id()));
        return names;
    }

    /** What is wrong with config.yaml so that something is off, a line each. */
    List<String> wrong() {
        return problems().stream().filter(ConfigProblem::isError).map(problem -> problem.describe("config.yaml"))
                .toList();
    }
}
