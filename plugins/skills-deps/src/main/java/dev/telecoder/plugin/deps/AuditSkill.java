package dev.telecoder.plugin.deps;

import dev.telecoder.api.Configured;
import dev.telecoder.api.PluginContext;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.api.skill.Skill;
import dev.telecoder.api.skill.SkillContext;
import dev.telecoder.api.skill.SkillInput;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.api.skill.SkillSpec;
import dev.telecoder.support.osv.PackageVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.pf4j.Extension;

/**
 * {@code deps.audit}: finds dependencies with known faults, by the advisories of OSV, and those that are out of date. Keeps
 * nothing between runs but the index of a local database; any number may run at once.
 */
@Extension
@Configured(value = "osv", required = false, settings = OsvConfig.class)
public final class AuditSkill implements Skill {

    private static final SkillSpec SPEC = SkillSpec
            .builder("deps.audit",
                    """
            Finds dependencies with known vulnerabilities (OSV) and outdated ones, from the manifests and lock files of the \
            workspace or for given packages; tells severity, the smallest safe version and the way to the direct dependency.""",
                    """
            {"type":"object","additionalProperties":false,"properties":{
            "packages":{"type":"array","description":"default: what the workspace's files name","items":{"type":"object",\
            "properties":{"ecosystem":{"type":"string","description":"npm, PyPI, Maven, Go, crates.io, RubyGems, Packagist, NuGet …"},\
            "name":{"type":"string"},"version":{"type":"string"}},"required":["ecosystem","name","version"]}},
            "outdated":{"type":"boolean","description":"also look for newer versions; default true"},
            "database":{"type":"string","description":"folder of OSV JSON files, to use instead of the service"}}}""",
                    Risk.READ)
            .outsideText(true).timeout(Duration.ofMinutes(5)).network("*")
            .keywords("dependencies", "vulnerabilities", "security", "cve", "advisory", "outdated", "osv", "npm audit",
                    "upgrade")
            .examples("{}", """
                    {"packages": [{"ecosystem": "npm", "name": "lodash", "version": "4.17.15"}], "outdated": false}""")
            .build();

    /** What the model passes; everything may be left out. */
    record Input(@Nullable List<Named> packages, @Nullable Boolean outdated, @Nullable String database) {

        /** A package somebody asks about. */
        record Named(String ecosystem, String name, String version) {}
    }

    private final PluginContext host;
    private final OsvConfig config;
    private final ReentrantLock opening = new ReentrantLock();
    /** The database that was used last, with its stamp: a batch asks the same one thousands of times. */
    private volatile Opened opened = new Opened("", null);

    private record Opened(String stamp, @Nullable OsvDatabase database) {}

    /**
     * Made by the host, once.
     *
     * @param host gives settings, HTTP and a folder for what was fetched
     */
    public AuditSkill(PluginContext host) {
        this.host = host;
        this.config = host.config(OsvConfig.class);
    }

    @Override
    public SkillSpec spec() {
        return SPEC;
    }

    @Override
    public SkillResult run(SkillInput skillInput, SkillContext context) {
        JsonValue given = skillInput.value().get("packages");
        Input input = skillInput.as(Input.class);
        List<String> notes = new ArrayList<>();
        try {
            List<Dependency> dependencies;
            if (given.isNull()) {
                Project project = new Project(context.workspace(), context.json());
                Inventory inventory = Inventory.of(project);
                dependencies = inventory.dependencies();
                notes.addAll(inventory.notes());
                // A manifest that names nothing is an answer too.
                if (project.folders().isEmpty()) {
                    return SkillResult
                            .failed("The workspace has no manifest or lock file of a package manager that is known "
                                    + "(Maven, Gradle, npm, pnpm, yarn, pip, poetry, uv, Pipenv, Cargo, Go, Composer, Bundler, NuGet). "
                                    + "Pass \"packages\" with ecosystem, name and version.");
                }
            } else {
                dependencies = given(input.packages() == null ? List.of() : input.packages());
            }
            Optional<Path> folder = database(input.database(), context.workspace());
            if (input.database() != null && folder.isEmpty()) {
                return SkillResult.failed("There is no folder '" + input.database()
                        + "' of advisories. Name a folder with OSV JSON files, relative to the workspace.");
            }
            Advisories advisories = folder.isPresent() ? open(folder.get(), context)
                    : new OsvService(config.api(), host.http(), context.json(),
                            new OsvCache(host.dataDirectory().resolve("osv"), config.api(), context.json()));
            Map<PackageVersion, Dependency> byVersion = new LinkedHashMap<>();
            dependencies.forEach(one -> byVersion.putIfAbsent(one.version(), one));
            Audit audit = Audit.of(byVersion.values(), advisories.about(new LinkedHashSet<>(byVersion.keySet()), notes,
                    context.cancellation()));
            Map<PackageVersion, String> newer = input.outdated() != null && !input.outdated() ? Map.of()
                    : newer(byVersion.values(), !given.isNull(), notes, context);
            return SkillResult.ok(audit.text(newer, notes)).withData(audit.toJson(newer, notes));
        } catch (IOException e) {
            return SkillResult.failed("The files cannot be read: " + e.getMessage());
        }
    }

    private static List<Dependency> given(List<Input.Named> packages) {
        return packages.stream().map(one -> new Dependency(
                new PackageVersion(one.ecosystem(), one.name(), one.version()), List.of(), "")).toList();
    }

    private Map<PackageVersion, String> newer(Iterable<Dependency> all, boolean named, List<String> notes,
            SkillContext context) {
        List<PackageVersion> asked = new ArrayList<>();
        all.forEach(one -> {
            if (named || one.direct()) {
                asked.add(one.version());
            }
        });
        return new Registries(config.registries(), host.http(), context.json()).newer(asked, notes,
                context.cancellation());
    }

    /** A database may lie anywhere the operator has one: nothing but its records is ever told. A way out by dots may not. */
    private static Optional<Path> database(@Nullable String named, Path workspace) throws IOException {
        if (named == null || named.isBlank()) {
            return Optional.empty();
        }
        try {
            Path root = workspace.toRealPath();
            Path folder = root.resolve(named).normalize();
            boolean allowed = Path.of(named).isAbsolute() || folder.startsWith(root);
            return allowed && Files.isDirectory(folder) ? Optional.of(folder.toRealPath()) : Optional.empty();
        } catch (InvalidPathException none) {
            return Optional.empty();
        }
    }

    private OsvDatabase open(Path folder, SkillContext context) throws IOException {
        String stamp = OsvDatabase.stamp(folder);
        Opened last = opened;
        if (last.database() != null && last.stamp().equals(stamp)) {
            return last.database();
        }
        opening.lock();
        try {
            last = opened;
            if (last.database() != null && last.stamp().equals(stamp)) {
                return last.database();
            }
            OsvDatabase database = OsvDatabase.open(folder, host.json(), context.cancellation());
            opened = new Opened(stamp, database);
            return database;
        } finally {
            opening.unlock();
        }
    }
}
