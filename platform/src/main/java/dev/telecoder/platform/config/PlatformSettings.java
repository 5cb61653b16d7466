package dev.telecoder.platform.config;

import dev.telecoder.api.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the platform itself reads from the file. Where a section is wrong, what stands here is safe: no such repository,
 * nobody allowed on such a channel, a person asked for everything that writes.
 *
 * @param server where the host listens
 * @param budget what may be spent
 * @param repos the repositories that are configured rightly, in order
 * @param permissions what needs a person
 * @param access who may talk to the bot, by channel
 * @param sandbox where code of a repository runs
 * @param memory whether and how it remembers
 * @param llm which model answers
 * @param heartbeat when it may speak up by itself
 * @param problems what is wrong with these sections, but for sections that plugins read as well
 */
public record PlatformSettings(
        ServerConfig server,
        BudgetConfig budget,
        List<RepoConfig> repos,
        PermissionsConfig permissions,
        Map<String, AccessConfig> access,
        SandboxConfig sandbox,
        MemoryConfig memory,
        LlmConfig llm,
        HeartbeatConfig heartbeat,
        List<ConfigProblem> problems) {

    /** The sections, each with the record it is bound to; of {@code repos} each item, of {@code access} each key. */
    static final List<SectionUse> RECORDS = List.of(
            new SectionUse("llm", LlmConfig.class),
            new SectionUse("server", ServerConfig.class),
            new SectionUse("budget", BudgetConfig.class),
            new SectionUse("repos", RepoConfig.class),
            new SectionUse("permissions", PermissionsConfig.class),
            new SectionUse("access", AccessConfig.class),
            new SectionUse("sandbox", SandboxConfig.class),
            new SectionUse("memory", MemoryConfig.class),
            new SectionUse("heartbeat", HeartbeatConfig.class));

    static final List<String> SECTIONS = RECORDS.stream().map(SectionUse::path).toList();

    private static final List<String> ALSO_OF_PLUGINS = List.of("llm", "heartbeat", "memory", "sandbox");

    /** Sections that plugins read too, so that only the whole check knows which of their keys nobody knows. */
    static final List<SectionUse> SHARED =
            RECORDS.stream().filter(use -> ALSO_OF_PLUGINS.contains(use.path())).toList();

    /** Whether the platform itself reads a section. */
    static boolean owns(String path) {
        return sectionOf(path).isPresent();
    }

    /** The section that a setting is of, as far as it can be wrong by itself: one channel of {@code access}, all repos. */
    static Optional<String> sectionOf(String path) {
        return SECTIONS.stream().filter(section -> Config.within(path, section)).findFirst()
                .map(section -> section.equals("access") && path.startsWith("access.")
                        ? "access." + path.substring("access.".length()).replaceFirst("[.\\[].*", "") : section);
    }

    /** Copies the collections. */
    public PlatformSettings {
        repos = List.copyOf(repos);
        access = Map.copyOf(access);
        problems = List.copyOf(problems);
    }

    static PlatformSettings of(Config config) {
        var problems = new ArrayList<ConfigProblem>();
        Section<ServerConfig> server = config.section("server", ServerConfig.class);
        Section<BudgetConfig> budget = config.section("budget", BudgetConfig.class);
        Section<PermissionsConfig> permissions = config.section("permissions", PermissionsConfig.class);
        problems.addAll(server.problems());
        problems.addAll(budget.problems());
        problems.addAll(permissions.problems());
        List<RepoConfig> repos = repos(config, problems);
        Map<String, AccessConfig> access = new LinkedHashMap<>();
        if (config.has("access") && !(config.root().get("access") instanceof JsonValue.JsonObject)
                && !config.root().get("access").isNull()) {
            problems.add(ConfigProblem.error("access", "is " + Scalars.shown(config.root().get("access")),
                    "the id of a channel with what holds there, such as telegram: {allow_from: [\"12345\"]}")
                    .at(config.position("access")).redacted(config.redaction()));
        }
        config.map("access", AccessConfig.class).forEach((channel, section) -> {
            problems.addAll(section.problems());
            access.put(channel, section.value().orElse(AccessConfig.CLOSED));
        });
        return new PlatformSettings(
                server.value().orElse(ServerConfig.DEFAULTS),
                budget.value().orElse(BudgetConfig.DEFAULTS),
                repos,
                permissions.value().orElse(PermissionsConfig.STRICT),
                access,
                config.section("sandbox", SandboxConfig.class).value().orElse(SandboxConfig.CLOSED),
                config.section("memory", MemoryConfig.class).value().orElse(MemoryConfig.OFF),
                config.section("llm", LlmConfig.class).value().orElse(LlmConfig.NONE),
                config.section("heartbeat", HeartbeatConfig.class).value().orElse(HeartbeatConfig.OFF),
                problems);
    }

    private static List<RepoConfig> repos(Config config, List<ConfigProblem> problems) {
        var repos = new LinkedHashMap<String, RepoConfig>();
        for (Section<RepoConfig> section : config.list("repos", RepoConfig.class)) {
            problems.addAll(section.problems());
            section.value().ifPresent(repo -> {
                if (repos.putIfAbsent(repo.name(), repo) != null) {
                    problems.add(ConfigProblem.error(
                            section.path() + ".name",
                            "is \"" + repo.name() + "\", which an earlier repository has",
                            "a name of its own")
                            .at(config.position(section.path() + ".name")));
                }
            });
        }
        return List.copyOf(repos.values());
    }
}
